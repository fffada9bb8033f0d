// How many bits a draw is worth. Each value of it is equally likely, so that is
// the logarithm of their number.

package secrets

import (
	"fmt"
	"math"
	"math/big"
)

// Entropy is the entropy, in bits, of one out of so many outcomes: their
// logarithm to base 2, to the precision of a float64 at any size. The error of
// nil and of a number under 1 wraps ErrRange.
func Entropy(outcomes *big.Int) (float64, error) {
	if outcomes == nil || outcomes.Sign() < 1 {
		return 0, fmt.Errorf("%w: the entropy of no outcome, want at least 1", ErrRange)
	}
	mantissa := new(big.Float)
	exponent := new(big.Float).SetInt(outcomes).MantExp(mantissa)
	fraction, _ := mantissa.Float64()
	return float64(exponent) + math.Log2(fraction), nil
}

// SampleEntropy is the entropy, in bits, of a sample of k out of n different
// items: log2(n!/(n-k)!). That of a choice is SampleEntropy(n, 1), that of a
// shuffle SampleEntropy(n, n). The errors are those of Sample.
func SampleEntropy(n, k int) (float64, error) {
	switch {
	case n < 0 || k < 0:
		return 0, fmt.Errorf("%w: a sample of %d out of %d, want at least 0", ErrRange, k, n)
	case k > n:
		return 0, fmt.Errorf("%w: a sample of %d out of %d", ErrTooMany, k, n)
	}
	if k == 1 {
		return math.Log2(float64(n)), nil
	}
	all, _ := math.Lgamma(float64(n) + 1)
	rest, _ := math.Lgamma(float64(n-k) + 1)
	return (all - rest) / math.Ln2, nil
}
