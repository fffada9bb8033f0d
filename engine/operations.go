// The elementary operations of a search, done for their own sake so that a
// benchmark can time them.

package engine

import (
	"context"
	"math/big"
)

// Strike sieves windows, one after another as a search would, and returns how
// many of the times windows were finished.
func (s *Searcher) Strike(ctx context.Context, times int64) (int64, error) {
	streams := s.config.Seed.Derive("strike")
	for i := range times {
		if _, _, err := s.workers[0].strike(ctx, streams.Stream(uint64(i))); err != nil {
			return i, err
		}
	}
	return times, nil
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
