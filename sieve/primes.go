// The list of small primes, by a segmented sieve of Eratosthenes over the odd
// numbers: memory for the list itself and a segment that fits a first-level
// cache, whatever the limit.

package sieve

import (
	"math"
	"math/bits"
)

// MaxPrimesLimit is the largest limit of Primes: its result fits uint32.
const MaxPrimesLimit = math.MaxUint32

// segmentOdds is how many odd numbers a segment holds, one a bit: 16 KiB.
const segmentOdds = 1 << 17

// Primes returns all primes up to and including limit in ascending order. A
// limit above MaxPrimesLimit is taken for MaxPrimesLimit.
func Primes(limit uint64) []uint32 {
	limit = min(limit, MaxPrimesLimit)
	if limit < 2 {
		return nil
	}
	primes := make([]uint32, 1, countBound(limit))
	primes[0] = 2
	base := oddPrimes(sqrt(limit))
	next := make([]uint64, len(base)) // of base[i], the first odd multiple not yet struck
	for i, r := range base {
		next[i] = uint64(r) * uint64(r)
	}
	var segment [segmentOdds / 64]uint64
	for low := uint64(3); low <= limit; low += 2 * segmentOdds {
		high := min(low+2*segmentOdds, limit+1) // exclusive
		clear(segment[:])
		for i, r := range base {
			next[i] = strikeOdds(segment[:], low, high, uint64(r), next[i])
		}
		primes = appendUnstruck(primes, segment[:], low, high)
	}
	return primes
}

// strikeOdds strikes the odd multiples of r from m on and below high; bit i of
// the segment is low + 2i. It returns the first multiple from high on.
func strikeOdds(segment []uint64, low, high, r, m uint64) uint64 {
	for ; m < high; m += 2 * r {
		i := (m - low) / 2
		segment[i/64] |= 1 << (i % 64)
	}
	return m
}

func appendUnstruck(primes []uint32, segment []uint64, low, high uint64) []uint32 {
	for w := range segment {
		for left := ^segment[w]; left != 0; left &= left - 1 {
			n := low + 2*uint64(64*w+bits.TrailingZeros64(left))
			if n >= high {
				return primes
			}
			primes = append(primes, uint32(n))
		}
	}
	return primes
}

// oddPrimes lists the odd primes up to a limit below 2^16 + 1.
func oddPrimes(limit uint64) []uint32 {
	composite := make([]bool, limit+1)
	var primes []uint32
	for n := uint64(3); n <= limit; n += 2 {
		if composite[n] {
			continue
		}
		primes = append(primes, uint32(n))
		for m := n * n; m <= limit; m += 2 * n {
			composite[m] = true
		}
	}
	return primes
}

// sqrt is the integer square root of n below 2^52.
func sqrt(n uint64) uint64 { return uint64(math.Sqrt(float64(n))) }

// countBound is at least the number of primes up to n ≥ 2: pi(n) < 1.25506 n/ln n
// (Rosser and Schoenfeld, 1962).
func countBound(n uint64) int {
	return int(1.25506*float64(n)/math.Log(float64(n))) + 2
}
