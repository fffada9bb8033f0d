// Numbers judged by GMP.

package gmp

import (
	"context"
	"math/big"

	"primebench/internal/bench/strategy"
)

// judge is the way of mpz_probab_prime_p and, by its own policy, of mpz_nextprime.
func (r *runner) judge() []strategy.Operation {
	reps := r.task.Policy.Rounds + bailliePSW
	return strategy.Judge{Keep: func(numbers []*big.Int) (strategy.Kept, error) {
		kept := r.lib.Keep(numbers)
		return strategy.Kept{
			Count: func(_ context.Context, from, to int) (int, error) {
				count := 0
				for i := from; i < to; i++ {
					if kept.IsPrime(i, reps) {
						count++
					}
				}
				return count, nil
			},
			Next: func(_ context.Context, i int) error {
				kept.NextPrime(i)
				return nil
			},
			Found: func() *big.Int { return kept.Found(r.task.Bits + 1) },
		}, nil
	}}.For(r.task, r.facts.Searches)
}
