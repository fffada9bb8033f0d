// Elementary operations measured alone, and the search that they make up.

package analysis

import (
	"fmt"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// operations writes the cost of each operation that has samples, in the order of
// the cell. Its weaknesses are remarked on where something stands on the costs:
// not in a cell that has whole searches to speak for it, nor where slices hold the
// operation.
func (w *writer) operations(m Material) {
	sliced := len(m.Samples[results.OpSlice]) > 0
	unsearched := m.Noted || len(m.Samples[results.OpSearch]) == 0
	var large []spread
	for _, op := range m.Cell.Operations {
		relied := unsearched && (!sliced || op.Apart())
		samples := m.Samples[op.Name]
		costs := w.clock.Seconds(samples)
		e := meanCost(costs, "sample")
		if e == nil {
			continue
		}
		// What was put back in the queue meanwhile comes back to cold caches: a few
		// samples hold far more processor time than the others.
		if m := w.clock.costInTurn(samples); w.clock == ProcessorClock && m.Need == 0 {
			e = m
		}
		w.cell.Operations = append(w.cell.Operations, OperationCost{
			Operation: op, Cost: *e,
			Wall: meanCost(WallSeconds(samples), "sample"), CPU: meanCost(cpu(samples), "sample"),
		})
		if e.Need > 0 && relied {
			w.remark(fmt.Sprintf("operation %s has %s; %d more would give its cost an interval", op.Name, unit.Count(len(costs), "sample"), e.Need))
		}
		if s, ok := spreadOf("operation "+op.Name, costs); ok && relied {
			large = append(large, s)
		}
	}
	if m.Cell.Kind != results.KindRandom { // see drawSpreads
		w.remarkSpreads(large)
	}
}

// model writes the time of a search from the costs of its operations, and says
// whether it could: when all that an average search does were measured. A cell
// whose operations are no part of a search, as with the hard-coded groups, has
// no such time.
func (w *writer) model(m Material) bool {
	c := w.cell
	parts := PartsOfSearch(m.Cell.Operations)
	if len(parts) == 0 {
		return false
	}
	for _, op := range parts {
		if len(m.Samples[op.Name]) == 0 {
			w.remark(fmt.Sprintf("operation %s has no sample, so that a search cannot be modelled; 2 would do", op.Name))
			return false
		}
	}
	time, err := modelled(parts, func(op string) []float64 { return WallSeconds(m.Samples[op]) })
	if err != nil {
		w.remark("a search cannot be modelled: " + err.Error())
		return false
	}
	c.Status, c.Why = Modelled, m.why
	switch {
	case m.Cell.Mode == results.ModeOperations:
		c.Why = "mode operations measures no whole searches"
	case c.Why == "":
		c.Why = "no whole search was finished"
	}
	c.Time = time
	// Without processor time of every operation there is none of the search.
	c.CPU, _ = modelled(parts, func(op string) []float64 { return cpu(m.Samples[op]) })
	c.Phases = modelledPhases(c.Operations, c.Workers)
	w.percentiles(0)
	return true
}

// PartsOfSearch returns the operations that an average search does.
func PartsOfSearch(operations []results.Operation) []results.Operation {
	var parts []results.Operation
	for _, op := range operations {
		if op.PerSearch > 0 {
			parts = append(parts, op)
		}
	}
	return parts
}

// modelled is the sum of what the parts of a search cost in it.
func modelled(parts []results.Operation, costs func(op string) []float64) (*Estimate, error) {
	total := Estimate{
		Unit: UnitSeconds, Better: Lower, Modelled: true,
		Method: "sum of " + unit.Count(len(parts), "operation") + " x times expected",
	}
	var weights []float64
	var terms []stats.Interval
	for _, op := range parts {
		cost := meanCost(costs(op.Name), "sample")
		if cost == nil {
			return nil, fmt.Errorf("operation %s has no cost", op.Name)
		}
		weights, terms = append(weights, op.PerSearch), append(terms, cost.interval())
		total.N += cost.N
		total.Need = max(total.Need, cost.Need)
	}
	iv, err := stats.Sum(weights, terms)
	if err != nil {
		return nil, err
	}
	if total.Need > 0 { // an interval of some of the parts is none
		iv.Low, iv.High = iv.Value, iv.Value
	}
	return total.With(iv), nil
}
