// Slices of searches, which the callback ends between two candidates.

package openssl

import (
	"context"
	"math/big"
	"sync"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/results"
)

// Slice implements strategy.Slicer. Confirming a find that comes into it may take it
// beyond the limit.
func (r *runner) Slice(ctx context.Context, limit time.Duration) (strategy.Finds, error) {
	if r.facts.NoSearch != "" {
		return strategy.Finds{}, strategy.Unsupported(results.StrategyOpenSSL, "%s", r.facts.NoSearch)
	}
	return strategy.Await(ctx, func() (strategy.Finds, error) {
		s := &slice{runner: r, end: time.Now().Add(limit)}
		workers := int64(r.task.Workers)
		err := strategy.Share(ctx, r.task.Workers, workers, func(ctx context.Context, _ int, _ int64) error { return s.run(ctx) })
		if err == nil {
			err = ctx.Err()
		}
		return s.finds, err
	})
}

// A slice is what all workers come to until its end.
type slice struct {
	*runner
	end time.Time

	mu    sync.Mutex
	finds strategy.Finds
}

// run does one search after another.
func (s *slice) run(ctx context.Context) error {
	generator, err := s.lib.Generator()
	if err != nil {
		return err
	}
	defer generator.Close()
	safe := s.task.Kind == strategy.Safe
	for candidates := int64(0); ; {
		began, rounds := time.Now(), 0
		last, tests, before := began, int64(0), candidates
		p, err := generator.Generate(s.task.Bits, safe, func(event int32) bool {
			switch event {
			case peer.Candidate:
				last = time.Now()
				if candidates > 0 && last.After(s.end) {
					return false
				}
				candidates++
				tests++
				s.task.Meter.AddTests(1)
				rounds = 0
			case peer.Round:
				if rounds++; rounds == 1 && safe { // (p-1)/2 is next
					tests++
					s.task.Meter.AddTests(1)
				}
			}
			return ctx.Err() == nil
		})
		if err != nil {
			return err
		}
		s.add(p, candidates-before, tests, last.Sub(began), time.Since(last))
		if p == nil {
			return nil
		}
	}
}

// add takes in a search, of which nothing was found when it was cut off.
func (s *slice) add(p *big.Int, candidates, tests int64, test, accept time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := &s.finds.Counters
	k.Candidates += candidates
	k.Survivors += candidates
	k.Tests += tests
	s.finds.Phases.Test += test
	if p != nil {
		k.Primes++
		s.finds.Found = append(s.finds.Found, p)
		s.finds.Phases.Accept += accept
	}
}
