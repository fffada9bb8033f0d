// Powers of 2 by OpenSSL.

package openssl

import (
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/results"
)

// base2 is the way of BN_mod_exp_mont or, with word, of BN_mod_exp_mont_word, which
// spares the table of powers.
func base2(lib *peer.OpenSSL, word bool) strategy.Base2 {
	step := results.StepPower
	if word {
		step = results.StepPowerWord
	}
	return strategy.Base2ByPeer(step, func(base, exponent, modulus *big.Int) (run func(), result func() *big.Int, free func()) {
		x := lib.ModExp(base, exponent, modulus, word)
		return x.Run, x.Result, x.Close
	})
}
