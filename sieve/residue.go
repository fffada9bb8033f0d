// The first member of a window that each sieving prime crosses off: the start
// modulo the prime, by Montgomery's reduction digit by digit from the low end.
//
// With the start N in L digits to the base R, y = -(d - y)/R mod r over all
// digits d gives y = -N/R^L mod r. The first member k that r divides has
// N + step k = 0 mod r, so k = y R^L/step, one more product in Montgomery's form
// by the prime's scale R^(L+1)/step. (P. Montgomery, Modular multiplication
// without trial division, 1985.)

package sieve

import "math/bits"

// reducerPrimes divides the number of primes that a reducer is given.
const reducerPrimes = 64

// fillPrime fills the primes up to a multiple of reducerPrimes.
const fillPrime = 3

// A reducer reduces long numbers modulo many odd primes below 2^40. They ascend,
// and are filled up by fillPrime.
type reducer interface {
	// digits returns the number to the reducer's base R, low digit first.
	digits(number []uint64) []uint64
	// scales sets dst[i] to R^(digits+1) inverses[i] mod primes[i].
	scales(dst, primes, inverses []uint64, digits int)
	// firsts sets dst[i], in 0..primes[i]-1, to minus the number times the
	// inverse that the scale was made from.
	firsts(dst, primes, scales, digits []uint64)
	// widen sets dst, at least as long, to src.
	widen(dst []uint64, src []uint32)
	// hits writes the firsts that are below length to dst, and where inverses are
	// given the seconds below length too, and returns how many it wrote. dst has
	// room for two a prime and hitsRoom more.
	hits(dst, firsts, primes, inverses []uint64, length uint64) int
}

// hitsRoom is how much a reducer may write beyond the hits.
const hitsRoom = 8

// second returns the first member whose q the prime r divides, when first is the
// first one whose p it divides. At the former step k is larger by 1, since r
// divides q where p is 1 mod r.
func second(first, inverse, r uint64) uint64 {
	sum := first + inverse
	return min(sum, sum-r) // the one that is not negative, and so huge
}

// plainReducer is the reducer with R = 2^64, in plain Go.
type plainReducer struct{}

func (plainReducer) digits(number []uint64) []uint64 { return number }

// montgomery returns ab/R mod r for a, b up to r, with inverse = 1/r mod R.
func montgomery(a, b, r, inverse uint64) uint64 {
	high, low := bits.Mul64(a, b)
	carry, _ := bits.Mul64(low*inverse, r)
	if high < carry {
		return high - carry + r
	}
	return high - carry
}

// inverseOf returns 1/r mod 2^64 for odd r: 3r xor 2 has five bits right, and each
// of Newton's steps doubles their number.
func inverseOf(r uint64) uint64 {
	inverse := 3*r ^ 2
	for range 4 {
		inverse *= 2 - r*inverse
	}
	return inverse
}

func (plainReducer) scales(dst, primes, inverses []uint64, digits int) {
	exponent := 64 * (uint64(digits) + 1)
	for i, r := range primes {
		inverse := inverseOf(r)
		z := -r % r // R, and then R times the power of two so far
		for bit := bits.Len64(exponent) - 1; bit >= 0; bit-- {
			z = montgomery(z, z, r, inverse)
			if exponent>>bit&1 != 0 {
				z = min(2*z, 2*z-r) // the one that is not negative, and so huge
			}
		}
		dst[i] = montgomery(z, inverses[i], r, inverse)
	}
}

// firsts takes four primes at a time, whose products overlap in the processor.
func (plainReducer) firsts(dst, primes, scales, digits []uint64) {
	for i := 0; i+4 <= len(primes); i += 4 {
		r := primes[i : i+4 : i+4]
		r0, r1, r2, r3 := r[0], r[1], r[2], r[3]
		i0, i1, i2, i3 := inverseOf(r0), inverseOf(r1), inverseOf(r2), inverseOf(r3)
		var y0, y1, y2, y3 uint64
		for _, d := range digits {
			y0 = digitStep(d, y0, r0, i0)
			y1 = digitStep(d, y1, r1, i1)
			y2 = digitStep(d, y2, r2, i2)
			y3 = digitStep(d, y3, r3, i3)
		}
		dst[i] = montgomery(y0, scales[i], r0, i0)
		dst[i+1] = montgomery(y1, scales[i+1], r1, i1)
		dst[i+2] = montgomery(y2, scales[i+2], r2, i2)
		dst[i+3] = montgomery(y3, scales[i+3], r3, i3)
	}
}

// digitStep returns -(d - y)/R mod r, in 0..r for y in 0..r.
func digitStep(d, y, r, inverse uint64) uint64 {
	t, borrow := bits.Sub64(d, y, 0)
	carry, _ := bits.Mul64(t*inverse, r)
	return carry + borrow
}

func (plainReducer) widen(dst []uint64, src []uint32) {
	dst = dst[:len(src)]
	for i, x := range src {
		dst[i] = uint64(x)
	}
}

func (plainReducer) hits(dst, firsts, primes, inverses []uint64, length uint64) int {
	n := 0
	for i, first := range firsts {
		if first < length {
			dst[n] = first
			n++
		}
		if inverses == nil {
			continue
		}
		if k := second(first, inverses[i], primes[i]); k < length {
			dst[n] = k
			n++
		}
	}
	return n
}
