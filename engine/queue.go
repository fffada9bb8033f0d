// The queue between sieve and tests: which job a worker does next.

package engine

import (
	"context"
	"slices"
	"sync"

	"primebench/internal/words"
	"primebench/millerrabin"
)

// resultsAhead is how many results a stream may be ahead of who takes them.
const resultsAhead = 64

// A job is what a worker does at a time.
type job interface {
	// work does the job, with no lock held.
	work(ctx context.Context, w *worker) error
	// settle takes what work came to into the queue, under its lock. failed says
	// that work was stopped.
	settle(q *queue, failed bool)
	// needed says, under the queue's lock, whether it matters what work comes to.
	needed() bool
}

// A queue has the searches of one call under way and deals out jobs on them.
type queue struct {
	searcher *Searcher
	end      uint64 // the number of the first search, or in bulk find, not wanted
	breadth  int    // searches that are handed out of at once
	together int    // finds that are verified at once while there is other work
	low      int    // survivors of a search below which its next window is struck
	shares   int    // of a window, for as many workers

	mu       sync.Mutex
	changed  *sync.Cond // jobs may have become possible, or a result or the end came
	next     Position   // the search to begin next
	active   []*running // searches begun and not over, ascending
	waiting  []*survivor
	suspects []*survivor // passed the base-2 tests, and are to be verified
	jobs     map[job]context.CancelFunc
	free     [][]uint64        // values of survivors that were decided
	results  map[uint64]Result // not yet taken, by number
	taken    uint64            // the number of the result that is taken next
	behind   Position          // where the results taken end
	tests    int64
	phases   Phases
	ended    bool // no worker is left
	err      error
}

func newQueue(s *Searcher, from Position, end uint64) *queue {
	q := &queue{
		searcher: s, end: end, breadth: 1, together: 1, low: millerrabin.Lanes, shares: len(s.workers),
		next: from, taken: from.Number, behind: from,
		jobs: make(map[job]context.CancelFunc), results: make(map[uint64]Result),
	}
	q.changed = sync.NewCond(&q.mu)
	if many := breadth(s.work.Tests, len(s.workers)); many > 1 && end-from.Number > 1 {
		q.together = together(millerrabin.Confirmations(s.config.Policy))
		if !s.config.Bulk {
			q.breadth, q.low, q.shares = many, 1, 1
		}
	}
	return q
}

// wake makes those who wait look again.
func (q *queue) wake() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.changed.Broadcast()
}

// take returns the next job and the context to do it in, which ends when the job
// is no longer needed. It waits until there is one; no job and no error means
// that all is done.
func (q *queue) take(ctx context.Context) (job, context.Context, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		q.begin()
		if len(q.active) == 0 && q.next.Number >= q.end {
			return nil, nil, nil
		}
		if j := q.pick(); j != nil {
			ctx, cancel := context.WithCancel(ctx)
			q.jobs[j] = cancel
			return j, ctx, nil
		}
		q.changed.Wait()
	}
}

// begin begins searches until there are as many as are wanted at once.
func (q *queue) begin() {
	open := 0
	for _, r := range q.active {
		if r.open() {
			open++
		}
	}
	bulk := q.searcher.config.Bulk
	for ; open < q.breadth && q.next.Number < q.end && q.next.Number-q.taken < resultsAhead; open++ {
		if bulk && len(q.active) > 0 {
			return
		}
		q.active = append(q.active, newRunning(q.searcher, q.next))
		q.next = Position{Number: q.next.Number + 1}
		if bulk {
			q.next.Number = q.end // the one search goes on to the end
		}
	}
}

// pick chooses the job that brings the next find nearest.
func (q *queue) pick() job {
	if len(q.suspects) >= q.together {
		return q.verification()
	}
	if s := q.share(); s != nil {
		return s
	}
	lanes := q.testable()
	switch {
	case lanes >= millerrabin.Lanes:
		return q.batch()
	case q.striking():
		return nil // survivors are on the way
	case lanes > 0:
		return q.batch()
	case len(q.suspects) > 0:
		return q.verification()
	}
	return nil
}

// stalled says whether results are to be taken before more is found.
func (q *queue) stalled() bool { return len(q.results) >= resultsAhead }

// share deals out a share of a window, and begins to strike one where few
// survivors are left.
func (q *queue) share() job {
	if q.stalled() {
		return nil
	}
	for _, r := range q.active {
		if r.strike == nil && r.open() && r.left() < q.low {
			r.strike = newStrike(r, q.shares)
			r.struck++
		}
		if r.strike != nil && r.strike.dealt < r.strike.shares && r.open() {
			r.strike.dealt++
			return &share{strike: r.strike, number: r.strike.dealt - 1}
		}
	}
	return nil
}

