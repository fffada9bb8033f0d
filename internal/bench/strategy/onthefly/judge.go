// Numbers judged by package millerrabin, and the prime above one by package engine.

package onthefly

import (
	"context"
	"math/big"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/sieve"
)

// judge is the way of Tester.VerifyAll and, as somebody calls it who keeps nothing from
// one call to the next, of engine.Next.
func (r *runner) judge() []strategy.Operation {
	config := r.searcher.Config()
	return strategy.Judge{AtOnce: true, Keep: func(numbers []*big.Int) (strategy.Kept, error) {
		tester, err := millerrabin.NewTester(config.Kernel, r.task.Bits+1)
		if err != nil {
			return strategy.Kept{}, err
		}
		var found *big.Int
		return strategy.Kept{
			Count: func(ctx context.Context, from, to int) (int, error) {
				verdicts, err := tester.VerifyAll(ctx, numbers[from:to], config.Policy)
				count := 0
				for _, v := range verdicts {
					if v.Prime {
						count++
					}
				}
				return count, err
			},
			Next: func(ctx context.Context, i int) (err error) {
				found, err = engine.Next(ctx, sieve.Prime, numbers[i], engine.Config{Workers: 1, Policy: config.Policy, Kernel: config.Kernel})
				return err
			},
			Found: func() *big.Int { return found },
		}, nil
	}}.For(r.task, true)
}
