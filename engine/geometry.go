// The two lengths that a search is tuned by: how far the small primes go, and
// how many candidates a window has.

package engine

import (
	"math"

	"primebench/sieve"
)

// The bounds of the default sieve limit. Up to the upper one a table holds all
// its primes (sieve.NewTable): 48 MB, set up in less than 0.1 s.
const (
	minSieveLimit = 1 << 12
	maxSieveLimit = 1 << 26
)

// testGain is about how much more a kernel gains on the portable one in tests
// (make bench-kernel) than the sieve does on the same processor (go test -bench
// Strike ./sieve): 13 against 7 for ifma, while avx2 has no sieve to go with it.
var testGain = map[string]float64{"generic": 1, "avx2": 4, "ifma": 2}

// DefaultSieveLimit returns the bound on the small primes that a search of the
// kind and size uses when it is given none and tests through the named kernel.
//
// Striking one prime more costs the reduction of the window's start by it, about
// n in the bits n, and spares 1/r of a search's tests (2/r for Safe), each about
// n³, of which there are about n (n²). The two are equal at a limit that grows
// with n³ for Prime and n⁴ for Safe, and falls as tests get faster. The factors
// were measured with the portable kernel at 1024 bits; the optimum is flat: a
// limit off by a factor of four costs a few per cent.
func DefaultSieveLimit(kind sieve.Kind, bits int, kernel string) uint64 {
	x := float64(bits) / 1024
	limit := (1 << 18) * x * x * x
	if kind == sieve.Safe {
		limit = (1 << 23) * x * x * x * x
	}
	if gain, ok := testGain[kernel]; ok {
		limit /= gain
	}
	return uint64(math.Min(maxSieveLimit, math.Max(minSieveLimit, limit)))
}

// maxWindowLength is 128 KiB of bits: a window of that size stays in a
// second-level cache while it is struck.
const maxWindowLength = 1 << 20

// windowLength gives a window four times the candidates of an average search, so
// that a second window, and a second reduction of a start, is rarely needed.
func windowLength(candidates float64) int {
	return int(math.Min(maxWindowLength, 64*math.Ceil(4*candidates/64)))
}

// windowsPerSearch treats finds as a Poisson process over the candidates: a
// window is empty with probability exp(-length/candidates).
func windowsPerSearch(length int, candidates float64) float64 {
	return 1 / -math.Expm1(-float64(length)/candidates)
}
