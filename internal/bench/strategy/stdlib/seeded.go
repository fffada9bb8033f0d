// The seeded arm: candidates from numbered streams, ProbablyPrime, all workers.

package stdlib

import (
	"context"
	"math/big"
	"strconv"
	"sync/atomic"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
)

// jobSize is how many candidates share a random stream: setting a stream up
// costs as much as drawing a few candidates.
const jobSize = 16

type seeded struct {
	operations
	seed  rng.Seed
	facts strategy.Facts
}

// Facts implements strategy.Runner.
func (s *seeded) Facts() strategy.Facts { return s.facts }

// A find is a number that passed, and what the search knows of it.
type find struct {
	p      *big.Int
	number int64         // of the candidate in the search's order, from 0
	accept time.Duration // of the calls that passed it
}

// tally counts over all workers of a search. It belongs to that search alone,
// since the last calls may outlive the caller's patience.
type tally struct {
	tests, testNS atomic.Int64
	meter         *engine.Meter
}

// Search implements strategy.Runner. Job i has candidates 16 i to 16 i + 15.
func (s *seeded) Search(ctx context.Context, n uint64) (strategy.Outcome, error) {
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		streams := s.seed.Derive("search " + strconv.FormatUint(n, 10))
		t := &tally{meter: s.task.Meter}
		found, _, err := engine.First(ctx, s.task.Workers, func(ctx context.Context, _ int, job uint64) (find, bool, error) {
			stream := streams.Stream(job)
			for k := range int64(jobSize) {
				if err := ctx.Err(); err != nil {
					return find{}, false, err
				}
				f, ok := s.try(strategy.Draw(stream, s.candidateBits()), t)
				if ok {
					f.number = int64(job)*jobSize + k
					return f, true, nil
				}
			}
			return find{}, false, nil
		})
		if err != nil {
			return strategy.Outcome{}, err
		}
		return t.outcome(found), nil
	})
}

// Replay implements strategy.Runner. Of a safe prime's list it tests q first.
func (s *seeded) Replay(ctx context.Context, list []*big.Int) (strategy.Outcome, error) {
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		t := &tally{meter: s.task.Meter}
		finds := make([]find, len(list))
		at, err := strategy.FirstListed(ctx, s.task.Workers, int64(len(list)), func(_ context.Context, _ int, i int64) (bool, error) {
			candidate := list[i]
			if s.task.Kind == strategy.Safe {
				candidate = new(big.Int).Rsh(candidate, 1)
			}
			f, ok := s.try(candidate, t)
			f.number = i
			finds[i] = f
			return ok, nil
		})
		if err != nil {
			return strategy.Outcome{}, err
		}
		return t.outcome(finds[at]), nil
	})
}

// try puts a candidate, of a safe prime its q, to the test. The clock is read
// twice for each, which is a few tens of nanoseconds against the microseconds
// that drawing it and the cheapest ProbablyPrime take.
func (s *seeded) try(candidate *big.Int, t *tally) (find, bool) {
	began := time.Now()
	p, tests, ok := passes(s.task.Kind, candidate, s.task.Policy.Rounds)
	took := time.Since(began)
	t.tests.Add(tests)
	t.meter.AddTests(tests)
	if !ok {
		t.testNS.Add(int64(took))
		return find{}, false
	}
	return find{p: p, accept: took}, true
}

// passes is what a user of math/big would write. It returns the number that was
// looked for and how many calls of ProbablyPrime it took.
func passes(kind strategy.Kind, candidate *big.Int, rounds int) (p *big.Int, tests int64, ok bool) {
	if !candidate.ProbablyPrime(rounds) {
		return nil, 1, false
	}
	if kind == strategy.Prime {
		return candidate, 1, true
	}
	p = double(candidate)
	return p, 2, p.ProbablyPrime(rounds)
}

// double is 2q + 1.
func double(q *big.Int) *big.Int {
	p := new(big.Int).Lsh(q, 1)
	return p.SetBit(p, 0, 1)
}

func (t *tally) outcome(f find) strategy.Outcome {
	return strategy.Outcome{
		Found: f.p,
		Counters: engine.Counters{
			Candidates: f.number + 1, Survivors: f.number + 1, Tests: t.tests.Load(), Primes: 1,
		},
		Phases: engine.Phases{Test: time.Duration(t.testNS.Load()), Accept: f.accept},
	}
}
