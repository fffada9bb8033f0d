// Key exchanges by the batched kernel: powers in groups over prime fields, one at a
// time or eight.

package onthefly

import (
	"fmt"

	"primebench/internal/bench/strategy"
	"primebench/internal/kex"
	"primebench/millerrabin"
	"primebench/results"
)

// checkKex is the part of Check for key exchanges.
func checkKex(t strategy.Task) error {
	set, err := kex.Named(t.Params)
	switch {
	case err != nil:
		return err
	case set.Family != kex.FiniteField:
		return strategy.Unsupported(results.StrategyOnTheFly, "its kernels raise numbers to powers and know no %s", set.Family)
	case set.Fresh():
		return strategy.Unsupported(results.StrategyOnTheFly, "a fresh group costs its kernels what a published one of its size does")
	}
	return nil
}

// newKex makes the Runner of a key exchange.
func newKex(t strategy.Task) (strategy.Runner, error) {
	tester, err := millerrabin.NewTester(t.Kernel, t.Bits)
	if err != nil {
		return nil, fmt.Errorf("onthefly: %w", err)
	}
	kernel := tester.Kernel()
	facts := strategy.Facts{Kernel: kernel, Seeded: true, NoSearch: strategy.NoExchangeSearch}
	return strategy.Unsearched(results.StrategyOnTheFly, facts, strategy.Uses(t, kernelPowers(kernel))), nil
}
