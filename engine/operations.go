// The elementary operations of a search alone, for a benchmark to time.

package engine

import (
	"context"
	"math/big"

	"golang.org/x/sync/errgroup"

	"primebench/internal/rng"
)

// Sieve sieves windows one after another, as a search does, by all workers
// together. It returns how many were finished, which are times where the error is
// nil.
func (s *Searcher) Sieve(ctx context.Context, times int64) (int64, error) {
	seed := rng.Seed(s.config.Seed).Derive("sieve")
	for i := range times {
		window := newWindow(&search{searcher: s, seed: seed, nextWindow: i}, len(s.workers))
		group, ctx := errgroup.WithContext(ctx)
		for shard, w := range s.workers {
			group.Go(func() error { return (&sieveJob{window: window, shard: shard}).do(ctx, w) })
		}
		if err := group.Wait(); err != nil {
			return i, err
		}
	}
	return times, nil
}

// Accept verifies p, which passed the base-2 tests, as a search does, one time
// after another. It returns how often p passed.
func (s *Searcher) Accept(ctx context.Context, p *big.Int, times int64) (int64, error) {
	passed := int64(0)
	for range times {
		stands, err := s.workers[0].verify(ctx, []*big.Int{p}, s.config.Policy)
		if err != nil {
			return passed, err
		}
		if stands[0] {
			passed++
		}
	}
	return passed, nil
}
