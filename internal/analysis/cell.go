// One cell: what its samples are of decides what can be said.

package analysis

import (
	"math"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// highSpread is the coefficient of variation from which samples of equal work
// are called noisy.
const highSpread = 0.10

// analyseCell computes a cell, and the remarks that become its warnings.
func analyseCell(m Material) (Cell, []string) {
	c := Cell{Cell: m.Cell}
	for _, samples := range m.Samples {
		c.N += len(samples)
	}
	if c.N == 0 {
		c.Status, c.Why = Empty, m.unmeasured
		c.Theory = theory(&m.Cell, nil)
		return c, nil
	}
	w := writer{cell: &c, clock: m.Clock}
	w.measure(m)
	if c.Cost = c.Time; m.Clock == ProcessorClock {
		c.Cost = c.CPU
	}
	c.Share = m.processorShare()
	c.Samples = m.measuredSamples(c.Status)
	c.Rate = rate(c.Time)
	return c, w.remarks
}

// measure writes what the samples of a cell say, of which there are some.
func (w *writer) measure(m Material) {
	c := w.cell
	c.Status = Measured
	searches, replays := m.Samples[results.OpSearch], m.Samples[results.OpReplay]

	w.operations(m)
	if len(m.Samples[results.OpSlice]) > 0 && w.slices(m) {
		c.N -= len(searches) // finished before the cell was given up
		return
	}
	if m.Noted && w.model(m) {
		// The searches that were finished before the cell was given up are its
		// short ones: they would say something else than the truth.
		c.N -= len(searches)
		c.Theory = theory(&m.Cell, nil)
		return
	}
	w.searches(searches)
	switch {
	case m.Cell.Mode == results.ModeReplay:
		w.replay(replays)
	case m.modelled(len(searches)) && w.model(m):
	case len(searches) > 0:
		w.searchTime(searches)
	}
}

// modelled says whether the time of a search comes from its operations though no
// note says so: in mode operations and where there is nothing else.
func (m *Material) modelled(searches int) bool {
	return m.Cell.Mode == results.ModeOperations || searches == 0
}

// Streamed reports whether the samples of a cell are many finds in a row, of which
// none has a time of its own.
func Streamed(c results.Cell) bool { return c.Mode == results.ModeStream || c.Mode == results.ModeBulk }

// A writer fills in a cell and collects remarks.
type writer struct {
	cell    *Cell
	clock   Clock
	remarks []string
}

func (w *writer) remark(text string) { w.remarks = append(w.remarks, text) }

// A spread is how much costs of equal work differ: their coefficient of
// variation.
type spread struct {
	what string
	cv   float64
}

// spreadOf returns the spread of costs, and whether it is large enough to tell.
func spreadOf(what string, costs []float64) (spread, bool) {
	cv, err := stats.Spread(costs)
	return spread{what, cv}, err == nil && cv > highSpread
}

// remarkSpreads remarks on large spreads, all in one.
func (w *writer) remarkSpreads(large []spread) {
	if len(large) == 0 {
		return
	}
	texts := written(large, func(s spread) string { return s.what + " by " + unit.Percent(s.cv) })
	w.remark("samples of equal work differ (standard deviation), " + list(texts) + ": the machine was busy, throttled or shared")
}

// WallSeconds returns the seconds of wall time of one repetition in each sample.
func WallSeconds(samples []results.Sample) []float64 {
	return each(samples, func(s results.Sample) float64 { return float64(s.WallNS) / 1e9 })
}

// cpu returns the seconds of processor time of one repetition in each sample,
// nil when a sample does not know it.
func cpu(samples []results.Sample) []float64 {
	for _, s := range samples {
		if s.CPUNS == 0 {
			return nil
		}
	}
	return each(samples, func(s results.Sample) float64 { return float64(s.CPUNS) / 1e9 })
}

// AcceptSeconds returns the seconds of acceptance of one repetition in each sample, at
// most within. One worker accepts, so that they are seconds of wall time as well
// as of processor time.
func AcceptSeconds(samples []results.Sample, within []float64) []float64 {
	seconds := each(samples, func(s results.Sample) float64 { return float64(s.Phases.AcceptNS) / 1e9 })
	for i := range seconds {
		seconds[i] = math.Min(seconds[i], within[i])
	}
	return seconds
}

// Survivors returns the survivors of one repetition in each sample.
func Survivors(samples []results.Sample) []float64 {
	return each(samples, func(s results.Sample) float64 { return float64(s.Survivors) })
}

// each returns a quantity of every sample for one repetition.
func each(samples []results.Sample, quantity func(results.Sample) float64) []float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = quantity(s) / float64(s.Count)
	}
	return values
}
