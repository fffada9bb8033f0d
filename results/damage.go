// What of a file was lost, told so that a person finds the lines.

package results

import (
	"fmt"
	"strings"
)

// A Damage is a line of a file that could not be read. What it held is lost.
type Damage struct {
	Line   int    // from 1
	Reason string // in a few words
}

// Damages lists the damage of a file in the order of its lines.
type Damages []Damage

// String names the first lines with their reasons and counts the others. It is ""
// when there is no damage.
func (d Damages) String() string {
	const told = 3
	var parts []string
	for _, one := range d[:min(told, len(d))] {
		parts = append(parts, fmt.Sprintf("line %d is lost: %s", one.Line, one.Reason))
	}
	if more := len(d) - told; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, "; ")
}
