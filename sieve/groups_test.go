// The survivors on the way to published groups, counted by an independent
// program: the groups were found by stepping an offset from digits of e or pi.

package sieve_test

import (
	"math/big"
	"testing"

	"primebench/sieve"
)

// A walk is a group's way from the offset 0, in steps of 2^64.
type walk struct {
	start     *big.Int
	offset    int
	survivors map[uint64]int // up to the offset, by limit
}

func checkWalk(t *testing.T, w walk) {
	t.Helper()
	step := new(big.Int).Lsh(big.NewInt(1), 64)
	for limit, want := range w.survivors {
		left := sieved(t, sieve.Safe, w.start, step, limit, w.offset+1)
		got := 0
		for _, s := range left {
			if s {
				got++
			}
		}
		if got != want {
			t.Errorf("%d survivors at limit %d, want %d", got, limit, want)
		}
		if !left[w.offset] {
			t.Error("the sieve crossed off the group's prime")
		}
	}
}

// RFC 7919, ffdhe2048.
func TestSurvivorsToFFDHE2048(t *testing.T) {
	checkWalk(t, walk{ffdheStart(2048), 560316, map[uint64]int{1 << 16: 3693, 1_000_000: 2375}})
}

// ffdheStart returns 2^n - 2^(n-64) + [2^(n-130) e] 2^64 - 1, RFC 7919's number
// for the offset 0. e is summed from its series.
func ffdheStart(n uint) *big.Int {
	const guard = 64
	one := new(big.Int).Lsh(big.NewInt(1), n-130+guard)
	e, term := new(big.Int), new(big.Int).Set(one)
	for k := int64(1); term.Sign() > 0; k++ {
		e.Add(e, term)
		term.Div(term, big.NewInt(k))
	}
	p := new(big.Int).Lsh(big.NewInt(1), n)
	return fromDigits(p, e.Rsh(e, guard), n)
}

// fromDigits returns 2^n - 2^(n-64) + 2^64 digits - 1, power being 2^n.
func fromDigits(power, digits *big.Int, n uint) *big.Int {
	power.Sub(power, new(big.Int).Lsh(big.NewInt(1), n-64))
	power.Add(power, digits.Lsh(digits, 64))
	return power.Sub(power, big.NewInt(1))
}
