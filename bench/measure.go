// Measuring: calibration, plan, then sample by sample as the schedule has it.

package bench

import (
	"context"
	"errors"
	"fmt"

	"primebench/results"
)

// measure takes all samples.
func (m *measurer) measure(ctx context.Context) error {
	m.progress.enter(Calibrating)
	if err := m.calibrate(ctx); err != nil {
		return err
	}
	if err := m.plan(); err != nil {
		return err
	}
	m.progress.enter(Measuring)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		t := next(m.tracks)
		if t == nil || m.spent(t) {
			break
		}
		if err := m.sample(ctx, t); err != nil {
			return err
		}
	}
	return m.endCells()
}

// sample gives a track its turn.
func (m *measurer) sample(ctx context.Context, t *track) error {
	c := t.cell
	if c.samples == 0 && m.observer != nil {
		m.observer.Started(c.Cell)
	}
	if err := m.ready(ctx, t); err != nil {
		return err
	}
	sample := t.kept
	if t.kept = nil; sample == nil {
		taken, err := m.takeBounded(ctx, t)
		if errors.Is(err, errOverrun) {
			return m.giveUp(t)
		}
		if err != nil {
			return err
		}
		sample = &taken
	}
	sample.Seq = c.samples
	if err := m.sink.Sample(*sample); err != nil {
		return err
	}
	c.samples++
	m.samples++
	t.done++
	m.progress.count(m.cells, m.tracks)
	if c.finished() && m.observer != nil {
		m.observer.Finished(c.Cell)
	}
	return nil
}

// errOverrun is the cause of a context that ended a search for its length.
var errOverrun = errors.New("bench: a search overran its share")

// takeBounded takes a sample and stops a search that takes overrun times the
// cell's share of the budget, or goes on for half a budget after its end.
func (m *measurer) takeBounded(ctx context.Context, t *track) (results.Sample, error) {
	c := t.cell
	if t.op != whole || c.share == 0 || !c.canModel() {
		return m.take(ctx, t)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	limit := min(overrun*c.share, m.spec.Budget*3/2-(m.clock.Now()-m.start))
	stop := m.clock.AfterFunc(limit, func() { cancel(errOverrun) })
	defer stop()
	sample, err := m.take(ctx, t)
	if err != nil && errors.Is(context.Cause(ctx), errOverrun) {
		return sample, errOverrun
	}
	return sample, err
}

// giveUp turns a cell whose search overran into a modelled one. The searches that
// ended stand in the record, but they are the shorter ones: a mean over them would
// be too low, which is why the note takes the cell's time away from them.
func (m *measurer) giveUp(t *track) error {
	c := t.cell
	t.want = t.done
	for i, n := range opSamples(c.demand().ops, c.share.Seconds()/2, maxOpSamples) {
		c.ops[i].want = n
	}
	return m.note(c, results.NoteModelled, fmt.Sprintf(
		"search %d was stopped since it took far longer than the cell's share of the budget, %.3g s; the time is modelled from the operations, since the %d searches that ended are the shorter ones",
		t.done, c.share.Seconds(), t.done))
}

// plan gives every track its number of samples.
func (m *measurer) plan() error {
	demands := make([]demand, len(m.cells))
	for i, c := range m.cells {
		demands[i] = c.demand()
	}
	var grants []grant
	if m.spec.Budget > 0 {
		left := headroom*m.spec.Budget.Seconds() - (m.clock.Now() - m.start).Seconds()
		grants = planBudget(demands, left)
	} else {
		grants = planSamples(demands, m.spec.Samples)
	}
	for i, c := range m.cells {
		g := grants[i]
		c.share = g.share
		if g.samples > 0 {
			c.whole.want = g.samples
		}
		for j, n := range g.ops {
			c.ops[j].want = n
		}
		if g.modelled {
			if err := m.note(c, results.NoteModelled, c.whyModelled()); err != nil {
				return err
			}
		}
	}
	m.progress.count(m.cells, m.tracks)
	return nil
}

// whyModelled is the note on a cell that the plan does not search.
func (c *cell) whyModelled() string {
	needed, manner := fits, ""
	if c.facts.Unstoppable {
		needed, manner = fitsUnstoppable, ", which a strategy needs whose searches cannot be stopped"
	}
	mean := c.meanSearch()
	switch {
	case mean == 0:
		return "the budget was too short to find out how long a search takes; the time is modelled from the operations"
	case !c.calibrated():
		return fmt.Sprintf("an average search takes more than %.3g s by its operations, longer than the budget", mean)
	}
	return fmt.Sprintf("an average search takes about %.3g s by its operations, too long for %d searches in the cell's share of the budget%s",
		mean, needed, manner)
}

// spent says whether the budget forbids another sample. A track has one at least,
// unless that would take the run to twice its budget.
func (m *measurer) spent(t *track) bool {
	if m.spec.Budget == 0 {
		return false
	}
	elapsed := m.clock.Now() - m.start
	return elapsed >= m.spec.Budget && (t.done > 0 || elapsed >= 2*m.spec.Budget)
}

// endCells closes the cells that the budget left unfinished: it says which of
// them have no sample at all.
func (m *measurer) endCells() error {
	for _, c := range m.cells {
		switch {
		case c.samples == 0:
			if err := m.note(c, NoteEmpty, "the budget was spent before the first sample"); err != nil {
				return err
			}
		case !c.finished() && m.observer != nil:
			m.observer.Finished(c.Cell)
		}
	}
	return nil
}

func (m *measurer) note(c *cell, code, text string) error {
	return m.sink.Note(results.Note{Cell: c.ID, Code: code, Text: text})
}
