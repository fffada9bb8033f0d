// Numbers and names in sentences. Tables are the report's; a sentence is made
// here, with its numbers.

package analysis

import (
	"fmt"
	"strings"

	"primebench/internal/unit"
	"primebench/results"
)

// Span writes the interval of an estimate, and whether it is modelled, as it
// stands in brackets.
func Span(e *Estimate, write func(float64) string) string {
	s := "95 % interval " + write(e.Low) + " to " + write(e.High)
	if e.Need > 0 {
		s = "too few samples for an interval"
	}
	if e.Modelled {
		s += "; modelled"
	}
	return s
}

// list writes "a, b and c".
func list(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// noun is what a kind is called in a sentence.
func noun(kind string) string {
	if kind == results.KindSafe {
		return "safe prime"
	}
	return kind
}

// CellName names a cell in a sentence.
func CellName(c *results.Cell) string {
	name := fmt.Sprintf("%s %d %s %s, %s", c.Kind, c.Bits, c.Strategy, c.Mode, unit.Count(c.Workers, "worker"))
	if c.Policy.Name != "" { // as where no number is tested
		name += ", " + c.Policy.Name
	}
	return name
}
