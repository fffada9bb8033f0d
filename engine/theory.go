// How much work theory expects of a search. The figures stand beside the
// observed ones in every report: where the two disagree, the sieve, the tests or
// the random source are wrong.

package engine

import (
	"math"

	"primebench/sieve"
)

// twinConstant is C2, the product of (1 - 1/(r-1)²) over the odd primes r
// (G. Hardy and J. Littlewood, 1923; OEIS A005597).
const twinConstant = 0.660161815846869573927812110014

// eulerGamma is the Euler-Mascheroni constant (OEIS A001620).
const eulerGamma = 0.577215664901532860606512090082

// Work is what an average search takes. Candidates are members of the kind's
// progression, Survivors those of them that the sieve leaves, each up to the
// find and with it, and Tests the base-2 tests of these.
type Work struct {
	Candidates, Survivors, Tests float64
}

// Expected returns the work of an average search for an n-bit find whose two top
// bits are set, with a sieve that leaves a share surviving of the candidates.
//
// A candidate x is prime with probability 2/ln x for odd x (the prime number
// theorem), averaged over [3/4 2^n, 2^n): the same as 2 [li(2^n) - li(3/4 2^n)]
// / 2^(n-2). A candidate p that is 11 mod 12 is a safe prime with probability
// 12 C2 / (ln p ln (p/2)) (the Hardy-Littlewood conjecture).
//
// A safe prime's survivors cost one test of q each, and one of p where q passes:
// of the numbers without a divisor up to B, about e^gamma ln B / ln q are prime
// (F. Mertens), and the surviving share of a safe sieve is about
// 12 C2 e^(-2 gamma) / (ln B)², from which B's logarithm is taken.
func Expected(kind sieve.Kind, bits int, surviving float64) Work {
	density := meanOverTopQuarter(func(lnU float64) float64 {
		lnX := float64(bits)*math.Ln2 + lnU
		if kind == sieve.Safe {
			return 12 * twinConstant / (lnX * (lnX - math.Ln2))
		}
		return 2 / lnX
	})
	w := Work{Candidates: 1 / density}
	w.Survivors = math.Max(1, w.Candidates*surviving)
	w.Tests = w.Survivors
	if kind == sieve.Safe {
		lnLimit := math.Sqrt(12 * twinConstant * math.Exp(-2*eulerGamma) / surviving)
		w.Tests += w.Survivors * math.Exp(eulerGamma) * lnLimit / (float64(bits-1) * math.Ln2)
	}
	return w
}

// meanOverTopQuarter averages f(ln u) over u in [3/4, 1] by Simpson's rule. The
// densities are so smooth there that 16 intervals leave a relative error below
// 10^-12.
func meanOverTopQuarter(f func(lnU float64) float64) float64 {
	const intervals = 16
	sum := 0.0
	for i := range intervals + 1 {
		weight := 2.0
		switch {
		case i == 0 || i == intervals:
			weight = 1
		case i%2 == 1:
			weight = 4
		}
		sum += weight * f(math.Log(0.75+0.25*float64(i)/intervals))
	}
	return sum / (3 * intervals)
}
