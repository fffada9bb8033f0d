// Keeping the budget: when nothing more is begun, when what is under way is cut
// short, and what is said of cells that it was too short for.

package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"primebench/results"
)

// ErrBudget is wrapped by the error of a run that went to its end, with all of its
// samples in the sink, and has cells without a sample, or without one of each
// operation. The message says how many and which budget would do.
var ErrBudget = errors.New("bench: the budget is too short")

const (
	// grace is the part of the budget after which what is still under way is cut
	// short. Nothing is begun after the whole budget.
	grace = 1.1
	// settled is how many searches of a cell must have ended by then for their
	// mean to stand. Of n it is low by about one part in n, since it is the long
	// ones that do not end in time: from here on that is at most half its standard
	// error, one part in the square root of n.
	settled = 4
	// early is the part of the budget below which a run says why it ends.
	early = 0.75
)

// Causes of contexts that the schedule ends.
var (
	errBudgetOver = errors.New("bench: the budget is spent")
	errTrialOver  = errors.New("bench: the time for trials is over")
	errOverrun    = errors.New("bench: a search overran its share")
)

// at is when a part of the budget is spent.
func (m *measurer) at(part float64) time.Duration {
	return m.start + time.Duration(part*float64(m.spec.Budget))
}

// past says whether a part of the budget is spent; never without a budget.
func (m *measurer) past(part float64) bool {
	return m.spec.Budget > 0 && m.clock.Now() >= m.at(part)
}

// until returns a context that ends at a time of the clock with the cause, or
// when stop is called.
func (m *measurer) until(ctx context.Context, at time.Duration, cause error) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	left := at - m.clock.Now()
	if left <= 0 {
		cancel(cause)
	}
	stopTimer := m.clock.AfterFunc(max(0, left), func() { cancel(cause) })
	return ctx, func() {
		stopTimer()
		cancel(nil)
	}
}

// endedBy says whether err is there because ctx ended with the cause.
func endedBy(ctx context.Context, err, cause error) bool {
	return err != nil && errors.Is(context.Cause(ctx), cause)
}

// endCells says of each cell that the budget left unfinished what becomes of it.
// Its error wraps ErrBudget when a cell has not what it is to be measured by.
func (m *measurer) endCells() error {
	short := m.unlisted
	for _, c := range m.cells {
		missing, err := m.endCell(c)
		if err != nil {
			return err
		}
		if missing {
			short++
		}
	}
	if short == 0 {
		return m.noteEarly()
	}
	return fmt.Errorf("%w: in %v, %d of %d cells could not be measured; %s",
		ErrBudget, m.spec.Budget, short, len(m.cells)+m.unlisted, m.whatWouldDo())
}

// endCell says whether something is missing.
func (m *measurer) endCell(c *cell) (missing bool, err error) {
	m.finish(c)
	if err := m.noteWhy(c); err != nil {
		return false, err
	}
	if w := c.whole; w != nil && w.done < min(w.want, settled) && c.canModel() {
		if err := m.noteModelled(c, fmt.Sprintf(
			"the budget ended with %d searches of %d done, the shorter ones; the time is modelled from the operations", w.done, w.want)); err != nil {
			return false, err
		}
		w.want = w.done
	}
	var names []string
	for _, t := range c.tracks() {
		if t.want > 0 && t.done == 0 {
			names = append(names, t.opName())
		}
	}
	switch {
	case c.samples == 0:
		return true, m.note(c, results.NoteEmpty, "the budget was spent before the first sample; "+m.whatWouldDo())
	case len(names) > 0:
		return true, m.note(c, results.NotePartial,
			"the budget was spent before the first sample of "+strings.Join(names, " and ")+"; "+m.whatWouldDo())
	}
	return false, nil
}

// noteEarly says why the run ends though much of its budget is left.
func (m *measurer) noteEarly() error {
	if m.spec.Budget == 0 || m.past(early) {
		return nil
	}
	return m.sink.Note(results.Note{Cell: -1, Code: results.NoteEarly, Text: fmt.Sprintf(
		"the run took %v of its budget of %v: every cell has what the budget pays for by average costs, up to %d samples of a kind; time that is left over by luck buys no more searches, since that would favour the long ones",
		roundUp(m.clock.Now()-m.start), m.spec.Budget, mostSamples)})
}

// whatWouldDo names a budget that suffices for a sample of everything: one whose
// trial part does, by what was measured and forecast.
func (m *measurer) whatWouldDo() string {
	sum, known := m.prepared.Seconds(), m.unlisted == 0
	for _, t := range m.tracks {
		if !t.tried() {
			continue
		}
		cost := t.cost
		if !t.ready {
			cost = m.forecast.cost(t)
			known = known && (cost > 0 || t.weight() == 0)
			cost = math.Max(cost, t.leastSample().Seconds())
		}
		if cost < coldSample.Seconds() {
			cost *= 3 // taken again, after the repetitions were found
		}
		sum += cost
	}
	budget := math.Max(1.2*sum/trialPart, 1.5*m.spec.Budget.Seconds())
	word := "about"
	if !known {
		word = "more than"
	}
	return fmt.Sprintf("%s %v would do", word, roundUp(seconds(budget)))
}

// roundUp rounds to two digits of milliseconds, seconds or minutes.
func roundUp(d time.Duration) time.Duration {
	step := time.Millisecond
	for _, s := range []time.Duration{10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute} {
		if d > 20*s {
			step = s
		}
	}
	return (d + step - 1) / step * step
}
