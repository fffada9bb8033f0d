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
// what cells have beyond that: costs that have risen leave some with more than their
// part, and the others with less.
func (m *measurer) fit(demands []demand, time float64) []grant {
	var grants []grant
	left := time
	for range rounds {
		grants = planBudget(demands, left)
		beyond := 0.0
		for i, c := range m.cells {
			beyond += c.beyond(demands[i], grants[i])
		}
		if left+beyond <= time {
			break
		}
		left = time - beyond
	}
	return grants
}

// beyond is what the samples took, in seconds, that a cell has beyond a grant.
func (c *cell) beyond(d demand, g grant) float64 {
	sum := 0.0
	if c.whole != nil && c.whole.done > g.samples {
		sum += float64(c.whole.done-g.samples) * c.searchTime()
	}
	if c.slices != nil && c.slices.done > 0 {
		sum += math.Max(0, float64(c.slices.done)*c.limit.Seconds()-g.share.Seconds())
	}
	for j, t := range c.ops {
		granted := 1
		if j < len(g.ops) {
			granted = g.ops[j]
		}
		if t.done > granted {
			sum += float64(t.done-granted) * d.ops[j]
		}
	}
	return sum
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

// allot puts a grant into a cell's tracks. What a track has, it keeps.
func (m *measurer) allot(c *cell, d demand, g grant) {
	c.planned, c.share, c.why = true, g.share, ""
	if c.whole != nil {
		c.whole.want = max(c.whole.done, g.samples)
		if c.whole.tried() && !c.whole.ready {
			c.whole.want = 1
		}
	}
	if c.slices != nil {
		c.slices.want = c.slices.done
	}
	if g.slices > 0 {
		c.cut(g)
	}
	for j, t := range c.ops {
		t.want = t.done
		if j < len(g.ops) {
			t.want = max(t.done, g.ops[j])
		}
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

// cut has a cell measured in slices, all of which are of one length.
func (c *cell) cut(g grant) {
	if c.slices.done > 0 {
		c.slices.want = max(c.slices.done, int(g.share/c.limit))
		return
	}
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
