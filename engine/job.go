// The jobs that workers do: to sieve, to test and to verify.

package engine

import (
	"context"
	"math"
	"slices"
	"time"

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
	j.last = j.gather(w.sieve, j.shard)
	return nil
}

func (j *sieveJob) record(sched *scheduler, failed bool) {
	sched.charge(j.search, Phases{Sieve: j.took}, 0)
	if !failed && j.last {
		j.window.sieved = true
		j.search.addWindows()
	}
}

func (j *sieveJob) wanted() bool { return j.search.wants(math.MaxInt64) }

// A testJob is some batches of base-2 tests: of n, or of a safe prime first of q
// and then of p.
type testJob struct {
	lanes  []*survivor
	passed []millerrabin.Mask // by batch
	took   time.Duration
}

func (j *testJob) do(ctx context.Context, w *worker) error {
	began := time.Now()
	defer func() { j.took = time.Since(began) }()
	for batch := range slices.Chunk(j.lanes, millerrabin.Lanes) {
		for i, s := range batch {
			s.value(w.tested[i])
			if s.search.searcher.kind == sieve.Safe && !s.qPassed {
				halve(w.tested[i], w.tested[i])
			}
		}
		passed, err := w.tester.Base2(ctx, w.tested[:len(batch)]...)
		if err != nil {
			return err
		}
		w.meter.AddTests(int64(len(batch)))
		j.passed = append(j.passed, passed)
	}
	return nil
}

func (j *testJob) record(sched *scheduler, failed bool) {
	for i, s := range j.lanes {
		switch {
		case !s.search.wants(s.number):
			s.search.land(s)
		case failed:
			// It stays in flight: nothing after it is decided.
		case j.passed[i/millerrabin.Lanes]>>(i%millerrabin.Lanes)&1 == 0:
			s.search.land(s)
		case s.search.searcher.kind == sieve.Safe && !s.qPassed:
			s.qPassed = true
			sched.toTest = append(sched.toTest, s)
		default:
			s.search.hold(s)
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
