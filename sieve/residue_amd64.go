//go:build amd64 && !purego

// Residues in vector code, where the processor multiplies 52-bit integers.

package sieve

import "primebench/internal/cpu"

// newReducer returns the machine's fastest reducer.
func newReducer() reducer {
	if cpu.HasIFMA() {
		return vectorReducer{}
	}
	return plainReducer{}
}

// vectorReducer is the reducer with R = 2^52 and 64 primes at a time.
type vectorReducer struct{}

const digitBits = 52

func (vectorReducer) digits(start []uint64) []uint64 {
	digits := make([]uint64, (64*len(start)+digitBits-1)/digitBits)
	for i := range digits {
		word, shift := digitBits*i/64, digitBits*i%64
		digit := start[word] >> shift
		if shift > 64-digitBits && word+1 < len(start) {
			digit |= start[word+1] << (64 - shift)
		}
		digits[i] = digit & (1<<digitBits - 1)
	}
	return digits
}

func (vectorReducer) scales(dst, primes, inverses []uint64, digits int) {
	if n := len(primes); n > 0 {
		_, _ = dst[n-1], inverses[n-1]
		scalesIFMA(&dst[0], &primes[0], &inverses[0], n, digitBits*(uint64(digits)+1))
	}
}

func (vectorReducer) firsts(dst, primes, scales, digits []uint64) {
	n := len(primes)
	if n == 0 {
		return
	}
	_, _ = dst[n-1], scales[n-1]
	var negatives [maxSwift + 1]uint64
	swift := swiftDigits(primes, digits)
	for i, d := range digits[:swift] {
		negatives[i] = -d
	}
	firstsIFMA(&dst[0], &primes[0], &scales[0], n, &digits[0], len(digits), &negatives[0], swift)
}

// maxSwift is the number of digits below the highest one of 16384 bits.
const maxSwift = 316

// swiftDigits returns how many digits from the lowest on the shorter step can take:
// all but the highest one if none of them is below a prime, as in nearly all
// numbers, and else none.
func swiftDigits(primes, digits []uint64) int {
	swift := min(len(digits)-1, maxSwift)
	last := len(primes) - 1
	for last > 0 && primes[last] == fillPrime {
		last--
	}
	largest := primes[last]
	for _, d := range digits[:swift] {
		if d < largest {
			return 0
		}
	}
	return swift
}

func (vectorReducer) widen(dst []uint64, src []uint32) {
	whole := len(src) / 8 * 8
	if whole > 0 {
		_ = dst[whole-1]
		widenAVX512(&dst[0], &src[0], whole)
	}
	plainReducer{}.widen(dst[whole:], src[whole:])
}

func (vectorReducer) hits(dst, firsts, primes, inverses []uint64, length uint64) int {
	n := len(firsts)
	if n == 0 {
		return 0
	}
	_, _ = dst[2*n+hitsRoom-1], primes[n-1]
	var inverse *uint64
	if inverses != nil {
		inverse = &inverses[:n][0]
	}
	return hitsAVX512(&dst[0], &firsts[0], &primes[0], inverse, n, length)
}

// firstsIFMA does what reducer says of firsts, for n primes, a multiple of 64
// above zero, and count digits, at least one. The lowest swift digits, fewer than
// count, are not below any prime, and negatives are their negatives, followed by a
// zero.
//
//go:noescape
func firstsIFMA(dst, primes, scales *uint64, n int, digits *uint64, count int, negatives *uint64, swift int)

// widenAVX512 sets dst to src, n words, a multiple of eight above zero.
//
//go:noescape
func widenAVX512(dst *uint64, src *uint32, n int)

// scalesIFMA sets dst to 2^exponent times the inverses modulo the n primes, a
// multiple of 64 above zero. The exponent is above zero.
//
//go:noescape
func scalesIFMA(dst, primes, inverses *uint64, n int, exponent uint64)

// hitsAVX512 does what reducer says of hits, for n primes, a multiple of eight
// above zero; inverses may be nil.
//
//go:noescape
func hitsAVX512(dst, firsts, primes, inverses *uint64, n int, length uint64) int
