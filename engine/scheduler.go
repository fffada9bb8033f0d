// The scheduler of a crew: the searches that its workers have under way, and which
// job a worker does next.

package engine

import (
	"context"
	"math"
	"slices"
	"sync"

	"primebench/millerrabin"
)

// A scheduler has the searches of one crew under way and deals out jobs on them.
// Few workers make a crew where searches are short, so that they seldom meet.
type scheduler struct {
	searcher       *Searcher
	sequence       *sequence
	workers        int
	searchesAtOnce int
	verifiedAtOnce int // survivors, while there is other work
	verifiers      int // workers that verify one survivor together
	refillBelow    int // survivors of a search that can be handed out: below, its next window is sieved
	shards         int // of a window
	batches        int // of a test job, at most

	mu       sync.Locker
	changed  *sync.Cond // jobs may have become possible, or the end came
	active   []*search  // begun and not over, ascending
	toTest   []*survivor
	toVerify []*survivor
	parts    []*verifyJob // of a verification that was begun
	jobs     map[job]context.CancelFunc
	found    bool // jobs may have become useless
	tests    int64
	phases   Phases
	lacks    bool // a search whose find is wanted has none in its Range
}

// newScheduler makes the scheduler of a crew of so many workers, for one search at
// a time.
func newScheduler(s *Searcher, q *sequence, workers int) *scheduler {
	sched := &scheduler{
		searcher: s, sequence: q, workers: workers,
		searchesAtOnce: 1, verifiedAtOnce: 1, verifiers: 1, refillBelow: millerrabin.Lanes, shards: workers, batches: 1,
		mu: s.newLock(workers), jobs: make(map[job]context.CancelFunc),
	}
	sched.changed = sync.NewCond(sched.mu)
	if s.bits >= millerrabin.SharedBits {
		sched.verifiers = workers
	}
	return sched
}

// share makes so many searches share the lanes. One worker sieves a window then,
// while others have survivors of other searches.
func (sched *scheduler) share(searches int) {
	if searches > 1 {
		sched.searchesAtOnce, sched.refillBelow, sched.shards = searches, 1, 1
	}
}

