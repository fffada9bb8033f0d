// Lists of primes against trial division, published counts and each other.

package sieve_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"primebench/sieve"
)

func ExampleBlocks() {
	sum, count := uint64(0), 0
	for block := range sieve.Blocks(1_000_000_000, 1_000_000_100) {
		count += len(block)
		for _, r := range block {
			sum += r
		}
	}
	fmt.Println(count, sum)
	// Output: 7 7000000347
}

func count(low, high uint64) int {
	n := 0
	for block := range sieve.Blocks(low, high) {
		n += len(block)
	}
	return n
}

// The counts of primes up to powers of ten: OEIS A006880.
func TestPrimesCount(t *testing.T) {
	pi := []int{0, 4, 25, 168, 1229, 9592, 78498, 664579, 5761455}
	limit := uint64(1)
	for k, want := range pi {
		if got := len(sieve.Primes(limit)); got != want {
			t.Errorf("%d primes up to 10^%d, want %d", got, k, want)
		}
		if got := count(0, limit); got != want {
			t.Errorf("%d primes in blocks up to 10^%d, want %d", got, k, want)
		}
		limit *= 10
	}
}

func TestPrimesAtSmallLimitsAndSegmentEdges(t *testing.T) {
	var limits []uint64
	for _, block := range []uint64{30 << 10, 60 << 10} { // numbers in the first blocks
		limits = append(limits, block-31, block-2, block-1, block, block+1, block+2, block+29, block+31)
	}
	for limit := range uint64(260) {
		limits = append(limits, limit)
	}
	for _, limit := range limits {
		var want []uint32
		for n := uint64(2); n <= limit; n++ {
			if prime(n) {
				want = append(want, uint32(n))
			}
		}
		if got := sieve.Primes(limit); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("Primes(%d) is wrong: %d primes, want %d", limit, len(got), len(want))
		}
		var inBlocks []uint64
		for block := range sieve.Blocks(0, limit) {
			inBlocks = append(inBlocks, block...)
		}
		if fmt.Sprint(inBlocks) != fmt.Sprint(want) {
			t.Errorf("Blocks(0, %d) is wrong: %d primes, want %d", limit, len(inBlocks), len(want))
		}
	}
}

func prime(n uint64) bool {
	for d := uint64(2); d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return n >= 2
}

// Blocks between any two numbers are that piece of trial division's list.
func TestBlocksAgainstTrialDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.SampledFrom([]uint64{200, 1e4, 1e6, 1e9, 1e11}).Draw(t, "scale")
		low := rapid.Uint64Range(0, top).Draw(t, "low")
		high := low + rapid.Uint64Range(0, 300).Draw(t, "span")
		var want, got []uint64
		for n := low; n <= high; n++ {
			if prime(n) {
				want = append(want, n)
			}
		}
		for block := range sieve.Blocks(low, high) {
			got = append(got, block...)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("Blocks(%d, %d) = %v, want %v", low, high, got, want)
		}
	})
}

// Segments that begin above the squares of the sieving primes give what one run over
// everything gives, across many segments' edges.
func TestBlocksInPieces(t *testing.T) {
	const end = 40_000_000
	pieces := 0
	for low := uint64(0); low < end; low += 1_234_567 {
		pieces += count(low, min(low+1_234_566, end-1))
	}
	if whole := count(0, end-1); pieces != whole || whole != 2_433_654 { // PARI/GP primepi(4·10^7)
		t.Errorf("%d primes in pieces, %d at once, want 2433654", pieces, whole)
	}
}

func TestBlocksEndEarly(t *testing.T) {
	for block := range sieve.Blocks(0, sieve.MaxBlocksLimit/1024) {
		if block[0] != 2 {
			t.Errorf("the first block begins with %d", block[0])
		}
		break
	}
	for block := range sieve.Blocks(17, 13) {
		t.Errorf("primes %v from 17 to 13", block)
	}
}

func BenchmarkPrimes(b *testing.B) {
	for _, limit := range []uint64{1 << 17, 1e8, 1e9} {
		b.Run(fmt.Sprint(limit), func(b *testing.B) {
			for b.Loop() {
				sieve.Primes(limit)
			}
		})
	}
}

func BenchmarkBlocks(b *testing.B) {
	for _, limit := range []uint64{1e8, 1e9} {
		b.Run(fmt.Sprint(limit), func(b *testing.B) {
			for b.Loop() {
				count(0, limit)
			}
		})
	}
}
