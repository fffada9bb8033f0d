// The work that theory expects of a search. Every report sets it beside what was
// observed: where the two disagree, the sieve, the tests or the random source are
// wrong.

package engine

import (
	"math"

	"primebench/sieve"
)

// eulerGamma is the Euler-Mascheroni constant (OEIS A001620).
const eulerGamma = 0.577215664901532860606512090082

// Work is the averages of a search's counters: the Candidates and the Survivors up
// to the find, the find included, and the base-2 Tests of these survivors.
type Work struct {
	Candidates, Survivors, Tests float64
}

// Expected returns the work of an average search for an n-bit find of the kind,
// of any class, whose two top bits are set, with a sieve to limit.
func Expected(kind sieve.Kind, bits int, limit uint64) Work {
	p, _ := newProgression(kind, bits, defaultTopBits, Class{}) // fails for no class only
	return p.expected(limit, sieve.SurvivingFraction(kind, kind.Step(), limit))
}

// expected returns the work of an average search with a sieve to limit, which the
// fraction surviving of the candidates survives.
//
// A safe prime's survivors cost one test of q each, and one of p where q passes:
// of the numbers without a divisor up to B, about e^gamma ln B / ln q are prime
// (F. Mertens, 1874).
func (p *progression) expected(limit uint64, surviving float64) Work {
	w := Work{Candidates: 1 / p.density()}
	w.Survivors = math.Max(1, w.Candidates*surviving)
	w.Tests = w.Survivors
	if p.kind == sieve.Safe && limit > 1 {
		passed := math.Exp(eulerGamma) * math.Log(float64(limit)) / (float64(p.bits-1) * math.Ln2)
		w.Tests += w.Survivors * math.Min(1, passed)
	}
	return w
}

// meanBelowTop averages f(ln u) over u in [1 - 2^-topBits, 1] by Simpson's rule.
// The densities are so smooth there that 16 intervals leave a relative error
// below 10^-10.
func meanBelowTop(topBits int, f func(lnU float64) float64) float64 {
	const intervals = 16
	width := math.Ldexp(1, -topBits)
	sum := 0.0
	for i := range intervals + 1 {
		weight := 2.0
		switch {
		case i == 0 || i == intervals:
			weight = 1
		case i%2 == 1:
			weight = 4
		}
		sum += weight * f(math.Log(1-width+width*float64(i)/intervals))
	}
	return sum / (3 * intervals)
}
