// The jobs: to strike a share of a window, to test a batch, to verify.

package engine

import (
	"context"
	"math"
	"math/big"
	"slices"
	"sync"
	"time"

	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// A strike is a window being struck, in shares.
type strike struct {
	of     *running
	number int64
	start  []uint64 // the lowest member
	shares int
	dealt  int // shares begun; guarded by the queue's lock

	mu      sync.Mutex
	left    int      // shares not finished
	struck  []uint64 // by the finished ones, where there are several
	members []int32  // survivors, when none is left
}

func newStrike(r *running, shares int) *strike {
	s := r.searcher
	k := &strike{of: r, number: r.struck, shares: shares, left: shares}
	k.start = r.start(k.number)
	if shares > 1 {
		k.struck = make([]uint64, (s.length+63)/64)
	}
	return k
}

// gather takes in what a window's share struck. The last one collects the
// survivors, and is told that it was.
func (k *strike) gather(window *sieve.Window) (last bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	left := window.Survivors()
	if k.shares > 1 {
		window.AddTo(k.struck)
		left = sieve.SurvivorsOf(k.struck, window.Length())
	}
	if k.left--; k.left > 0 {
		return false
	}
	s := k.of.searcher
	k.members = make([]int32, 0, int(1.2*float64(s.length)*s.work.Survivors/s.work.Candidates)+16)
	for member := range left {
		k.members = append(k.members, int32(member))
	}
	k.struck = nil
	return true
}

// A share of a strike is the job of one worker.
type share struct {
	*strike
	number int
	last   bool // it was the last of its strike
	took   time.Duration
}

func (s *share) work(ctx context.Context, w *worker) error {
	began := time.Now()
	defer func() { s.took = time.Since(began) }()
	if err := w.window.SieveShard(ctx, s.start, s.number, s.shares); err != nil {
		return err
	}
	s.last = s.gather(w.window)
	return nil
}

func (s *share) settle(q *queue, failed bool) {
	q.spent(s.of, Phases{Sieve: s.took}, 0)
	if !failed && s.last {
		s.of.sweep(swept{s.strike.number, s.start, s.members})
		s.of.strike = nil
	}
}

func (s *share) needed() bool { return s.of.wants(math.MaxInt64) }

// A test is a batch of base-2 tests: of n, or of a safe prime first q and then p.
type test struct {
	lanes  []*survivor
	passed millerrabin.Mask
	took   time.Duration
}

func (t *test) work(ctx context.Context, w *worker) (err error) {
	began := time.Now()
	defer func() { t.took = time.Since(began) }()
	numbers := w.numbers[:0]
	for i, s := range t.lanes {
		number := s.value
		if s.of.searcher.kind == sieve.Safe && !s.second {
			number = w.halves[i]
			halve(number, s.value)
		}
		numbers = append(numbers, number)
	}
	t.passed, err = w.tester.Base2(ctx, numbers...)
	if err == nil {
		w.meter.AddTests(int64(len(t.lanes)))
	}
	return err
}

func (t *test) settle(q *queue, failed bool) {
	for i, s := range t.lanes {
		switch {
		case !s.of.wants(s.number):
			q.discard(s)
		case failed:
			// It is still in flight: nothing behind it is decided.
		case t.passed>>i&1 == 0:
			q.discard(s)
		case s.of.searcher.kind == sieve.Safe && !s.second:
			s.second = true
			q.waiting = append(q.waiting, s)
		default:
			s.suspect = true
			q.suspects = append(q.suspects, s)
		}
		if !failed {
			q.spent(s.of, Phases{Test: t.took / time.Duration(len(t.lanes))}, 1)
		}
	}
}

func (t *test) needed() bool { return anyWanted(t.lanes) }

func anyWanted(list []*survivor) bool {
	return slices.ContainsFunc(list, func(s *survivor) bool { return s.of.wants(s.number) })
}

// A verification decides suspects by the policy.
type verification struct {
	suspects []*survivor
	finds    []*big.Int
	stand    []bool
	took     time.Duration
}

func (v *verification) work(ctx context.Context, w *worker) (err error) {
	began := time.Now()
	defer func() { v.took = time.Since(began) }()
	for _, s := range v.suspects {
		v.finds = append(v.finds, words.Int(s.value))
	}
	v.stand, err = w.accept(ctx, v.finds)
	return err
}

func (v *verification) settle(q *queue, failed bool) {
	for i, s := range v.suspects {
		wanted := s.of.wants(s.number)
		if failed && wanted {
			continue // it is still in flight: nothing behind it is decided
		}
		q.discard(s)
		if failed {
			continue
		}
		q.spent(s.of, Phases{Accept: v.took / time.Duration(len(v.suspects))}, 0)
		if wanted && v.stand[i] {
			s.of.add(found{s, v.finds[i]})
		}
	}
}

func (v *verification) needed() bool { return anyWanted(v.suspects) }
