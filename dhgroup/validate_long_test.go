//go:build long

package dhgroup

import "testing"

func TestAllPublishedGroupsAreSound(t *testing.T) {
	for _, g := range All() {
		t.Run(g.Name, func(t *testing.T) { testSound(t, g, few) })
	}
}
