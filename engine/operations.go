// The elementary operations of a search, done for their own sake so that a
// benchmark can time them.

package engine

import (
	"context"
	"math/big"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"primebench/millerrabin"
)

// Strike sieves at least times windows, shared by all workers, and returns how
// many.
func (s *Searcher) Strike(ctx context.Context, times int64) (int64, error) {
	streams := s.config.Seed.Derive("strike")
	return s.share(ctx, times, func(ctx context.Context, w *worker, i int64) (int64, error) {
		_, _, err := w.strike(ctx, streams.Stream(uint64(i)))
		return 1, err
	})
}

// Test does at least times base-2 tests of survivors, shared by all workers in
// full batches, and returns how many. Of a safe prime's survivors it tests q.
func (s *Searcher) Test(ctx context.Context, times int64) (int64, error) {
	var batch []survivor
	start, members, err := s.workers[0].strike(ctx, s.config.Seed.Derive("test").Stream(0))
	if err != nil {
		return 0, err
	}
	for lane := range millerrabin.Lanes {
		value := make([]uint64, len(start))
		addSmall(value, start, s.kind.Step()*uint64(members[lane%len(members)]))
		batch = append(batch, survivor{value: value})
	}
	batches := (times + millerrabin.Lanes - 1) / millerrabin.Lanes
	done, err := s.share(ctx, batches, func(ctx context.Context, w *worker, _ int64) (int64, error) {
		_, err := w.test(ctx, batch, 0)
		return millerrabin.Lanes, err
	})
	return done, err
}

// Accept verifies a find p in full times times, one after another as a search
// would, and returns how often it passed.
func (s *Searcher) Accept(ctx context.Context, p *big.Int, times int64) (int64, error) {
	passed := int64(0)
	for range times {
		ok, err := s.workers[0].accept(ctx, p)
		if err != nil {
			return passed, err
		}
		if ok {
			passed++
		}
	}
	return passed, nil
}

// share lets the workers do jobs 0 to n-1, each of which says how much it did,
// and returns the sum.
func (s *Searcher) share(ctx context.Context, n int64, job func(context.Context, *worker, int64) (int64, error)) (int64, error) {
	group, ctx := errgroup.WithContext(ctx)
	var next, done atomic.Int64
	for _, w := range s.workers {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < n; i = next.Add(1) - 1 {
				k, err := job(ctx, w, i)
				if err != nil {
					return err
				}
				done.Add(k)
			}
			return nil
		})
	}
	err := group.Wait()
	return done.Load(), err
}
