// Trial division, which names a divisor for most composites at once.

package millerrabin

import "math/big"

// trialLimit is where trial division ends. A number below its square without a
// divisor below it is prime.
const trialLimit = 1000

// A trialDivision divides by all odd primes below trialLimit.
type trialDivision struct {
	primes  []int64
	product *big.Int
}

func newTrialDivision() trialDivision {
	t := trialDivision{product: big.NewInt(1)}
	for c := int64(3); c < trialLimit; c += 2 {
		if t.divides(c) {
			continue
		}
		t.primes = append(t.primes, c)
		t.product.Mul(t.product, big.NewInt(c))
	}
	return t
}

// divides reports whether one of the primes so far divides c.
func (t trialDivision) divides(c int64) bool {
	for _, p := range t.primes {
		if c%p == 0 {
			return true
		}
	}
	return false
}

// divisor returns the smallest odd prime below trialLimit that divides n > 1
// and is not n itself, or 0.
func (t trialDivision) divisor(n *big.Int) int64 {
	common := new(big.Int).GCD(nil, nil, n, t.product)
	var rest big.Int
	for _, p := range t.primes {
		if common.BitLen() <= 1 || n.IsInt64() && n.Int64() == p {
			return 0
		}
		if rest.Mod(common, big.NewInt(p)).Sign() == 0 {
			return p
		}
	}
	return 0
}
