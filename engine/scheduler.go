// The scheduler: the searches of one call, and which job a worker does next.

package engine

import (
	"context"
	"slices"
	"sync"

	"primebench/internal/words"
	"primebench/millerrabin"
)

// resultsAhead is how many results a stream may have ready before they are taken.
const resultsAhead = 64

// A scheduler has the searches of one call under way and deals out jobs on them.
type scheduler struct {
	searcher       *Searcher
	end            uint64 // the number of the first search, or in bulk find, not wanted
	searchesAtOnce int
	verifiedAtOnce int // survivors, while there is other work
	refillBelow    int // survivors of a search that can be handed out: below, its next window is sieved
	shards         int // of a window
	bound          *bound

	mu       sync.Mutex
	changed  *sync.Cond // jobs may have become possible, or a result or the end came
	next     Position   // of the search to begin next
	active   []*search  // begun and not over, ascending
	toTest   []*survivor
	toVerify []*survivor
	jobs     map[job]context.CancelFunc
	spare    [][]uint64 // values of decided survivors, for the next ones
	results  map[uint64]Result
	taken    uint64   // the number of the result that is taken next
	reached  Position // the end of the results taken
	tests    int64
	phases   Phases
	lacks    bool // a search whose find is wanted has none in its Range
	ended    bool // no worker is left
	err      error
}

func newScheduler(s *Searcher, from Position, end uint64) *scheduler {
	sched := &scheduler{
		searcher: s, end: end, searchesAtOnce: 1, verifiedAtOnce: 1, refillBelow: millerrabin.Lanes, shards: len(s.workers),
		next: from, taken: from.Number, reached: from,
		jobs: make(map[job]context.CancelFunc), results: make(map[uint64]Result),
	}
	sched.changed = sync.NewCond(&sched.mu)
	if many := searchesAtOnce(s.expected.Tests, len(s.workers)); many > 1 && end-from.Number > 1 {
		sched.verifiedAtOnce = verifiedAtOnce(millerrabin.Confirmations(s.config.Policy))
		if !s.config.Bulk {
			sched.searchesAtOnce, sched.refillBelow, sched.shards = many, 1, 1
		}
	}
	return sched
}

// wake makes those who wait look again.
func (sched *scheduler) wake() {
	sched.mu.Lock()
	defer sched.mu.Unlock()
	sched.changed.Broadcast()
}

// takeJob returns the next job and the context to do it in, which ends when the
// job is no longer wanted. It waits until there is a job. No job and no error mean
// that all is done.
func (sched *scheduler) takeJob(ctx context.Context) (job, context.Context, error) {
	sched.mu.Lock()
	defer sched.mu.Unlock()
	for {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		sched.beginSearches()
		if len(sched.active) == 0 && sched.next.Number >= sched.end {
			return nil, nil, nil
		}
		if j := sched.pick(); j != nil {
			ctx, cancel := context.WithCancel(ctx)
			sched.jobs[j] = cancel
			return j, ctx, nil
		}
		sched.changed.Wait()
	}
}

// beginSearches begins searches until as many are open as are wanted at once.
func (sched *scheduler) beginSearches() {
	open := 0
	for _, r := range sched.active {
		if r.open() {
			open++
		}
	}
	bulk := sched.searcher.config.Bulk
	for ; open < sched.searchesAtOnce && sched.next.Number < sched.end && sched.next.Number-sched.taken < resultsAhead; open++ {
		if bulk && len(sched.active) > 0 {
			return
		}
		begun := newSearch(sched.searcher, sched.next)
		begun.bound = sched.bound
		sched.active = append(sched.active, begun)
		sched.next = Position{Number: sched.next.Number + 1}
		if bulk {
			sched.next.Number = sched.end // the one search goes on to the end
		}
	}
}

// pick chooses the job that brings the next find nearest.
func (sched *scheduler) pick() job {
	if len(sched.toVerify) >= sched.verifiedAtOnce {
		return sched.newVerifyJob()
	}
	if j := sched.newSieveJob(); j != nil {
		return j
	}
	lanes := sched.testable()
	switch {
	case lanes >= millerrabin.Lanes:
		return sched.newTestJob()
	case sched.isSieving():
		return nil // survivors are on the way
	case lanes > 0:
		return sched.newTestJob()
	case len(sched.toVerify) > 0:
		return sched.newVerifyJob()
	}
	return nil
}

// stalled reports whether results are to be taken before more is found.
func (sched *scheduler) stalled() bool { return len(sched.results) >= resultsAhead }

// newSieveJob deals out a shard of a window, and begins a window where few
// survivors are left.
func (sched *scheduler) newSieveJob() job {
	if sched.stalled() {
		return nil
	}
	for _, r := range sched.active {
		if r.sieving == nil && r.open() && r.available() < sched.refillBelow && r.nextWindow < r.bound.windows() {
			r.sieving = newWindow(r, sched.shards)
			r.nextWindow++
		}
		if w := r.sieving; w != nil && w.dealt < w.shards && r.open() {
			w.dealt++
			return &sieveJob{window: w, shard: w.dealt - 1}
		}
	}
	return nil
}

func (sched *scheduler) isSieving() bool {
	return slices.ContainsFunc(sched.active, func(r *search) bool { return r.sieving != nil && r.open() })
}

