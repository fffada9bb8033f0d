// How cost grows with key size.

package analysis

import (
	"fmt"

	"primebench/internal/stats"
	"primebench/results"
)

// growth fits a power law to the search times and to each operation of every
// series that has them at three sizes.
func growth(cells []Cell) []Growth {
	var all []Growth
	for _, s := range allSeries(cells) {
		for _, quantity := range s.quantities() {
			if g, ok := s.fit(quantity); ok {
				all = append(all, g)
			}
		}
	}
	return all
}

// quantities lists what can be followed over size, as the machine's limit cannot.
func (s series) quantities() []string {
	names := []string{results.OpSearch}
	seen := map[string]bool{}
	for _, c := range s.cells {
		for _, op := range c.Operations {
			if !seen[op.Name] && op.Step != results.StepLimit {
				seen[op.Name] = true
				names = append(names, op.Name)
			}
		}
	}
	return names
}

// of returns the estimate of a quantity in a cell, nil when there is none.
func (c *Cell) of(quantity string) *Estimate {
	if quantity == results.OpSearch {
		return c.Cost
	}
	for i := range c.Operations {
		if c.Operations[i].Name == quantity {
			return &c.Operations[i].Cost
		}
	}
	return nil
}

func (s series) fit(quantity string) (Growth, bool) {
	var sizes []int
	var bits, costs []float64
	modelled := false
	for _, c := range s.cells {
		if e := c.of(quantity); e != nil {
			sizes = append(sizes, c.Bits)
			bits, costs = append(bits, float64(c.Bits)), append(costs, e.Value)
			modelled = modelled || e.Modelled
		}
	}
	iv, err := stats.PowerLaw(bits, costs)
	if err != nil {
		return Growth{}, false
	}
	exponent := Estimate{
		Unit: UnitNone, Better: Lower, N: len(sizes), Modelled: modelled,
		Method: fmt.Sprintf("log-log fit to %d sizes", len(sizes)),
	}
	return Growth{
		Kind: s.kind, Strategy: s.strategy, Mode: s.mode, Policy: s.policy, Workers: s.workers,
		Quantity: quantity, Exponent: *exponent.With(iv), Sizes: sizes,
	}, true
}
