// Where the time of a cell goes.

package analysis

import "primebench/results"

// searchPhases shares out the workers' time of whole searches or replays; nil
// when the strategy does not tell its phases apart. What no phase accounts for,
// waiting included, is "other".
func searchPhases(samples []results.Sample, workers int) []Phase {
	sieve := average(samples, func(p results.Phases) int64 { return p.SieveNS })
	test := average(samples, func(p results.Phases) int64 { return p.TestNS })
	accept := average(samples, func(p results.Phases) int64 { return p.AcceptNS })
	known := sieve + test + accept
	if known <= 0 {
		return nil
	}
	var all float64
	for _, t := range WallSeconds(samples) {
		all += t * float64(workers) / float64(len(samples))
	}
	other := max(0, all-known)
	return shared([]Phase{
		{Name: results.OpSieve, Seconds: sieve},
		{Name: results.OpTest, Seconds: test},
		{Name: results.OpAccept, Seconds: accept},
		{Name: "other", Seconds: other},
	})
}

// average returns the mean seconds of a phase in one repetition.
func average(samples []results.Sample, part func(results.Phases) int64) float64 {
	var total float64
	for _, seconds := range each(samples, func(s results.Sample) float64 { return float64(part(s.Phases)) / 1e9 }) {
		total += seconds / float64(len(samples))
	}
	return total
}

// modelledPhases shares out a modelled time: each operation counts as keeping
// all workers for as long as it takes.
func modelledPhases(operations []OperationCost, workers int) []Phase {
	var phases []Phase
	for _, op := range operations {
		if op.PerSearch > 0 {
			phases = append(phases, Phase{Name: op.Name, Seconds: op.PerSearch * op.Cost.Value * float64(workers), Modelled: true})
		}
	}
	return shared(phases)
}

// shared sets the shares of phases from their seconds; nil when these are
// beyond all measure.
func shared(phases []Phase) []Phase {
	var total float64
	for _, p := range phases {
		total += p.Seconds
	}
	if !Countable(total) || total == 0 {
		return nil
	}
	for i := range phases {
		phases[i].Share = phases[i].Seconds / total
	}
	return phases
}