// testable counts the survivors that a test job could take.
func (sched *scheduler) testable() int {
	if sched.stalled() {
		return 0
	}
	n := 0
	for _, s := range sched.toTest {
		if s.ripe() {
			n++
		}
	}
	for _, r := range sched.active {
		if r.open() {
			n += r.available()
		}
	}
	return n
}

// ripe reports whether the p of a survivor whose q passed is to be tested next.
// After a survivor that passed the base-2 tests it is most likely not wanted.
func (s *survivor) ripe() bool { return s.search.bulk || s.number < s.search.firstProbable() }

// newTestJob fills the lanes: first with survivors whose q passed, then with those
// of the searches that have the fewest in flight.
func (sched *scheduler) newTestJob() job {
	j := &testJob{}
	sched.toTest = slices.DeleteFunc(sched.toTest, func(s *survivor) bool {
		chosen := len(j.lanes) < millerrabin.Lanes && s.ripe()
		if chosen {
			j.lanes = append(j.lanes, s)
		}
		return chosen
	})
	for len(j.lanes) < millerrabin.Lanes {
		var from *search
		for _, r := range sched.active {
			if r.open() && len(r.sieved) > 0 && (from == nil || len(r.inFlight) < len(from.inFlight)) {
				from = r
			}
		}
		if from == nil {
			break
		}
		j.lanes = append(j.lanes, from.handOut(sched.newValue()))
	}
	return j
}

// newValue returns room for a survivor's value.
func (sched *scheduler) newValue() []uint64 {
	if last := len(sched.spare) - 1; last >= 0 {
		value := sched.spare[last]
		sched.spare = sched.spare[:last]
		return value
	}
	return make([]uint64, words.Count(sched.searcher.bits))
}

// newVerifyJob takes as many survivors as are verified at once.
func (sched *scheduler) newVerifyJob() job {
	n := min(len(sched.toVerify), sched.verifiedAtOnce)
	j := &verifyJob{survivors: slices.Clone(sched.toVerify[:n])}
	sched.toVerify = slices.Delete(sched.toVerify, 0, n)
	return j
}

// finish takes in what a job came to, and returns the error that ends the call. A
// job that failed when it was no longer wanted is no error.
func (sched *scheduler) finish(j job, err error) error {
	sched.mu.Lock()
	defer sched.mu.Unlock()
	defer sched.changed.Broadcast()
	sched.jobs[j]()
	delete(sched.jobs, j)
	wanted := j.wanted()
	j.record(sched, err != nil)
	sched.collectResults()
	sched.stopUnwanted()
	switch {
	case sched.lacks:
		return ErrNoFind
	case wanted:
		return err
	}
	return nil
}

// discard forgets a survivor that is decided, or not wanted.
func (sched *scheduler) discard(s *survivor) {
	s.search.land(s)
	sched.spare = append(sched.spare, s.value)
}

// collectResults takes results from the searches, and forgets those that are over.
func (sched *scheduler) collectResults() {
	for _, r := range sched.active {
		for result, ok := r.nextResult(); ok; result, ok = r.nextResult() {
			sched.results[result.Number] = result
			r.over = r.over || r.number >= sched.end
		}
		if !r.over && r.exhausted() {
			r.over = true
			sched.lacks = sched.lacks || r.bound.whole
		}
	}
	sched.active = slices.DeleteFunc(sched.active, func(r *search) bool { return r.over })
}

// stopUnwanted forgets the survivors and cancels the jobs that finds have made
// useless.
func (sched *scheduler) stopUnwanted() {
	unwanted := func(s *survivor) bool { return !s.search.wants(s.number) }
	sched.toTest = slices.DeleteFunc(sched.toTest, unwanted)
	sched.toVerify = slices.DeleteFunc(sched.toVerify, unwanted)
	for j, cancel := range sched.jobs {
		if !j.wanted() {
			cancel()
		}
	}
}

// takeResult waits for the next result and takes it. No result and no error mean
// that all is done.
func (sched *scheduler) takeResult() (Result, bool, error) {
	sched.mu.Lock()
	defer sched.mu.Unlock()
	for {
		if result, ok := sched.results[sched.taken]; ok {
			delete(sched.results, sched.taken)
			sched.taken++
			sched.reached = result.Next
			sched.changed.Broadcast()
			return result, true, nil
		}
		if sched.ended {
			return Result{}, false, sched.err
		}
		sched.changed.Wait()
	}
}

// close records that no worker is left.
func (sched *scheduler) close(err error) {
	sched.mu.Lock()
	defer sched.mu.Unlock()
	sched.ended, sched.err = true, err
	sched.changed.Broadcast()
}

// charge counts what a job took for its search and for the call.
func (sched *scheduler) charge(r *search, p Phases, tests int64) {
	for _, sum := range []*Phases{&r.phases, &sched.phases} {
		sum.Sieve += p.Sieve
		sum.Test += p.Test
		sum.Accept += p.Accept
	}
	r.tests += tests
	sched.tests += tests
}

// progress returns how far the call has come.
func (sched *scheduler) progress() Progress {
	sched.mu.Lock()
	defer sched.mu.Unlock()
	p := Progress{Position: sched.reached, Tests: sched.tests}
	if len(sched.active) > 0 && sched.active[0].number == sched.taken {
		p.Position = sched.active[0].position()
		p.Sieving = sched.testable() == 0 && sched.isSieving()
	}
	return p
}
