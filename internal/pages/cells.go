// What cells are called where there is no room for all that they are.

package pages

import (
	"primebench/internal/unit"
	"primebench/results"
)

// cellNames names cells in a plot, each by no more than tells it from the others: kind,
// size and strategy always, then mode, workers and policy where they differ.
func cellNames(cells []*results.Cell) []string {
	var modes, workers, policies bool
	for _, c := range cells {
		modes = modes || c.Mode != cells[0].Mode
		workers = workers || c.Workers != cells[0].Workers
		for _, other := range cells {
			policies = policies || (sameButPolicy(c, other) && c.Policy.Name != other.Policy.Name)
		}
	}
	names := make([]string, len(cells))
	for i, c := range cells {
		parts := []string{c.Kind, c.Size(), c.Strategy}
		if modes {
			parts = append(parts, c.Mode)
		}
		if workers {
			parts = append(parts, unit.Count(c.Workers, "worker"))
		}
		if policies {
			parts = append(parts, c.Policy.Name)
		}
		names[i] = join(" ", parts...)
	}
	return names
}

// sameButPolicy reports whether two cells differ in nothing but their policy.
func sameButPolicy(a, b *results.Cell) bool {
	return a.Kind == b.Kind && a.Size() == b.Size() && a.Strategy == b.Strategy && a.Mode == b.Mode && a.Workers == b.Workers
}
