// Numbers and names in sentences. Tables are the report's; a sentence is made
// here, with its numbers.

package analysis

import (
	"fmt"
	"strings"

	"primebench/internal/unit"
	"primebench/results"
)

// Text is the estimate with the digits that its interval leaves meaningful, such as
// "42.1 ms" or "20.7x".
func (e *Estimate) Text() string {
	if e.Need > 0 {
		return unit.Text(e.Value, e.Unit)
	}
	value, _ := unit.Estimate(e.Value, e.Low, e.High, e.Unit)
	return value
}

// Span is the interval of the estimate in the unit of its Text, and whether it is
// modelled, as it stands in brackets.
func (e *Estimate) Span() string {
	_, interval := unit.Estimate(e.Value, e.Low, e.High, e.Unit)
	s := "95 % interval " + interval
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
