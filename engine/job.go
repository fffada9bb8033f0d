// The jobs that workers do: to sieve, to test and to verify.

package engine

import (
	"context"
	"math"
	"math/big"
	"slices"
	"time"

	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A job is what a worker does at a time.
type job interface {
	// do does the job, with no lock held.
	do(ctx context.Context, w *worker) error
	// record tells the scheduler, under its lock, what the job came to. failed
	// reports that the job was stopped.
	record(sched *scheduler, failed bool)
	// wanted reports, under the scheduler's lock, whether the outcome matters.
	wanted() bool
}

// A sieveJob crosses off the members of a window that one shard of the sieving
// primes divides.
type sieveJob struct {
	*window
	shard int
	last  bool // of its window's shards, to end
	took  time.Duration
}

func (j *sieveJob) do(ctx context.Context, w *worker) error {
	began := time.Now()
	defer func() { j.took = time.Since(began) }()
	if err := w.sieve.SieveShard(ctx, j.start, j.shard, j.shards); err != nil {
		return err
	}
	j.last = j.gather(w.sieve)
	return nil
}

func (j *sieveJob) record(sched *scheduler, failed bool) {
	sched.charge(j.search, Phases{Sieve: j.took}, 0)
	if !failed && j.last {
		j.search.addWindow(j.window)
		j.search.sieving = nil
	}
}

func (j *sieveJob) wanted() bool { return j.search.wants(math.MaxInt64) }

// A testJob is a batch of base-2 tests: of n, or of a safe prime first of q and
// then of p.
type testJob struct {
	lanes  []*survivor
	passed millerrabin.Mask
	took   time.Duration
}

func (j *testJob) do(ctx context.Context, w *worker) (err error) {
	began := time.Now()
	defer func() { j.took = time.Since(began) }()
	tested := w.tested[:0]
	for i, s := range j.lanes {
		value := s.value
		if s.search.searcher.kind == sieve.Safe && !s.qPassed {
			value = w.halves[i]
			halve(value, s.value)
		}
		tested = append(tested, value)
	}
	j.passed, err = w.tester.Base2(ctx, tested...)
	if err == nil {
		w.meter.AddTests(int64(len(j.lanes)))
	}
	return err
}

func (j *testJob) record(sched *scheduler, failed bool) {
	for i, s := range j.lanes {
		switch {
		case !s.search.wants(s.number):
			sched.discard(s)
		case failed:
			// It stays in flight: nothing after it is decided.
		case j.passed>>i&1 == 0:
			sched.discard(s)
		case s.search.searcher.kind == sieve.Safe && !s.qPassed:
			s.qPassed = true
			sched.toTest = append(sched.toTest, s)
		default:
			s.probable = true
			sched.toVerify = append(sched.toVerify, s)
		}
		if !failed {
			sched.charge(s.search, Phases{Test: j.took / time.Duration(len(j.lanes))}, 1)
		}
	}
}

func (j *testJob) wanted() bool { return anyWanted(j.lanes) }

func anyWanted(list []*survivor) bool {
	return slices.ContainsFunc(list, func(s *survivor) bool { return s.search.wants(s.number) })
}

// A verifyJob holds survivors that passed the base-2 tests to the policy.
type verifyJob struct {
	survivors []*survivor
	values    []*big.Int
	stands    []bool // by survivor
	took      time.Duration
}

func (j *verifyJob) do(ctx context.Context, w *worker) (err error) {
	began := time.Now()
	defer func() { j.took = time.Since(began) }()
	for _, s := range j.survivors {
		j.values = append(j.values, words.Int(s.value))
	}
	j.stands, err = w.verify(ctx, j.values)
	return err
}

func (j *verifyJob) record(sched *scheduler, failed bool) {
	for i, s := range j.survivors {
		wanted := s.search.wants(s.number)
		if failed && wanted {
			continue // it stays in flight: nothing after it is decided
		}
		sched.discard(s)
		if failed {
			continue
		}
		sched.charge(s.search, Phases{Accept: j.took / time.Duration(len(j.survivors))}, 0)
		if wanted && j.stands[i] {
			s.search.addFind(find{survivor: s, p: j.values[i]})
		}
	}
}

func (j *verifyJob) wanted() bool { return anyWanted(j.survivors) }
