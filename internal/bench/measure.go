// Measuring: calibration, plan, then sample by sample as the schedule has it, and the
// plan again as costs become known.

package bench

import (
	"context"
	"errors"
	"fmt"

	"primebench/results"
)

// measure takes all samples.
func (m *measurer) measure(ctx context.Context) error {
	if m.spec.Budget > 0 {
		var err error
		if m.forecast, err = newForecast(ctx, m.kernel, m.clock); err != nil {
			return err
		}
		for _, c := range m.cells {
			c.guess = m.forecast.search(c)
		}
		var stop func()
		ctx, stop = m.until(ctx, m.at(grace), errBudgetOver)
		defer stop()
	}
	for _, part := range []func(context.Context) error{m.calibrate, m.follow, m.catchUp} {
		switch err := part(ctx); {
		case err == nil || endedBy(ctx, err, errBudgetOver): // endCells deals with what is cut short
		case ctx.Err() != nil:
			return errors.Join(err, m.noteUnsearched())
		default:
			return err
		}
	}
	return m.endCells()
}

// follow makes plans and takes their samples. A plan is made again when half of the
// time that it had left is over, and when its samples are all taken: until nothing
// comes of it.
func (m *measurer) follow(ctx context.Context) error {
	m.dealt = m.clock.Now()
	for {
		kept := m.plan()
		m.progress.enter(Measuring)
		t, due := next(m.tracks), m.nextPlan()
		if t == nil {
			return nil
		}
		for ; t != nil && m.clock.Now() < due; t = next(m.tracks) {
			if m.past(1 - kept) {
				return nil
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := m.sample(ctx, t); err != nil {
				return err
			}
		}
		if t == nil && m.past(headroom-worthwhile) {
			return nil
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
	t.add(sample)
	m.progress.count(m.cells, m.tracks)
	if c.planned && c.finished() && m.spec.Budget == 0 {
		m.finish(c)
	}
	return m.read(sample.StoppedNS > 0)
}

// finish tells the observer, once, that a cell with samples has had its last one. In
// a budget nobody knows before the end which one that is.
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
	limit := longest(c.share.Seconds(), c.searchTime(), t.want)
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
		for i, n := range opSamples(c.demand(m.busy).ops, c.share.Seconds()/2, atMost(maxOpSamples)) {
			c.ops[i].want = n
		}
	}
	m.progress.count(m.cells, m.tracks)
	return m.noteModelled(c, fmt.Sprintf(
		"search %d was stopped since it took too long for the cell's share of the budget, %.3g s; an average one takes about %.3g s by its operations. The time is modelled, since the %d searches that ended are the shorter ones",
		t.done, c.share.Seconds(), c.meanSearch(), t.done))
}
