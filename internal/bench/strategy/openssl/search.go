// The search, which is OpenSSL's, and the replay of a list, tested as a user of
// BN_is_prime_ex would.

package openssl

import (
	"context"
	"math/big"
	"sync"
	"sync/atomic"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/results"
)

type runner struct {
	task  strategy.Task
	lib   *peer.OpenSSL
	facts strategy.Facts

	composites []*big.Int // that "test" tests, drawn by drawComposites
	find       *big.Int   // the exemplar, found by findExemplar
}

// Facts implements strategy.Runner.
func (r *runner) Facts() strategy.Facts { return r.facts }

// Search implements strategy.Runner.
func (r *runner) Search(ctx context.Context, _ uint64) (strategy.Outcome, error) {
	if r.facts.NoSearch != "" {
		return strategy.Outcome{}, strategy.Unsupported(results.StrategyOpenSSL, "%s", r.facts.NoSearch)
	}
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		s := &race{runner: r}
		workers := int64(r.task.Workers)
		err := strategy.Share(ctx, r.task.Workers, workers, func(ctx context.Context, _ int, _ int64) error { return s.run(ctx) })
		if err == nil && s.found == nil {
			err = ctx.Err()
		}
		if err != nil {
			return strategy.Outcome{}, err
		}
		return strategy.Outcome{
			Found:    s.found,
			Counters: engine.Counters{Candidates: s.first, Survivors: s.first, Tests: s.candidates.Load() + s.halves.Load(), Primes: 1},
			Phases:   engine.Phases{Test: s.test, Accept: s.accept},
		}, nil
	})
}

// A race is one search by all workers.
type race struct {
	*runner
	candidates atomic.Int64 // that were put to a test
	halves     atomic.Int64 // of safe primes: (p-1)/2 that were, since p passed
	over       atomic.Bool

	mu           sync.Mutex
	found        *big.Int // the winner's
	test, accept time.Duration
	// first is the number of the first candidate that is what is looked for. The
	// winner may have begun a later one: confirming a find takes so long that
	// somebody whose core is taken away meanwhile is overtaken.
	first int64
}

// A lap is the last candidate that a worker came to.
type lap struct {
	number int64     // in the order in which all workers come to candidates, from 1
	began  time.Time // its test
	rounds int       // passed, by either number of a safe prime
	passed bool      // a round by all that must be prime
}

// run searches until somebody has a find. What comes before the test of the last
// candidate is the search, what comes after its confirmation.
func (s *race) run(ctx context.Context) error {
	generator, err := s.lib.Generator()
	if err != nil {
		return err
	}
	defer generator.Close()
	safe := s.task.Kind == strategy.Safe
	began := time.Now()
	last := lap{began: began}
	p, err := generator.Generate(s.task.Bits, safe, func(event int32) bool {
		switch event {
		case peer.Candidate:
			if s.over.Load() || ctx.Err() != nil {
				return false
			}
			last = lap{number: s.candidates.Add(1), began: time.Now()}
			s.task.Meter.AddTests(1)
		case peer.Round:
			if last.rounds++; last.rounds == 1 && safe {
				s.halves.Add(1)
				s.task.Meter.AddTests(1)
			}
			last.passed = last.passed || !safe
		case peer.SafeRound:
			last.passed = true
		}
		return !s.over.Load() && ctx.Err() == nil
	})
	s.ended(p, last, began)
	return err
}

// ended takes in what came of a worker.
func (s *race) ended(p *big.Int, last lap, began time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.test += last.began.Sub(began)
	if last.passed && (s.first == 0 || last.number < s.first) {
		s.first = last.number
	}
	if p != nil && s.over.CompareAndSwap(false, true) {
		s.found, s.accept = p, time.Since(last.began)
	}
}

// Replay implements strategy.Runner. Of a safe prime's list p is tested first, as
// in a search; but where only p is prime BN_is_prime_ex does all its rounds, while a
// search gives up after the first one of (p-1)/2.
func (r *runner) Replay(ctx context.Context, list []*big.Int) (strategy.Outcome, error) {
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		var tests, testNS, acceptNS atomic.Int64
		at, err := strategy.FirstListed(ctx, r.task.Workers, int64(len(list)), func(_ context.Context, _ int, i int64) (bool, error) {
			began := time.Now()
			done, ok := r.passes(list[i])
			tests.Add(done)
			r.task.Meter.AddTests(done)
			if ok {
				acceptNS.Add(int64(time.Since(began)))
			} else {
				testNS.Add(int64(time.Since(began)))
			}
			return ok, nil
		})
		if err != nil {
			return strategy.Outcome{}, err
		}
		return strategy.Outcome{
			Found:    list[at],
			Counters: engine.Counters{Candidates: at + 1, Survivors: at + 1, Tests: tests.Load(), Primes: 1},
			Phases:   engine.Phases{Test: time.Duration(testNS.Load()), Accept: time.Duration(acceptNS.Load())},
		}, nil
	})
}

// passes puts a number to all the rounds, and of a safe prime its half. It returns
// how many numbers it tested.
func (r *runner) passes(n *big.Int) (tests int64, ok bool) {
	rounds := r.task.Policy.Rounds
	if !r.lib.IsPrime(n, rounds) {
		return 1, false
	}
	if r.task.Kind == strategy.Prime {
		return 1, true
	}
	return 2, r.lib.IsPrime(new(big.Int).Rsh(n, 1), rounds)
}
