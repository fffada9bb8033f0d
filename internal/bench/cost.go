// What samples cost, as far as is known, and whether the processors were there for
// them.

package bench

import (
	"cmp"
	"math"
	"slices"

	"primebench/results"
)

// mostlyOurs is the part of its processors that a run gets on a machine of its own:
// of tests that all workers share, the last ones leave some workers without work.
const mostlyOurs = 0.8

// A tally sums up the samples of a track, times in seconds.
type tally struct {
	wall, cpu float64
	accept    float64 // of wall, in which finds were accepted
	survivors float64 // that were tested
}

// add takes in a sample that was emitted. What it was stopped for is no cost.
func (t *track) add(s results.Sample) {
	t.done++
	t.sum.wall += float64(s.WallNS-s.StoppedNS) / 1e9
	t.sum.cpu += float64(s.CPUNS) / 1e9
	t.sum.accept += float64(min(s.Phases.AcceptNS, s.WallNS-s.StoppedNS)) / 1e9
	t.sum.survivors += float64(s.Survivors)
}

// update takes for the cost of what was tried the mean of its samples: a single one
// may have met a pause of the machine.
func (c *cell) update() {
	for _, t := range c.tracks() {
		if t.ready && t.done > 0 {
			t.cost = t.sum.wall / float64(t.done)
		}
	}
}

// meanSearch is the time of an average search in seconds, as far as the
// operations that were tried tell.
func (c *cell) meanSearch() float64 {
	return c.sumOfOperations(func(t *track) float64 { return t.cost })
}

// sumOfOperations is what an average search takes where a sample of an operation
// takes what cost says.
func (c *cell) sumOfOperations(cost func(*track) float64) float64 {
	sum := 0.0
	for _, t := range c.ops {
		sum += c.operations[t.op].PerSearch * cost(t) / float64(max(1, t.count))
	}
	return sum
}

// searchTime is the time of an average search, replay or stream in seconds. Whatever
// the searches tell of it is free of their luck: what a survivor took, times the
// survivors that theory expects, as in the report; or, where they count none, how
// much longer they took than their processor time, beside the operations.
func (c *cell) searchTime() float64 {
	w := c.whole
	switch {
	case w == nil || w.done == 0 || Mode(c.Mode) == Replay:
	case w.sum.survivors > 0 && c.Expected.Survivors > 0:
		n := float64(w.done)
		return w.sum.accept/n + c.Expected.Survivors*float64(w.count)*(w.sum.wall-w.sum.accept)/w.sum.survivors
	case w.sum.cpu > 0 && c.canModel():
		return c.sumOfOperations(func(t *track) float64 { return t.sum.cpu / float64(max(1, t.done)) }) * w.sum.wall / w.sum.cpu
	}
	if w != nil && w.tried() {
		return w.cost
	}
	return cmp.Or(c.meanSearch(), c.guess)
}

// demand is what the cell asks of the plan. One that has been measured in a way that
// tells its time goes on in it.
func (c *cell) demand(busy bool) demand {
	d := demand{
		whole:  c.whole != nil && !c.modelled,
		sliced: c.slices != nil,
		model:  c.canModel(),
		fits:   c.leastSearches(busy),
	}
	for _, t := range c.ops {
		cost := t.cost
		if !t.ready || d.sliced && !c.operations[t.op].Apart() {
			cost = math.Inf(1)
		}
		d.ops = append(d.ops, cost)
	}
	switch {
	case !d.whole || c.slices != nil && c.slices.done > 0:
		d.mean = math.Inf(1)
	case c.whole.tried():
		d.whole, d.mean = c.whole.ready, c.searchTime()
		if Mode(c.Mode).streams() {
			d.least = leastStreams
		}
	case c.whole.done >= settled:
		d.sliced, d.model, d.mean = false, false, c.searchTime()
	case c.canModel() && !c.calibrated():
		d.mean = math.Inf(1)
	case c.canModel():
		d.mean = c.searchTime()
	case d.sliced:
		d.mean = math.Inf(1)
	default:
		d.mean = c.guess
	}
	return d
}

// leastSearches is how many average searches the cell's share must hold for it to be
// searched.
func (c *cell) leastSearches(busy bool) int {
	least := fits
	if c.facts.Unstoppable {
		least = fitsUnstoppable
	}
	switch {
	case !busy:
		return least
	case c.Expected.Survivors > 0:
		return max(least, fitsBusy)
	}
	return max(least, fitsLuck)
}

// calibrated says whether all is known that tells how long a search takes.
func (c *cell) calibrated() bool {
	return !slices.ContainsFunc(c.ops, func(t *track) bool { return !t.ready && c.operations[t.op].PerSearch > 0 })
}

// processorShare is the part of its workers' time in which the run had a processor, in
// samples that keep all workers busy; 1 when there are none, or the clock does not tell.
func (m *measurer) processorShare() float64 {
	cpu, time := 0.0, 0.0
	for _, t := range m.tracks {
		if t.sum.cpu > 0 && (t.cell.Workers == 1 || t.opName() == results.OpTest) {
			cpu += t.sum.cpu
			time += t.sum.wall * float64(t.cell.Workers)
		}
	}
	if time == 0 {
		return 1
	}
	return cpu / time
}
