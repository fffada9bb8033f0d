// The average-case error of the Miller-Rabin test, by which a few rounds suffice
// for candidates drawn at random, where a number of unknown origin needs 64.

package millerrabin

import (
	"math"
	"sort"
)

// FIPSRounds returns the fewest Miller-Rabin rounds with random bases that bound
// the error by 2^-log2 for a candidate drawn uniformly from the odd numbers of
// bits bits, by Policy.Log2Error. It is at least 1 and, since 4^-rounds always
// holds, at most log2/2 rounded up. For 2048 bits and log2 = 100, 112, 128, 144
// and 256 it returns 2, 3, 3, 4 and 10.
func FIPSRounds(bits, log2 int) int {
	return 1 + sort.Search(max(0, (log2-1)/2), func(less int) bool {
		return Policy{Rounds: less + 1}.Log2Error(bits) <= -float64(log2)
	})
}

// averageCaseLog2 returns the base-2 logarithm of the bound p(k,t) on the chance
// that a random odd k-bit number which passed t rounds is composite:
//
//	p(k,t) <= 2.00743 ln2 k 2^-k [ 2^(k-2-Mt)
//	          + 8(π²-6)/3 2^(k-2) sum(m=3..M) 2^(m-(m-1)t) sum(j=2..m) 2^-(j+(k-1)/j) ]
//
// for every integer M from 3 to 2 sqrt(k-1) - 1, so the best M is taken.
// Source: FIPS 186-5, appendix C.1, after Damgård, Landrock and Pomerance,
// Average case error estimates for the strong probable prime test, Math. Comp.
// 61 (1993); 2.00743 ln2 is 1/0.71867 of their proposition 2, which holds from
// 21 bits. Below, it returns 0: nothing.
//
// All terms are logarithms, so that 16384 bits do not underflow.
func averageCaseLog2(k, t int) float64 {
	if k < 21 {
		return 0
	}
	bits, rounds := float64(k), float64(t)
	// 2^-k 2^(k-2) leaves a quarter.
	common := math.Log2(2.00743*math.Ln2*bits) - 2
	factor := math.Log2(8 * (math.Pi*math.Pi - 6) / 3)

	inner := -(2 + (bits-1)/2) // the sum over j, begun with j = 2
	outer := math.Inf(-1)      // the sum over m
	best := 0.0
	for m := 3.0; m <= 2*math.Sqrt(bits-1)-1; m++ {
		inner = addLog2(inner, -(m + (bits-1)/m))
		outer = addLog2(outer, m-(m-1)*rounds+inner)
		best = min(best, common+addLog2(-m*rounds, factor+outer))
	}
	return best
}

// addLog2 returns log2(2^a + 2^b). At most one of a and b may be -Inf.
func addLog2(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	return a + math.Log1p(math.Exp2(b-a))/math.Ln2
}
