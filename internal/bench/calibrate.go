// Calibration: each operation, replay and stream is tried, the cheap ones first. That
// warms the cells up, tells how often an operation must be repeated to be timed
// well, and gives its first sample.

package bench

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

const (
	// minSample is the shortest time of a sample: thousands of times what reading
	// the clock takes.
	minSample = time.Millisecond
	// minShared is the same for random values that several workers draw: setting
	// them to work takes some tens of microseconds, which is to be under a hundredth.
	minShared = 5 * time.Millisecond
	// coldSample is the time below which a first sample is likely to have met
	// cold caches, and is taken again.
	coldSample = 20 * time.Millisecond
	// trialPart is the part of the budget in which things are tried. What is not
	// tried by then, or would not end by then, comes late: see plan.
	trialPart = 0.5
)

// errTooLong ends what takes too much of the time for trials.
var errTooLong = errors.New("bench: a trial took too long")

// calibrate tries what the trial part of the budget has time for.
func (m *measurer) calibrate(ctx context.Context) error {
	m.progress.enter(Calibrating)
	m.prepared = m.clock.Now() - m.start
	for _, t := range m.untried() {
		if m.spec.Budget > 0 && (m.past(trialPart) || m.clock.Now()+seconds(m.forecast.cost(t)) > m.at(trialPart)) {
			continue
		}
		if err := m.tryInTime(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// tryInTime tries a track unless what no forecast knows, its preparation or all of it,
// takes half of the time that is left for trials.
func (m *measurer) tryInTime(ctx context.Context, t *track) error {
	bounded, stop := ctx, func() {}
	if m.spec.Budget > 0 {
		bounded, stop = m.until(ctx, m.clock.Now()+(m.at(trialPart)-m.clock.Now())/2, errTooLong)
	}
	defer stop()
	err := m.prepare(bounded, t)
	switch {
	case err != nil:
	case m.forecast.cost(t) == 0:
		err = m.try(bounded, t)
	default:
		err = m.try(ctx, t)
	}
	if t.last = !t.ready && endedBy(bounded, err, errTooLong); t.last {
		return nil
	}
	return err
}

// untried lists the tracks that are still to be tried, by what they will take,
// then by size, then in the matrix's order; last those that took too long.
func (m *measurer) untried() []*track {
	var tracks []*track
	for _, t := range m.tracks {
		if !t.ready && t.tried() {
			tracks = append(tracks, t)
		}
	}
	slices.SortStableFunc(tracks, func(a, b *track) int {
		if a.last != b.last {
			if a.last {
				return 1
			}
			return -1
		}
		return cmp.Or(
			cmp.Compare(m.forecast.cost(a), m.forecast.cost(b)),
			cmp.Compare(a.weight(), b.weight()),
			cmp.Compare(a.cell.Bits, b.cell.Bits),
		)
	})
	return tracks
}

// prepare makes ready what a track's operation needs.
func (m *measurer) prepare(ctx context.Context, t *track) error {
	if t.op == whole || t.cell.operations[t.op].Prepare == nil {
		return ctx.Err()
	}
	if err := t.cell.operations[t.op].Prepare(ctx); err != nil {
		return t.failed(err)
	}
	return nil
}

// try finds out how often a sample of a track repeats, and emits the first one.
func (m *measurer) try(ctx context.Context, t *track) error {
	if t.op != whole {
		t.count = 1
	}
	least := int64(0) // repetitions that cannot be gone below
	for warm := false; ; warm = true {
		sample, err := m.take(ctx, t)
		if err != nil {
			return err
		}
		if !warm {
			least = sample.Count
		}
		wall := time.Duration(sample.WallNS)
		switch {
		case wall < t.leastSample():
			t.count = moreRepetitions(sample.Count, wall, t.leastSample())
			continue
		case wall < coldSample && !warm:
			continue
		}
		t.count = sample.Count // a strategy may round up: the cost is of so many
		t.cost = wall.Seconds()
		t.ready = true
		m.forecast.learn(t, t.cost*float64(least)/float64(t.count))
		return m.emit(t, sample)
	}
}

// leastSample is the shortest time of a sample of a track that is tried: 0 for
// whatever is no operation.
func (t *track) leastSample() time.Duration {
	if t.op == whole {
		return 0
	}
	return leastSample(t.cell.Cell, t.cell.operations[t.op])
}

// leastSample is the shortest time of a sample of an operation of a cell.
func leastSample(c results.Cell, op strategy.Operation) time.Duration {
	switch {
	case op.Shortest > 0:
		return op.Shortest
	case c.Kind == results.KindRandom && c.Workers > 1:
		return minShared
	}
	return minSample
}

// moreRepetitions extrapolates to a little more than the least time, by at most a
// hundred times since very short times are not to be relied on.
func moreRepetitions(count int64, wall, least time.Duration) int64 {
	grow := 100.0
	if wall > 0 {
		grow = min(grow, 1.3*float64(least)/float64(wall))
	}
	return max(count+1, int64(grow*float64(count)))
}
