// The search, which is GMP's, and the replay of a list, tested as a user of
// mpz_probab_prime_p would.

package gmp

import (
	"context"
	"math/big"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/results"
)

// Facts implements strategy.Runner.
func (r *runner) Facts() strategy.Facts { return r.facts }

// candidateBits is the size of what is drawn: n, or q = (p-1)/2.
func (r *runner) candidateBits() int {
	if r.task.Kind == strategy.Safe {
		return r.task.Bits - 1
	}
	return r.task.Bits
}

// Search implements strategy.Runner. All of mpz_nextprime's time counts as tests,
// also the confirmation of its find.
func (r *runner) Search(ctx context.Context, n uint64) (strategy.Outcome, error) {
	if r.facts.NoSearch != "" {
		return strategy.Outcome{}, strategy.Unsupported(results.StrategyGMP, "%s", r.facts.NoSearch)
	}
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		stream, bits := r.seed.Stream(n), r.candidateBits()
		var k engine.Counters
		var phases engine.Phases
		for at := strategy.Draw(stream, bits); ; {
			if err := ctx.Err(); err != nil {
				return strategy.Outcome{}, err
			}
			began := time.Now()
			prime := r.lib.NextPrime(at)
			phases.Test += time.Since(began)
			passed, tested := r.primes.between(at, prime)
			k.Candidates += passed
			k.Survivors += tested
			r.count(&k, tested)
			if at = prime; prime.BitLen() > bits { // a start just below the top
				at = strategy.Draw(stream, bits)
				continue
			}
			if r.task.Kind == strategy.Safe {
				began = time.Now()
				prime = double(prime)
				passes := r.isPrime(prime)
				r.count(&k, 1)
				if !passes {
					phases.Test += time.Since(began)
					continue
				}
				phases.Accept = time.Since(began)
			}
			k.Primes = 1
			return strategy.Outcome{Found: prime, Counters: k, Phases: phases}, nil
		}
	})
}

// count counts tests.
func (r *runner) count(k *engine.Counters, tests int64) {
	k.Tests += tests
	r.task.Meter.AddTests(tests)
}

// double is 2q + 1.
func double(q *big.Int) *big.Int {
	p := new(big.Int).Lsh(q, 1)
	return p.SetBit(p, 0, 1)
}

// Replay implements strategy.Runner. Of a safe prime's list it tests q first.
func (r *runner) Replay(ctx context.Context, list []*big.Int) (strategy.Outcome, error) {
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		var k engine.Counters
		var phases engine.Phases
		at, err := strategy.FirstListed(ctx, 1, int64(len(list)), func(_ context.Context, _ int, i int64) (bool, error) {
			began := time.Now()
			tests, ok := r.passes(list[i])
			r.count(&k, tests)
			if ok {
				phases.Accept += time.Since(began)
			} else {
				phases.Test += time.Since(began)
			}
			return ok, nil
		})
		if err != nil {
			return strategy.Outcome{}, err
		}
		k.Candidates, k.Survivors, k.Primes = at+1, at+1, 1
		return strategy.Outcome{Found: list[at], Counters: k, Phases: phases}, nil
	})
}

// isPrime puts a number to GMP's test by the policy.
func (r *runner) isPrime(n *big.Int) bool { return r.lib.IsPrime(n, bailliePSW+r.task.Policy.Rounds) }

// passes puts a number, of a safe prime q and then p, to GMP's test, and returns
// how many it tested.
func (r *runner) passes(n *big.Int) (tests int64, ok bool) {
	if r.task.Kind == strategy.Prime {
		return 1, r.isPrime(n)
	}
	if !r.isPrime(new(big.Int).Rsh(n, 1)) {
		return 1, false
	}
	return 2, r.isPrime(n)
}
