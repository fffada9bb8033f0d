// The lists of small primes, whole or in blocks: a segmented sieve of
// Eratosthenes whose memory grows with the square root of the limit.

package sieve

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// The largest limits: of Primes, whose result fits uint32, and of Blocks.
const (
	MaxPrimesLimit = math.MaxUint32
	MaxBlocksLimit = 1 << 48
)

// blockBytes is how much of a segment becomes one block of Blocks: at most
// 8192 primes, whose list stays in a second-level cache.
const blockBytes = 1 << 10

// Primes returns all primes up to and including limit in ascending order. A
// limit above MaxPrimesLimit is taken for MaxPrimesLimit.
func Primes(limit uint64) []uint32 {
	limit = min(limit, MaxPrimesLimit)
	if limit <= fewPrimesLimit {
		return fewPrimes(uint32(limit))
	}
	primes := make([]uint32, 0, countBound(limit+wheelSpan)+listingRoom)
	primes = append(primes, 2, 3, 5)
	e := newEratosthenes(0, limit)
	for e.advance() {
		primes = listPlain(e.wheel, primes, e.segment(), e.first)
	}
	return within(primes, 0, uint32(limit))
}

// fewPrimesLimit is the limit up to which preparing a segmented sieve takes longer than
// all else.
const fewPrimesLimit = 1 << 13

// fewPrimes is Primes by a plain sieve of the odd numbers.
func fewPrimes(limit uint32) []uint32 {
	if limit < 2 {
		return nil
	}
	primes := append(make([]uint32, 0, countBound(uint64(limit))), 2)
	var composite [fewPrimesLimit / 2]bool // i stands for 2i + 1
	for i := uint32(1); 2*i+1 <= limit; i++ {
		if composite[i] {
			continue
		}
		r := 2*i + 1
		primes = append(primes, r)
		for k := r * r / 2; k <= (limit-1)/2; k += r {
			composite[k] = true
		}
	}
	return primes
}

// Blocks yields the primes from low up to and including high in ascending
// order, in slices that are not empty and are valid until the next one. Its memory
// grows with the square root of high: 1 MB at 2^36, 3 MB at 2^40, 50 MB at 2^48. A high above
// MaxBlocksLimit is taken for MaxBlocksLimit.
func Blocks(low, high uint64) iter.Seq[[]uint64] {
	high = min(high, MaxBlocksLimit)
	return func(yield func([]uint64) bool) {
		if low > high {
			return
		}
		block := make([]uint64, 0, 8*blockBytes+3+listingRoom)
		if low <= maxWheelPrime {
			block = append(block, 2, 3, 5)
		}
		e := newEratosthenes(low, high)
		for e.advance() {
			first := e.first
			for bytes := range slices.Chunk(e.segment(), blockBytes) {
				block = list(e.wheel, block, bytes, first)
				if wanted := within(block, low, high); len(wanted) > 0 && !yield(wanted) {
					return
				}
				block, first = block[:0], first+uint64(len(bytes))
			}
		}
	}
}

// within cuts an ascending list to low..high.
func within[T cmp.Ordered](list []T, low, high T) []T {
	for len(list) > 0 && list[0] < low {
		list = list[1:]
	}
	for len(list) > 0 && list[len(list)-1] > high {
		list = list[:len(list)-1]
	}
	return list
}

// sqrt returns the integer square root of n below 2^52.
func sqrt(n uint64) uint64 { return uint64(math.Sqrt(float64(n))) }

// countBound returns at least the number of primes up to n ≥ 2: pi(n) < 1.25506 n/ln n
// (Rosser and Schoenfeld, 1962).
func countBound(n uint64) int {
	return int(1.25506*float64(n)/math.Log(float64(n))) + 2
}
