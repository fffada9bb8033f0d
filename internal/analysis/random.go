// What random values cost, securely and otherwise: operation by operation, as a
// throughput, and which generator was predicted.

package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// drawOrder lists the operations of random cells in the order of a report.
var drawOrder = [...]string{
	results.OpBytes, results.OpCandidate, results.OpBelow, results.OpChoice, results.OpToken16, results.OpToken32,
}

// draws gathers the operations of random cells by operation, size and number of
// workers, then in the order of the matrix.
func draws(cells []Cell) []Draw {
	var all []Draw
	for i := range cells {
		c := &cells[i]
		if c.Kind != results.KindRandom {
			continue
		}
		for _, op := range c.Operations {
			d := Draw{Cell: c.ID, Operation: op.Name, Bits: c.Bits, Workers: c.Workers, Strategy: c.Strategy, Cost: op.Cost}
			if results.Sizeless(op.Name) {
				d.Bits = 0
			}
			if op.Name == results.OpBytes {
				d.Bytes = c.Bits / 8
				d.Throughput = throughput(&d.Cost, d.Bytes)
			}
			all = append(all, d)
		}
	}
	place := func(d Draw) int { return slices.Index(drawOrder[:], d.Operation) }
	slices.SortStableFunc(all, func(a, b Draw) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Bits, b.Bits), cmp.Compare(a.Workers, b.Workers))
	})
	for i := range all {
		d := &all[i]
		if base := findDraw(all, *d, results.StrategyCrypto, d.Workers); base != nil && d.Strategy != results.StrategyCrypto {
			d.Base, d.Ratio = &base.Cell, quotient(&d.Cost, &base.Cost, Lower)
		}
		if first := fewest(all, *d); d.Throughput != nil && first.Workers < d.Workers {
			d.Speedup = quotient(d.Throughput, first.Throughput, Higher)
		}
	}
	return all
}

// findDraw returns the draw that is like another one but for strategy and workers;
// nil when there is none.
func findDraw(all []Draw, like Draw, strategy string, workers int) *Draw {
	at := slices.IndexFunc(all, func(d Draw) bool {
		return d.Operation == like.Operation && d.Bits == like.Bits && d.Strategy == strategy && d.Workers == workers
	})
	if at < 0 {
		return nil
	}
	return &all[at]
}

// fewest returns the draw that is like another one, by the fewest workers.
func fewest(all []Draw, like Draw) *Draw {
	for i := range all { // which are in order of the workers
		if d := &all[i]; d.Operation == like.Operation && d.Bits == like.Bits && d.Strategy == like.Strategy {
			return d
		}
	}
	return &like
}

// throughput is the bytes a second of a cost that buys so many; nil when no bytes
// are bought.
func throughput(cost *Estimate, bytes int) *Estimate {
	iv, err := cost.interval().Reciprocal()
	if err != nil || bytes < 1 {
		return nil
	}
	e := *cost
	e.Unit, e.Better = UnitBytesPerSecond, Higher
	n := float64(bytes)
	return e.With(stats.Interval{Value: n * iv.Value, Low: n * iv.Low, High: n * iv.High})
}

// predictions counts what was told right.
func predictions(run *results.Run) []Prediction {
	var all []Prediction
	for _, p := range run.Predictions {
		right := 0
		for i, told := range p.Predicted {
			if told == p.Drawn[i] {
				right++
			}
		}
		all = append(all, Prediction{Prediction: p, Right: right})
	}
	return all
}

// checkPrediction returns an error for a prediction that fits no cell or itself.
func checkPrediction(index int, p *results.Prediction, cells int) error {
	switch {
	case p.Cell < 0 || p.Cell >= cells:
		return fmt.Errorf("%w: prediction %d is of cell %d, want 0 to %d", ErrRun, index, p.Cell, cells-1)
	case p.Observed < 1 || len(p.Predicted) < 1 || len(p.Drawn) != len(p.Predicted):
		return fmt.Errorf("%w: prediction %d is of %d outputs from %d, of which %d were drawn, want at least 1, and as many drawn",
			ErrRun, index, len(p.Predicted), p.Observed, len(p.Drawn))
	}
	return nil
}

// predictionWarnings says where the demonstration came to nothing.
func predictionWarnings(all []Prediction) []Warning {
	var warnings []Warning
	for _, p := range all {
		if n := len(p.Predicted); p.Right < n {
			warnings = append(warnings, Warning{Cell: p.Cell, Text: fmt.Sprintf(
				"of the %s that were predicted from %d before them only %d came: the generator, or the attack on it, is wrong", unit.Count(n, "output"), p.Observed, p.Right)})
		}
	}
	return warnings
}

// drawSpreads says in one sentence how much draws differ: they take nanoseconds, so
// that each would have a warning of its own on all but the quietest machine.
func drawSpreads(run *results.Run) []string {
	operations, noisy, most := 0, 0, spread{}
	for _, m := range Materials(run) {
		if m.Cell.Kind != results.KindRandom {
			continue
		}
		for op, samples := range m.Samples {
			operations++
			s, large := spreadOf(fmt.Sprintf("%s by %s at %d bits on %s", op, m.Cell.Strategy, m.Cell.Bits, unit.Count(m.Cell.Workers, "worker")), WallSeconds(samples))
			if !large {
				continue
			}
			noisy++
			if s.cv > most.cv {
				most = s
			}
		}
	}
	if noisy == 0 {
		return nil
	}
	return []string{fmt.Sprintf("samples of equal work on random values differ by more than %s (standard deviation) in %d of %s, most for %s, by %s: the machine was busy, throttled or shared",
		unit.Percent(highSpread), noisy, unit.Count(operations, "operation"), most.what, unit.Percent(most.cv))}
}
