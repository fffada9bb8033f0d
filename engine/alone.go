// A short search, by one worker without a scheduler.

package engine

import (
	"context"
	"math/big"
	"slices"

	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// searchAlone does search 0 and returns its find, which is that of Search.
func (s *Searcher) searchAlone(ctx context.Context) (*big.Int, error) {
	worker, r := s.workers[0], newSearch(s, Position{})
	atOnce := millerrabin.BatchSize(s.bits)
	for window := int64(0); ; window++ {
		start := r.start(window)
		if err := worker.sieve.Sieve(ctx, start); err != nil {
			return nil, err
		}
		members := slices.Collect(worker.sieve.Survivors())
		if s.descends() {
			slices.Reverse(members)
		}
		for batch := range slices.Chunk(members, atOnce) {
			values := make([][]uint64, len(batch))
			for i, member := range batch {
				values[i] = make([]uint64, len(start))
				addSmall(values[i], start, s.step*uint64(member))
			}
			if p, err := worker.firstOf(ctx, values, s.config.Policy); p != nil || err != nil {
				return p, err
			}
		}
	}
}

// firstOf returns the first of some values, at most millerrabin.Lanes, that is what is
// looked for, by a policy, or nil.
func (w *worker) firstOf(ctx context.Context, values [][]uint64, policy millerrabin.Policy) (*big.Int, error) {
	var err error
	if w.kind == sieve.Safe {
		if values, err = w.passing(ctx, values, half); err != nil {
			return nil, err
		}
	}
	if values, err = w.passing(ctx, values, slices.Clone[[]uint64]); err != nil {
		return nil, err
	}
	for _, value := range values {
		p := words.Int(value)
		stands, err := w.verify(ctx, []*big.Int{p}, policy)
		if err != nil {
			return nil, err
		}
		if stands[0] {
			return p, nil
		}
	}
	return nil, nil
}

// half returns x / 2, rounded down.
func half(x []uint64) []uint64 {
	dst := make([]uint64, len(x))
	halve(dst, x)
	return dst
}

// passing returns those of the values whose tested part passes the base-2 test.
func (w *worker) passing(ctx context.Context, values [][]uint64, tested func([]uint64) []uint64) ([][]uint64, error) {
	if len(values) == 0 {
		return nil, nil
	}
	batch := make([][]uint64, len(values))
	for i, value := range values {
		batch[i] = tested(value)
	}
	passed, err := w.tester.Base2(ctx, batch...)
	if err != nil {
		return nil, err
	}
	w.meter.AddTests(int64(len(batch)))
	var left [][]uint64
	for i, value := range values {
		if passed>>i&1 == 1 {
			left = append(left, value)
		}
	}
	return left, nil
}
