// Slices of searches: what a test costs in them, and the search that is made of as
// many tests as theory expects.

package analysis

import (
	"fmt"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// slices writes the time of a search from its slices and the operations apart from
// them, and reports whether it could.
func (w *writer) slices(m Material) bool {
	c, samples := w.cell, m.Samples[results.OpSlice]
	apart := ApartFromSlices(m.Cell.Operations)
	for _, op := range apart {
		if len(m.Samples[op.Name]) == 0 {
			w.remark(fmt.Sprintf("operation %s has no sample, so that its part of a search is not known", op.Name))
			return false
		}
	}
	time, testing, err := slicedTime(m, apart, WallSeconds, c.Workers)
	if err != nil {
		w.remark("a search cannot be modelled from its slices: " + err.Error())
		return false
	}
	c.Status, c.Why, c.Time = Modelled, m.why, time
	if c.Why == "" {
		c.Why = "searches were cut off"
	}
	if c.Time.Need > 0 {
		w.remark(fmt.Sprintf("%s of searches; %d more would give the time an interval", unit.Count(len(samples), "slice"), c.Time.Need))
	}
	c.CPU, _, _ = slicedTime(m, apart, cpu, 1)
	c.Theory = sliceTheory(c.Expected, samples)
	w.remarkTheory()
	phases, offset := []Phase{{Name: results.OpTest, Seconds: testing * float64(c.Workers)}}, 0.0
	for _, op := range c.Operations {
		if op.Apart() {
			phases = append(phases, Phase{Name: op.Name, Seconds: op.PerSearch * op.Cost.Value * float64(c.Workers)})
			offset += op.PerSearch * op.Cost.Value
		}
	}
	c.Phases = shared(phases)
	if !Streamed(c.Cell) {
		w.percentiles(offset)
	}
	return true
}

// ApartFromSlices returns the operations of a search that its slices do not hold.
func ApartFromSlices(operations []results.Operation) []results.Operation {
	var apart []results.Operation
	for _, op := range PartsOfSearch(operations) {
		if op.Apart() {
			apart = append(apart, op)
		}
	}
	return apart
}

// slicedTime is the mean time of a search by a clock, of whose seconds so many
// workers use each, and the part of it that its tests take. An operation that was
// done once, since it serves many searches, has no interval and adds none.
func slicedTime(m Material, apart []results.Operation, clock func([]results.Sample) []float64, workers int) (*Estimate, float64, error) {
	samples := m.Samples[results.OpSlice]
	times := TestingSeconds(samples, clock(samples), workers)
	if len(times) == 0 {
		return nil, 0, fmt.Errorf("their time is not known")
	}
	e := Estimate{Unit: UnitSeconds, Better: Lower, Modelled: true, N: len(samples)}
	testing, err := stats.RatioMean(times, Survivors(samples), make([]float64, len(times)), m.Cell.Expected.Survivors)
	if e.Need = stats.Missing(err); e.Need > 0 {
		value := TestCost(samples, times) * m.Cell.Expected.Survivors
		testing, err = stats.Interval{Value: value, Low: value, High: value}, nil
	}
	if err != nil {
		return nil, 0, err
	}
	e.Method = "cost a test in " + unit.Count(len(samples), "slice") + " x tests expected"
	weights, terms := []float64{1}, []stats.Interval{testing}
	for _, op := range apart {
		cost := meanCost(clock(m.Samples[op.Name]), "sample")
		if cost == nil {
			return nil, 0, fmt.Errorf("operation %s has no cost", op.Name)
		}
		e.Method += " + " + op.Name
		e.N += cost.N
		weights, terms = append(weights, op.PerSearch), append(terms, cost.interval())
	}
	iv, err := stats.Sum(weights, terms)
	if err == nil && e.Need == 0 {
		iv, err = iv.LogScale()
	}
	if err != nil {
		return nil, 0, err
	}
	if e.Need > 0 { // an interval of some of the parts is none
		iv.Low, iv.High = iv.Value, iv.Value
	}
	return e.With(iv), testing.Value, nil
}

// TestingSeconds returns what of the seconds of slices their tests took: all but the
// confirmation of finds, each of which keeps one worker.
func TestingSeconds(samples []results.Sample, seconds []float64, workers int) []float64 {
	testing := make([]float64, len(seconds))
	for i, s := range seconds {
		accept := float64(samples[i].Phases.AcceptNS) / 1e9 / float64(workers)
		testing[i] = max(0, s-accept)
	}
	return testing
}

// TestCost is the seconds that a test takes in slices.
func TestCost(samples []results.Sample, testing []float64) float64 {
	var seconds, tests float64
	for i, m := range Survivors(samples) {
		seconds += testing[i]
		tests += m
	}
	return seconds / tests
}

// sliceTheory sets the finds of slices beside what theory expects of their tests.
func sliceTheory(expected results.Work, samples []results.Sample) *Theory {
	t := &Theory{Expected: Work(expected), Chance: 1}
	var total Work
	for _, s := range samples {
		total.Survivors += float64(s.Survivors)
		total.Candidates += float64(s.Candidates)
		t.Searches += int(min(s.Primes, mostSearches))
	}
	if n := float64(t.Searches); n > 0 {
		t.Observed = Work{Candidates: total.Candidates / n, Survivors: total.Survivors / n}
	}
	if iv, err := stats.ExponentialMean(total.Survivors, t.Searches); err == nil {
		t.Survivors = Estimate{
			Unit: UnitNone, Better: Nor, N: len(samples),
			Method: "tests of slices over their finds, interval of an exponential law",
		}.With(iv)
	}
	var err error
	if t.Z, err = stats.SuccessZ(total.Survivors, t.Searches, expected.Survivors); err != nil {
		return nil
	}
	if t.Chance, err = stats.SuccessChance(total.Survivors, t.Searches, expected.Survivors); err != nil {
		return nil
	}
	t.suspect()
	return t
}
