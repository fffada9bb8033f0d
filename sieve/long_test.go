//go:build long

// Tables that take seconds to minutes to compare.

package sieve_test

import (
	"context"
	"math"
	"math/big"
	"runtime"
	"testing"

	"primebench/internal/words"
	"primebench/sieve"
)

func TestLongCountsInIntervals(t *testing.T) {
	if n := countIntervals(t, 1<<24+1, math.MaxUint64); n < 9 {
		t.Errorf("only %d intervals were long enough", n)
	}
}

// RFC 7919 and, for the last, RFC 3526.
func TestLongSurvivorsToGroups(t *testing.T) {
	for name, w := range map[string]walk{
		"ffdhe3072": {ffdheStart(3072), 2625351, map[uint64]int{1 << 16: 17760, 1_000_000: 11444}},
		"ffdhe4096": {ffdheStart(4096), 5736041, map[uint64]int{1 << 16: 38887, 1_000_000: 25079}},
		"ffdhe8192": {ffdheStart(8192), 10965728, map[uint64]int{1 << 16: 74471, 1_000_000: 48143}},
		"modp8192":  {modpStart(8192), 4743158, map[uint64]int{1 << 16: 32112, 1_000_000: 20682}},
	} {
		t.Run(name, func(t *testing.T) { checkWalk(t, w) })
	}
}

// modpStart returns 2^n - 2^(n-64) + [2^(n-130) pi] 2^64 - 1, RFC 3526's number
// for the offset 0. pi is 16 arctan(1/5) - 4 arctan(1/239) (J. Machin, 1706).
func modpStart(n uint) *big.Int {
	const guard = 64
	arctan := func(x int64) *big.Int { // of 1/x
		sum, power := new(big.Int), new(big.Int).Lsh(big.NewInt(1), n-130+guard)
		power.Div(power, big.NewInt(x))
		for k := int64(1); power.Sign() > 0; k += 2 {
			term := new(big.Int).Div(power, big.NewInt(k))
			if k%4 == 3 {
				term.Neg(term)
			}
			sum.Add(sum, term)
			power.Div(power, big.NewInt(x*x))
		}
		return sum
	}
	pi := new(big.Int).Mul(arctan(5), big.NewInt(16))
	pi.Sub(pi, new(big.Int).Mul(arctan(239), big.NewInt(4)))
	return fromDigits(new(big.Int).Lsh(big.NewInt(1), n), pi.Rsh(pi, guard), n)
}

// A deep window at 8192 bits stays within 256 MiB, all of the process counted,
// and leaves what theory says.
func TestLongDeepWindow(t *testing.T) {
	const limit, length = 1 << 31, 1 << 22
	table, err := sieve.NewTable(sieve.Safe, limit)
	if err != nil {
		t.Fatal(err)
	}
	window, err := sieve.NewWindow(table, length)
	if err != nil {
		t.Fatal(err)
	}
	start := words.Of(inClass(new(big.Int).Lsh(big.NewInt(3), 8190), sieve.Safe, big.NewInt(12)))
	if err := window.Sieve(context.Background(), start); err != nil {
		t.Fatal(err)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	t.Logf("%d MiB from the system", memory.Sys>>20)
	if memory.Sys > 256<<20 {
		t.Errorf("%d MiB from the system, want at most 256", memory.Sys>>20)
	}
	left := 0
	for range window.Survivors() {
		left++
	}
	want := sieve.SurvivingFraction(sieve.Safe, 12, limit) * length
	t.Logf("%d survivors, %.0f expected", left, want)
	if float64(left) < 0.97*want || float64(left) > 1.03*want {
		t.Errorf("%d survivors, the product says %.0f", left, want)
	}
}
