// Calibration: how long each operation takes, roughly, and how often it must be
// repeated to be timed well. It warms the cell up as well.

package bench

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"
)

const (
	// minSample is the shortest time of a sample: thousands of times what reading
	// the clock takes.
	minSample = time.Millisecond
	// coldSample is the time below which a first sample is likely to have met
	// cold caches, and is taken again.
	coldSample = 20 * time.Millisecond
	// longSample is the time from which warming up is no matter: the calibration
	// is then kept as the first sample, since another one would cost too much.
	longSample = 100 * time.Millisecond
)

// calibrate readies the cells for a plan: what is cheap to know is measured. Half
// the budget is the most that it takes; cells that it does not reach are planned
// as if their samples took for ever.
func (m *measurer) calibrate(ctx context.Context) error {
	for _, c := range m.cells {
		if budget := m.spec.Budget; budget > 0 && m.clock.Now()-m.start >= budget/2 {
			return nil
		}
		if err := m.calibrateCell(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// calibrateCell takes operations first that a search does most. Once those seen
// take longer than the whole budget, the rest is left for the cell's own turn: it
// is modelled anyway.
func (m *measurer) calibrateCell(ctx context.Context, c *cell) error {
	if c.Mode == string(Replay) {
		return m.ready(ctx, c.whole)
	}
	order := slices.Clone(c.ops)
	slices.SortStableFunc(order, func(a, b *track) int {
		return cmp.Compare(c.operations[b.op].PerSearch, c.operations[a.op].PerSearch)
	})
	for _, t := range order {
		if err := m.ready(ctx, t); err != nil {
			return err
		}
		if budget := m.spec.Budget; c.whole != nil && budget > 0 && c.meanSearch() > budget.Seconds() {
			break
		}
	}
	return nil
}

// ready prepares a track and sets how often a sample of it repeats.
func (m *measurer) ready(ctx context.Context, t *track) error {
	if t.ready {
		return nil
	}
	if t.op != whole {
		if prepare := t.cell.operations[t.op].Prepare; prepare != nil {
			if err := prepare(ctx); err != nil {
				return t.failed(err)
			}
		}
	}
	t.count = 1
	for warm := false; ; warm = true {
		sample, err := m.take(ctx, t)
		if err != nil {
			return err
		}
		wall := time.Duration(sample.WallNS)
		switch {
		case wall < minSample && t.op != whole:
			t.count = moreRepetitions(sample.Count, wall)
			continue
		case wall < coldSample && !warm:
			continue
		case wall >= longSample:
			t.kept = &sample
		}
		t.count = sample.Count // a strategy may round up: the cost is of so many
		t.cost = wall.Seconds()
		t.ready = true
		return nil
	}
}

// moreRepetitions extrapolates to a little more than minSample, by at most a
// hundred times since very short times are not to be relied on.
func moreRepetitions(count int64, wall time.Duration) int64 {
	grow := 100.0
	if wall > 0 {
		grow = min(grow, 1.3*float64(minSample)/float64(wall))
	}
	return max(count+1, int64(grow*float64(count)))
}

// meanSearch is the time of an average search in seconds, as far as the
// operations that are calibrated tell.
func (c *cell) meanSearch() float64 {
	sum := 0.0
	for _, t := range c.ops {
		sum += c.operations[t.op].PerSearch * t.cost / float64(max(1, t.count))
	}
	return sum
}

// demand is what the cell asks of the plan.
func (c *cell) demand() demand {
	d := demand{whole: c.whole != nil, model: c.canModel(), unstoppable: c.facts.Unstoppable}
	for _, t := range c.ops {
		d.ops = append(d.ops, t.cost)
	}
	switch {
	case !c.calibrated():
		d.mean = math.Inf(1)
	case c.Mode == string(Replay):
		d.mean = c.whole.cost
	case c.canModel():
		d.mean = c.meanSearch()
	}
	return d
}

// calibrated says whether all is known that tells how long a sample takes.
func (c *cell) calibrated() bool {
	if c.Mode == string(Replay) {
		return c.whole.ready
	}
	return !slices.ContainsFunc(c.ops, func(t *track) bool { return !t.ready && c.operations[t.op].PerSearch > 0 })
}