// deal makes test jobs larger for a bulk stream of so many finds, and has windows
// sieved before they are needed, several together where they are small.
func (sched *scheduler) deal(finds uint64) {
	s := sched.searcher
	sched.batches = batchesAtOnce(s.expected.Tests*float64(finds), sched.workers)
	sched.refillBelow = jobsAhead * sched.workers * sched.batches * millerrabin.Lanes
	sched.shards = int(min(float64(sched.workers), math.Ceil(float64(sched.workers)*s.survivorsInWindow()/float64(sched.refillBelow))))
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
//
// Who finds a job wakes another one who waits: there may be more of them. So a
// change wakes as many as it has jobs for, and not all.
func (sched *scheduler) takeJob(ctx context.Context) (job, context.Context, error) {
	jobCtx, cancel := context.WithCancel(ctx)
	sched.mu.Lock()
	defer sched.mu.Unlock()
	for {
		if err := ctx.Err(); err != nil {
			cancel()
			return nil, nil, err
		}
		sched.beginSearches()
		if len(sched.active) == 0 && sched.sequence.exhausted() {
			sched.changed.Broadcast()
			cancel()
			return nil, nil, nil
		}
		if j := sched.pick(); j != nil {
			sched.changed.Signal()
			sched.jobs[j] = cancel
			return j, jobCtx, nil
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
	for ; open < sched.searchesAtOnce; open++ {
		from, ok := sched.sequence.begin(open)
		if !ok {
			return
		}
		begun := newSearch(sched.searcher, from)
		begun.bound = sched.sequence.bound
		sched.active = append(sched.active, begun)
	}
}

// pick chooses the job that brings the next find nearest.
func (sched *scheduler) pick() job {
	if len(sched.parts) > 0 || len(sched.toVerify) >= sched.verifiedAtOnce {
		return sched.newVerifyJob()
	}
	lanes := 0
	if !sched.stalled() {
		if j := sched.newSieveJob(); j != nil {
			return j
		}
		lanes = sched.testable()
	}
	switch {
	case lanes >= millerrabin.Lanes:
		return sched.newTestJob(min(lanes/millerrabin.Lanes, sched.batches))
	case sched.isSieving():
		return nil // survivors are on the way
	case lanes > 0:
		return sched.newTestJob(1)
	case len(sched.toVerify) > 0:
		return sched.newVerifyJob()
	}
	return nil
}

// stalled reports whether results are to be taken before more is found.
func (sched *scheduler) stalled() bool { return sched.sequence.bulk && sched.sequence.full() }

// newSieveJob deals out a shard of a window, and begins windows where few
// survivors are left.
func (sched *scheduler) newSieveJob() job {
	for _, r := range sched.active {
		if !r.open() {
			continue
		}
		for r.nextWindow < r.bound.windows() && r.available()+len(r.sieving)*int(sched.searcher.survivorsInWindow()) < sched.refillBelow {
			r.sieving = append(r.sieving, newWindow(r, sched.shards))
			r.nextWindow++
		}
		for _, w := range r.sieving {
			if w.dealt < w.shards {
				w.dealt++
				return &sieveJob{window: w, shard: w.dealt - 1}
			}
		}
	}
	return nil
}

func (sched *scheduler) isSieving() bool {
	return slices.ContainsFunc(sched.active, func(r *search) bool { return len(r.sieving) > 0 && r.open() })
}

// testable counts the survivors that a test job could take.
func (sched *scheduler) testable() int {
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

// newTestJob fills the lanes of so many batches: first with survivors whose q
// passed, then with those of the searches that have the fewest in flight.
func (sched *scheduler) newTestJob(batches int) job {
	lanes := batches * millerrabin.Lanes
	j := &testJob{lanes: make([]*survivor, 0, lanes)}
	sched.toTest = slices.DeleteFunc(sched.toTest, func(s *survivor) bool {
		chosen := len(j.lanes) < lanes && s.ripe()
		if chosen {
			j.lanes = append(j.lanes, s)
		}
		return chosen
	})
	fresh := make([]survivor, lanes-len(j.lanes))
	for i := range fresh {
		var from *search
		for _, r := range sched.active {
			if r.open() && len(r.sieved) > 0 && (from == nil || r.flying < from.flying) {
				from = r
			}
		}
		if from == nil {
			break
		}
		from.handOut(&fresh[i])
		j.lanes = append(j.lanes, &fresh[i])
	}
	return j
}

// newVerifyJob deals out a part of a verification, and begins one of as many survivors
// as are verified at once where none is left.
func (sched *scheduler) newVerifyJob() job {
	if len(sched.parts) == 0 {
		n := min(len(sched.toVerify), sched.verifiedAtOnce)
		sched.parts = newVerification(slices.Clone(sched.toVerify[:n]), sched.searcher.config.Policy, sched.verifiers)
		sched.toVerify = slices.Delete(sched.toVerify, 0, n)
	}
	j := sched.parts[0]
	sched.parts = sched.parts[1:]
	return j
}

// finish ends a job, and returns the error that ends the call. A job that failed
// when it was no longer wanted is no error.
func (sched *scheduler) finish(j job, err error) error {
	cancel, err := sched.takeIn(j, err)
	cancel()
	return err
}

// takeIn takes in what a job came to. It returns what ends its context, and the
// error that ends the call.
func (sched *scheduler) takeIn(j job, err error) (context.CancelFunc, error) {
	sched.mu.Lock()
	defer sched.mu.Unlock()
	defer sched.changed.Signal()
	cancel, wanted := sched.jobs[j], j.wanted()
	delete(sched.jobs, j)
	j.record(sched, err != nil)
	sched.collectResults()
	if sched.found {
		sched.stopUnwanted()
		sched.found = false
	}
	switch {
	case sched.lacks:
		return cancel, ErrNoFind
	case wanted:
		return cancel, err
	}
	return cancel, nil
}

// collectResults takes results from the searches, and forgets those that are over.
func (sched *scheduler) collectResults() {
	for _, r := range sched.active {
		for result, ok := r.nextResult(); ok; result, ok = r.nextResult() {
			r.over = r.over || r.number >= sched.sequence.end
			sched.found = sched.found || r.over
			sched.sequence.deliver(result)
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
	sched.parts = slices.DeleteFunc(sched.parts, func(j *verifyJob) bool { return !j.wanted() })
	for j, cancel := range sched.jobs {
		if !j.wanted() {
			cancel()
		}
	}
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

// addProgress adds how far the crew has come, and the position of the search of
// that number where it is the crew's.
func (sched *scheduler) addProgress(p *Progress, number uint64) {
	sched.mu.Lock()
	defer sched.mu.Unlock()
	p.Tests += sched.tests
	if len(sched.active) > 0 && sched.active[0].number == number {
		p.Position = sched.active[0].position()
		p.Sieving = sched.testable() == 0 && sched.isSieving()
	}
}
