// Measuring: calibration, plan, then sample by sample as the schedule has it.

package bench

import (
	"context"
	"fmt"
	"math"

	"primebench/results"
)

// measure takes all samples.
func (m *measurer) measure(ctx context.Context) error {
	if m.spec.Budget > 0 {
		var err error
		if m.forecast, err = newForecast(ctx, m.kernel, m.clock); err != nil {
			return err
		}
		var stop func()
		ctx, stop = m.until(ctx, m.at(grace), errBudgetOver)
		defer stop()
	}
	for _, part := range []func(context.Context) error{m.calibrate, m.follow, m.catchUp} {
		// What the end of the budget cuts short is dealt with by endCells.
		if err := part(ctx); err != nil && !endedBy(ctx, err, errBudgetOver) {
			return err
		}
	}
	return m.endCells()
}

// follow makes the plan and takes its samples.
func (m *measurer) follow(ctx context.Context) error {
	kept, err := m.plan()
	if err != nil {
		return err
	}
	m.progress.enter(Measuring)
	for {
		t := next(m.tracks)
		if t == nil || m.past(1-kept) {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := m.sample(ctx, t); err != nil {
			return err
		}
	}
}

// catchUp gives the tracks that were not tried yet their one sample. They come
// last, so that a forecast which errs harms nothing else.
func (m *measurer) catchUp(ctx context.Context) error {
	for _, t := range m.untried() {
		left := (m.at(grace) - m.clock.Now()).Seconds()
		if t.want == 0 || m.past(1) || m.forecast.cost(t) > hopeless*left {
			continue
		}
		if err := m.prepare(ctx, t); err != nil {
			return err
		}
		if err := m.try(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// hopeless is how far beyond the time left a forecast must be for its operation
// not to be begun.
const hopeless = 2

// sample gives a track its turn.
func (m *measurer) sample(ctx context.Context, t *track) error {
	bounded, stop := m.bound(ctx, t)
	defer stop()
	sample, err := m.take(bounded, t)
	if endedBy(bounded, err, errOverrun) {
		return m.giveUp(t)
	}
	if err != nil {
		return err
	}
	return m.emit(t, sample)
}

// emit hands a sample over.
func (m *measurer) emit(t *track, sample results.Sample) error {
	c := t.cell
	if c.samples == 0 && m.observer != nil {
		m.observer.Started(c.Cell)
	}
	sample.Seq = c.samples
	if err := m.sink.Sample(sample); err != nil {
		return err
	}
	c.samples++
	m.samples++
	t.done++
	m.progress.count(m.cells, m.tracks)
	if c.planned && c.finished() {
		m.finish(c)
	}
	return m.read(sample.StoppedNS > 0)
}

// finish tells the observer, once, that a cell with samples has had its last one.
func (m *measurer) finish(c *cell) {
	if m.observer != nil && !c.ended && c.samples > 0 {
		m.observer.Finished(c.Cell)
	}
	c.ended = true
}

// bound ends a search that can be modelled when it takes too long.
func (m *measurer) bound(ctx context.Context, t *track) (context.Context, func()) {
	c := t.cell
	if t.op != whole || c.share == 0 || !c.canModel() {
		return ctx, func() {}
	}
	limit := longest(c.share.Seconds(), c.meanSearch(), t.want)
	return m.until(ctx, m.clock.Now()+seconds(limit), errOverrun)
}

// giveUp turns a cell whose search overran into a modelled one. The searches that
// ended stand in the record, but they are the shorter ones: a mean over them would
// be too low, which is why the note takes the cell's time away from them.
func (m *measurer) giveUp(t *track) error {
	c := t.cell
	t.want = t.done
	if c.slices != nil {
		g := grant{share: c.share / 2}
		g.cut()
		c.cut(g)
	} else {
		for i, n := range opSamples(c.demand().ops, c.share.Seconds()/2, atMost(maxOpSamples)) {
			c.ops[i].want = n
		}
	}
	m.progress.count(m.cells, m.tracks)
	return m.noteModelled(c, fmt.Sprintf(
		"search %d was stopped since it took too long for the cell's share of the budget, %.3g s; an average one takes about %.3g s by its operations. The time is modelled, since the %d searches that ended are the shorter ones",
		t.done, c.share.Seconds(), c.meanSearch(), t.done))
}

// plan gives every track its number of samples. It returns the part of the budget
// that is kept for the tracks that come late.
func (m *measurer) plan() (kept float64, err error) {
	demands := make([]demand, len(m.cells))
	for i, c := range m.cells {
		demands[i] = c.demand()
	}
	var grants []grant
	if m.spec.Budget > 0 {
		left := (m.at(headroom) - m.clock.Now()).Seconds()
		late := m.keep(math.Max(0, left))
		kept = late / m.spec.Budget.Seconds()
		grants = planBudget(demands, left-late)
	} else {
		grants = planSamples(demands, m.spec.Samples)
	}
	for i, c := range m.cells {
		if err := m.allot(c, grants[i]); err != nil {
			return 0, err
		}
	}
	m.progress.count(m.cells, m.tracks)
	return kept, nil
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
func (m *measurer) allot(c *cell, g grant) error {
	c.planned, c.share = true, g.share
	if c.whole != nil {
		c.whole.want = g.samples
		if c.whole.tried() && !c.whole.ready {
			c.whole.want = 1
		}
	}
	if g.slices > 0 {
		c.cut(g)
	}
	for j, n := range g.ops {
		c.ops[j].want = n
	}
	if c.finished() {
		m.finish(c)
	}
	switch {
	case g.modelled:
		c.why = c.whyModelled()
	case g.slices > 0:
		c.why = c.whySliced()
	}
	if c.why != "" && c.samples > 0 { // one without a sample may stay so
		return m.noteModelled(c, c.why)
	}
	return nil
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
func (c *cell) whyModelled() string {
	mean := c.meanSearch()
	switch {
	case !c.calibrated():
		return "the budget was too short to find out how long a search takes; the time is modelled from the operations"
	case c.facts.Unstoppable:
		return fmt.Sprintf("an average search takes about %.3g s by its operations; the cell's share of the budget does not hold %d, as it must where a search cannot be stopped",
			mean, fitsUnstoppable)
	}
	return fmt.Sprintf("an average search takes about %.3g s by its operations, longer than the cell's share of the budget", mean)
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
