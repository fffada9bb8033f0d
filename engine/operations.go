// The elementary operations of a search, done for their own sake so that a
// benchmark can time them.

package engine

import (
	"context"
	"math/big"

	"golang.org/x/sync/errgroup"

	"primebench/internal/rng"
)

// Strike sieves windows, one after another as a search would, by all workers
// together, and returns how many of the times windows were finished.
func (s *Searcher) Strike(ctx context.Context, times int64) (int64, error) {
	seed := rng.Seed(s.config.Seed).Derive("strike")
	for i := range times {
		k := newStrike(&running{searcher: s, seed: seed, struck: i}, len(s.workers))
		group, ctx := errgroup.WithContext(ctx)
		for number, w := range s.workers {
			group.Go(func() error { return (&share{strike: k, number: number}).work(ctx, w) })
		}
		if err := group.Wait(); err != nil {
			return i, err
		}
	}
	return times, nil
}

// Accept verifies p, which passed the base-2 tests, times times, one after another
// as a search would, and returns how often it stood.
func (s *Searcher) Accept(ctx context.Context, p *big.Int, times int64) (int64, error) {
	passed := int64(0)
	for range times {
		stand, err := s.workers[0].accept(ctx, []*big.Int{p})
		if err != nil {
			return passed, err
		}
		if stand[0] {
			passed++
		}
	}
	return passed, nil
}