func (q *queue) striking() bool {
	return slices.ContainsFunc(q.active, func(r *running) bool { return r.strike != nil && r.open() })
}

// testable counts the survivors that a batch could take.
func (q *queue) testable() int {
	if q.stalled() {
		return 0
	}
	n := 0
	for _, s := range q.waiting {
		if s.ripe() {
			n++
		}
	}
	for _, r := range q.active {
		if r.open() {
			n += r.left()
		}
	}
	return n
}

// ripe says whether a survivor whose q passed is to be tested now. One that comes
// after a suspect is most likely not needed.
func (s *survivor) ripe() bool { return s.of.bulk || s.number < s.of.bound() }

// batch fills the lanes: first with what waits, then with survivors of the
// searches that have the fewest in flight.
func (q *queue) batch() job {
	t := &test{}
	q.waiting = slices.DeleteFunc(q.waiting, func(s *survivor) bool {
		chosen := len(t.lanes) < millerrabin.Lanes && s.ripe()
		if chosen {
			t.lanes = append(t.lanes, s)
		}
		return chosen
	})
	for len(t.lanes) < millerrabin.Lanes {
		var from *running
		for _, r := range q.active {
			if r.open() && len(r.ready) > 0 && (from == nil || len(r.flight) < len(from.flight)) {
				from = r
			}
		}
		if from == nil {
			break
		}
		t.lanes = append(t.lanes, from.handOut(q.room()))
	}
	return t
}

// room returns room for a survivor's value.
func (q *queue) room() []uint64 {
	if last := len(q.free) - 1; last >= 0 {
		value := q.free[last]
		q.free = q.free[:last]
		return value
	}
	return make([]uint64, words.Count(q.searcher.bits))
}

// verification takes suspects, as many as are verified at once.
func (q *queue) verification() job {
	n := min(len(q.suspects), q.together)
	v := &verification{suspects: slices.Clone(q.suspects[:n])}
	q.suspects = slices.Delete(q.suspects, 0, n)
	return v
}

// finish takes in what a job came to, and returns the error that ends the call:
// none when a job failed that was not needed any more.
func (q *queue) finish(j job, err error) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	defer q.changed.Broadcast()
	q.jobs[j]()
	delete(q.jobs, j)
	needed := j.needed()
	j.settle(q, err != nil)
	q.settle()
	if needed {
		return err
	}
	return nil
}

// discard forgets a survivor that is decided, or not needed.
func (q *queue) discard(s *survivor) {
	s.of.drop(s)
	q.free = append(q.free, s.value)
}

// settle takes results from the searches, and stops what they make useless.
func (q *queue) settle() {
	for _, r := range q.active {
		for result, ok := r.settle(); ok; result, ok = r.settle() {
			q.results[result.Number] = result
			r.over = r.over || r.number >= q.end
		}
	}
	q.active = slices.DeleteFunc(q.active, func(r *running) bool { return r.over })
	unwanted := func(s *survivor) bool { return !s.of.wants(s.number) }
	q.waiting = slices.DeleteFunc(q.waiting, unwanted)
	q.suspects = slices.DeleteFunc(q.suspects, unwanted)
	for j, cancel := range q.jobs {
		if !j.needed() {
			cancel()
		}
	}
}

// result waits for the next result and takes it. Without one and without an
// error, all is done.
func (q *queue) result() (Result, bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		if result, ok := q.results[q.taken]; ok {
			delete(q.results, q.taken)
			q.taken++
			q.behind = result.Next
			q.changed.Broadcast()
			return result, true, nil
		}
		if q.ended {
			return Result{}, false, q.err
		}
		q.changed.Wait()
	}
}

// close says that no worker is left.
func (q *queue) close(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ended, q.err = true, err
	q.changed.Broadcast()
}

// spent counts what a job on a search took.
func (q *queue) spent(r *running, p Phases, tests int64) {
	for _, sum := range []*Phases{&r.phases, &q.phases} {
		sum.Sieve += p.Sieve
		sum.Test += p.Test
		sum.Accept += p.Accept
	}
	r.tests += tests
	q.tests += tests
}

// progress says how far the call has come.
func (q *queue) progress() Progress {
	q.mu.Lock()
	defer q.mu.Unlock()
	p := Progress{Position: q.behind, Tests: q.tests}
	if len(q.active) > 0 && q.active[0].number == q.taken {
		p.Position = q.active[0].position()
		p.Striking = q.testable() == 0 && q.striking()
	}
	return p
}
