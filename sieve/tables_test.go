// Published tables: counts of primes in intervals, and the numbers nearest to
// powers of two.

package sieve_test

import (
	"math/big"
	"testing"

	"primebench/internal/vectors"
	"primebench/sieve"
)

func TestCountsInIntervals(t *testing.T) {
	if n := countIntervals(t, 0, 1<<24); n < 30 {
		t.Errorf("only %d intervals were short enough", n)
	}
}

// countIntervals compares the published counts in intervals of least to most
// numbers, and returns how many there were.
func countIntervals(t *testing.T, least, most uint64) int {
	t.Helper()
	compared := 0
	for _, row := range vectors.Read(t, "testdata/tables.txt") {
		if row.Claim != "primes" {
			continue
		}
		low, high, want := row.Numbers["low"].Uint64(), row.Numbers["high"].Uint64(), int(row.Numbers["count"].Int64())
		size := uint64(0)
		if high >= low {
			size = high - low + 1
		}
		if size < least || size > most {
			continue
		}
		compared++
		if got := count(low, high); got != want {
			t.Errorf("%v: %d primes from %d to %d, want %d", row, got, low, high, want)
		}
	}
	return compared
}

// The primes and safe primes nearest to 2^n are the first, or the last, survivors
// that math/big takes for such.
func TestNearestToPowersOfTwo(t *testing.T) {
	type side struct {
		kind  sieve.Kind
		above bool
	}
	sides := map[string]side{
		"prime-above": {sieve.Prime, true}, "prime-below": {sieve.Prime, false},
		"safe-above": {sieve.Safe, true}, "safe-below": {sieve.Safe, false},
	}
	compared := 0
	for _, row := range vectors.Read(t, "testdata/tables.txt") {
		s, ok := sides[row.Claim]
		if !ok {
			continue
		}
		compared++
		n, want := int(row.Numbers["exponent"].Int64()), row.Numbers["distance"].Int64()
		if got := nearest(t, s.kind, n, s.above); got != want {
			t.Errorf("%v: n = %d: distance %d, want %d", row, n, got, want)
		}
	}
	if compared < 4*36 {
		t.Errorf("only %d rows", compared)
	}
}

// nearest returns the distance of 2^n to the nearest number of the kind.
func nearest(t *testing.T, kind sieve.Kind, n int, above bool) int64 {
	t.Helper()
	const limit, length = 10_000, 1000
	power := new(big.Int).Lsh(big.NewInt(1), uint(n))
	step := new(big.Int).SetUint64(kind.Step())
	start := new(big.Int).Set(power)
	if !above {
		start.Sub(start, new(big.Int).Mul(step, big.NewInt(length)))
	}
	for new(big.Int).Mod(start, step).Uint64() != kind.Residue() {
		start.Add(start, big.NewInt(1))
	}
	offset := int64(-1)
	p := new(big.Int).Set(start)
	for _, survives := range sieved(t, kind, start, step, limit, length) {
		found := survives && p.ProbablyPrime(1) && (kind == sieve.Prime || new(big.Int).Rsh(p, 1).ProbablyPrime(1))
		if found && (p.Cmp(power) > 0) == above && (offset < 0 || !above) {
			offset = new(big.Int).Sub(p, power).Int64()
			if !above {
				offset = -offset
			}
		}
		p.Add(p, step)
	}
	return offset
}
