// Powers of 2 by GMP.

package gmp

import (
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/results"
)

// base2 is the way of mpz_powm.
func base2(lib *peer.GMP) strategy.Base2 {
	return strategy.Base2ByPeer(results.StepPower, func(base, exponent, modulus *big.Int) (run func(), result func() *big.Int, free func()) {
		x := lib.ModExp(base, exponent, modulus)
		return x.Run, x.Result, x.Close
	})
}
