// Dealing out the budget: plans are put into the tracks, at first by the costs that
// calibration found and again by what is known later.

package bench

import (
	"fmt"
	"math"
	"time"

	"primebench/results"
)

const (
	// worthwhile is the least part of the budget that a plan is made again for.
	worthwhile = 0.02
	// never is a time that no clock comes to.
	never = time.Duration(math.MaxInt64)
)

// plan gives every track its number of samples. It returns the part of the budget
// that is kept for the tracks that come late.
//
// A plan that is made again is the plan that would have been made at first, had the
// costs been known: it shares out all of the time since then. How much of that is over,
// and what luck the searches had, does not enter, but for samples that are there
// already. See grantSearches.
func (m *measurer) plan() (kept float64) {
	m.busy = m.processorShare() < mostlyOurs
	demands := make([]demand, len(m.cells))
	for i, c := range m.cells {
		c.update()
		demands[i] = c.demand(m.busy)
	}
	var grants []grant
	if m.spec.Budget > 0 {
		time := (m.at(headroom) - m.dealt).Seconds()
		late := m.keep(math.Max(0, time))
		kept = late / m.spec.Budget.Seconds()
		grants = m.fit(demands, time-late)
	} else {
		grants = planSamples(demands, m.spec.Samples)
	}
	for i, c := range m.cells {
		m.allot(c, demands[i], grants[i])
	}
	m.progress.count(m.cells, m.tracks)
	return kept
}

// nextPlan is when the plan is to be made again.
func (m *measurer) nextPlan() time.Duration {
	left := m.at(headroom) - m.clock.Now()
	if left.Seconds() < worthwhile*m.spec.Budget.Seconds() || m.spec.Budget == 0 {
		return never
	}
	return m.clock.Now() + left/2
}

// fit plans so that what is granted fits into the time, in seconds, together with
// what tracks keep beyond that. They keep what the last plan granted if the budget
// still holds all of it, and else the samples that they have.
func (m *measurer) fit(demands []demand, time float64) []grant {
	granted := 0.0
	for i, c := range m.cells {
		granted += c.time(demands[i], func(t *track) int { return max(t.done, t.want) - t.first() })
	}
	for _, t := range m.tracks {
		if t.least = t.done; granted <= time+(1-headroom)*m.spec.Budget.Seconds() {
			t.least = max(t.done, t.want)
		}
	}
	var grants []grant
	left := time
	for range rounds {
		grants = planBudget(demands, left, m.busy)
		beyond := 0.0
		for i, c := range m.cells {
			beyond += c.time(demands[i], func(t *track) int {
				of, measured := t.granted(grants[i])
				return t.keeps(measured) - max(of, t.first())
			})
		}
		if left+beyond <= time {
			break
		}
		left = time - beyond
	}
	return grants
}

// time is what so many samples of each track take, in seconds; none where count is
// below 1.
func (c *cell) time(d demand, count func(*track) int) float64 {
	sum := 0.0
	for _, t := range c.tracks() {
		n := float64(count(t))
		switch {
		case n < 1:
		case t.op == whole:
			sum += n * c.searchTime()
		case t.op == sliced:
			sum += n * c.limit.Seconds()
		default:
			sum += n * d.ops[t.op]
		}
	}
	return sum
}

// first is how many samples of a track are no part of a plan.
func (t *track) first() int {
	if t.op == whole || t.op == sliced {
		return 0
	}
	return 1
}

// granted is how many samples a grant to its cell gives a track, and whether the cell is
// measured by them.
func (t *track) granted(g grant) (samples int, measured bool) {
	switch {
	case t.op == whole:
		return g.samples, g.samples > 0
	case t.op != sliced:
		if len(g.ops) == 0 {
			return 0, false
		}
		return g.ops[t.op], true
	case g.slices > 0 && t.done > 0: // all of them are of one length
		return int(g.share / t.cell.limit), true
	}
	return g.slices, g.slices > 0
}

// keeps is how many samples of a track no plan takes back.
func (t *track) keeps(measured bool) int {
	if measured {
		return t.least
	}
	return t.done
}

// keep returns how many of the seconds left are kept for tracks that come late:
// what they will take, and at most an equal part for each of their cells.
func (m *measurer) keep(left float64) float64 {
	late, cells := 0.0, map[*cell]bool{}
	for _, t := range m.untried() {
		late += m.forecast.cost(t)
		cells[t.cell] = true
	}
	return math.Min(late, left*float64(len(cells))/float64(max(1, len(m.cells))))
}

// allot puts a grant into a cell's tracks.
func (m *measurer) allot(c *cell, d demand, g grant) {
	c.planned, c.share, c.why = true, g.share, ""
	for _, t := range c.tracks() {
		samples, measured := t.granted(g)
		t.want = max(samples, t.keeps(measured))
	}
	if c.whole != nil && c.whole.tried() && !c.whole.ready {
		c.whole.want = 1
	}
	if g.slices > 0 && c.slices.done == 0 {
		c.cut(g)
	}
	if c.finished() && m.spec.Budget == 0 {
		m.finish(c)
	}
	switch {
	case g.modelled:
		c.why = c.whyModelled(d)
	case g.slices > 0:
		c.why = c.whySliced()
	}
}

// cut has a cell measured in slices.
func (c *cell) cut(g grant) {
	c.slices.want, c.slices.cost, c.limit = g.slices, g.limit.Seconds(), g.limit
}

// whySliced is the note on a cell that is measured in slices.
func (c *cell) whySliced() string {
	const how = "searches are cut off, and the time is modelled from what a test takes in their slices"
	if !c.canModel() || !c.calibrated() {
		return how
	}
	return fmt.Sprintf("an average search takes about %.3g s by its operations, and the cell's share of the budget does not hold %d: %s",
		c.meanSearch(), fitsSliced, how)
}

// whyModelled is the note on a cell that the plan does not search.
func (c *cell) whyModelled(d demand) string {
	mean := c.meanSearch()
	switch {
	case !c.calibrated():
		return "the budget was too short to find out how long a search takes; the time is modelled from the operations"
	case d.fits == fits:
		return fmt.Sprintf("an average search takes about %.3g s by its operations, longer than the cell's share of the budget", mean)
	case c.facts.Unstoppable && d.fits == fitsUnstoppable:
		return fmt.Sprintf("an average search takes about %.3g s by its operations; the cell's share of the budget does not hold %d, as it must where a search cannot be stopped",
			mean, d.fits)
	}
	return fmt.Sprintf("an average search takes about %.3g s by its operations; the cell's share of the budget does not hold %d, as it must while others use the processors",
		mean, d.fits)
}

// noteUnsearched notes of all cells that they are modelled, as far as they are.
func (m *measurer) noteUnsearched() error {
	for _, c := range m.cells {
		if err := m.noteWhy(c); err != nil {
			return err
		}
	}
	return nil
}

// noteWhy notes that the last plan has a cell modelled. One without a sample is empty.
func (m *measurer) noteWhy(c *cell) error {
	if c.why == "" || c.samples == 0 {
		return nil
	}
	return m.noteModelled(c, c.why)
}

// noteModelled notes once that a cell is modelled.
func (m *measurer) noteModelled(c *cell, why string) error {
	if c.modelled {
		return nil
	}
	c.modelled = true
	return m.note(c, results.NoteModelled, why)
}

func (m *measurer) note(c *cell, code, text string) error {
	return m.sink.Note(results.Note{Cell: c.ID, Code: code, Text: text})
}
