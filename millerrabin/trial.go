// Trial division, which names a divisor for most composites at once.

package millerrabin

import (
	"fmt"
	"math"
	"math/bits"
	"sync"

	"primebench/internal/words"
)

// trialLimit is where trial division ends. A number below its square without a
// divisor below it is prime.
const trialLimit = 1000

// A trialDivision divides by all odd primes below trialLimit, ascending.
type trialDivision struct {
	primes  []trialPrime
	groups  []trialGroup
	reasons [trialLimit]string // of each of them, in the words of Verdict.Reason
}

// A trialPrime divides x where x times the inverse, modulo 2^64, is at most the limit: the
// multiples of p are p times the numbers up to the limit (H. Warren, Hacker's Delight,
// section 10-17).
type trialPrime struct{ prime, inverse, limit uint64 }

func (p *trialPrime) divides(x uint64) bool { return x*p.inverse <= p.limit }

// A trialGroup is primes whose product fits a word: one division of a long number serves
// them all.
type trialGroup struct {
	product uint64
	primes  []trialPrime
}

var trial = sync.OnceValue(newTrialDivision)

func newTrialDivision() *trialDivision {
	var t trialDivision
	for c := uint64(3); c < trialLimit; c += 2 {
		if !t.divide(c) {
			inverse := newModulus64(c).inverse
			t.primes = append(t.primes, trialPrime{prime: c, inverse: inverse, limit: math.MaxUint64 / c})
		}
	}
	product, from := uint64(1), 0
	for i, p := range t.primes {
		t.reasons[p.prime] = fmt.Sprintf("divisible by %d", p.prime)
		if high, _ := bits.Mul64(product, p.prime); high != 0 {
			t.groups = append(t.groups, trialGroup{product: product, primes: t.primes[from:i]})
			product, from = 1, i
		}
		product *= p.prime
	}
	t.groups = append(t.groups, trialGroup{product: product, primes: t.primes[from:]})
	return &t
}

// divide reports whether one of the primes so far divides c < trialLimit².
func (t *trialDivision) divide(c uint64) bool {
	for i := range t.primes {
		p := &t.primes[i]
		if p.prime*p.prime > c {
			return false
		}
		if p.divides(c) {
			return true
		}
	}
	return false
}

// divisorOfWord returns the smallest odd prime below trialLimit that divides n > 1 and is
// not n itself, or 0.
func (t *trialDivision) divisorOfWord(n uint64) uint64 {
	for i := range t.primes {
		if p := &t.primes[i]; p.divides(n) {
			if p.prime == n {
				return 0
			}
			return p.prime
		}
	}
	return 0
}

// divisor is divisorOfWord of a number in little-endian words, at least trialLimit.
func (t *trialDivision) divisor(n []uint64) uint64 {
	for i := range t.groups {
		g := &t.groups[i]
		rest := words.Mod(n, g.product)
		for i := range g.primes {
			if p := &g.primes[i]; p.divides(rest) {
				return p.prime
			}
		}
	}
	return 0
}

// HasSmallDivisor reports whether an odd prime below 1000 divides n, a number in
// little-endian words that is itself above 1000.
func HasSmallDivisor(n []uint64) bool { return trial().divisor(n) != 0 }

// divisibleBy is the reason of a number that one of the primes divides.
func divisibleBy(divisor uint64) string { return trial().reasons[divisor] }
