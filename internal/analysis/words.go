// Numbers and names in sentences. Tables are the report's; a sentence is made
// here, with its numbers.

package analysis

import (
	"fmt"
	"strings"

	"primebench/internal/unit"
	"primebench/results"
)

// Words are the estimate in a sentence: its value, and what stands in brackets behind it,
// its interval and whether it is modelled.
func (e *Estimate) Words() (value, known string) {
	return unit.Quantity{Value: e.Value, Low: e.Low, High: e.High, Unit: e.Unit, Modelled: e.Modelled, Need: e.Need}.Words()
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
	switch kind {
	case results.KindSafe:
		return "safe prime"
	case results.KindRSA:
		return "RSA key"
	}
	return kind
}

// CellName names a cell in a sentence.
func CellName(c *results.Cell) string {
	name := fmt.Sprintf("%s %s %s %s, %s", c.Kind, c.Size(), c.Strategy, c.Mode, unit.Count(c.Workers, "worker"))
	if c.Policy.Name != "" { // as where no number is tested
		name += ", " + c.Policy.Name
	}
	return name
}
