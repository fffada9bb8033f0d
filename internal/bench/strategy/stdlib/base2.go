// Powers of 2 by math/big, as its test for primality raises them too.

package stdlib

import (
	"context"
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

// bigBase2 calls big.Int.Exp. There is nothing to hold its answer to: the others are
// held to it.
func bigBase2() strategy.Base2 {
	return strategy.Base2{
		Operation: results.Operation{Step: results.StepPower, AtOnce: 1},
		SetUp: func(numbers []*big.Int) (func(context.Context) error, error) {
			two, n, z := big.NewInt(2), numbers[0], new(big.Int)
			exponent := new(big.Int).Sub(n, big.NewInt(1))
			return func(context.Context) error { z.Exp(two, exponent, n); return nil }, nil
		},
	}
}
