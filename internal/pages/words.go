// Words of several documents.

package pages

import (
	"cmp"

	"primebench/internal/unit"
)

func orAbsent(s string) string { return cmp.Or(s, unit.Absent) }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
