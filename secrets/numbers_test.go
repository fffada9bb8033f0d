package secrets_test

import (
	"errors"
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"primebench/secrets"
)

func TestBelowIsUniform(t *testing.T) {
	for _, n := range []int{1, 2, 3, 5, 7, 8, 9, 10, 15, 16, 17, 33, 100, 129, 255, 256, 257} {
		counts := make([]int, n)
		bigCounts := make([]int, n)
		wide := big.NewInt(int64(n))
		for range 200 * n {
			counts[first(secrets.Below(n))]++
			bigCounts[first(secrets.BelowBig(wide)).Int64()]++
		}
		if n > 1 {
			wantUniform(t, "Below("+text(n)+")", counts)
			wantUniform(t, "BelowBig("+text(n)+")", bigCounts)
		}
	}
}

// A remainder of a 64-bit word would fall into the lower third of [0, 3*2^62)
// half of the time.
func TestBelowOfLargeBounds(t *testing.T) {
	for _, n := range []uint64{1<<32 + 1, 3 << 62, 1<<63 + 1, math.MaxUint64} {
		counts, bigCounts := make([]int, 3), make([]int, 3)
		wide := new(big.Int).SetUint64(n)
		for range 30000 {
			counts[third(first(secrets.Below(n)), n)]++
			bigCounts[third(first(secrets.BelowBig(wide)).Uint64(), n)]++
		}
		wantUniform(t, "thirds of Below("+text(n)+")", counts)
		wantUniform(t, "thirds of BelowBig("+text(n)+")", bigCounts)
	}
}

func third(x, n uint64) int { return int(min(x/(n/3), 2)) }

func TestNumbersAreWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lo, hi := rapid.Int64().Draw(t, "lo"), rapid.Int64().Draw(t, "hi")
		lo, hi = min(lo, hi), max(lo, hi)
		if got, err := secrets.Between(lo, hi); err != nil || got < lo || got > hi {
			t.Fatalf("Between(%d, %d) = %d, %v", lo, hi, got, err)
		}
		small := rapid.Int8().Draw(t, "small")
		if got, err := secrets.Between(small, math.MaxInt8); err != nil || got < small {
			t.Fatalf("Between(%d, 127) = %d, %v", small, got, err)
		}
		n := rapid.Uint64Min(1).Draw(t, "n")
		if got, err := secrets.Below(n); err != nil || got >= n {
			t.Fatalf("Below(%d) = %d, %v", n, got, err)
		}
		wide := new(big.Int).Lsh(new(big.Int).SetUint64(n), rapid.UintRange(0, 200).Draw(t, "shift"))
		if got, err := secrets.BelowBig(wide); err != nil || got.Sign() < 0 || got.Cmp(wide) >= 0 {
			t.Fatalf("BelowBig(%v) = %v, %v", wide, got, err)
		}
		k := rapid.IntRange(0, 200).Draw(t, "k")
		if got, err := secrets.BitsBig(k); err != nil || got.BitLen() > k {
			t.Fatalf("BitsBig(%d) = %v, %v", k, got, err)
		}
	})
}

// All values of a type, and bounds that span more than the half of it.
func TestBetweenIsUniform(t *testing.T) {
	counts := make([]int, 256)
	for range 256 * 100 {
		counts[int(first(secrets.Between[int8](-128, 127)))+128]++
	}
	wantUniform(t, "Between(-128, 127)", counts)
	die := make([]int, 6)
	for range 6000 {
		die[first(secrets.Between[time.Duration](1, 6))-1]++
	}
	wantUniform(t, "a die", die)
	halves := make([]int, 2)
	for range 1000 {
		if first(secrets.Between[int64](math.MinInt64, math.MaxInt64)) < 0 {
			halves[0]++
		} else {
			halves[1]++
		}
	}
	wantUniform(t, "the sign of any int64", halves)
}

func TestBits(t *testing.T) {
	for k := range 65 {
		counts := make([]int, 2)
		wide := make([]int, 2)
		for range 400 {
			small, large := first(secrets.Bits(k)), first(secrets.BitsBig(k))
			if k < 64 && small>>k != 0 || large.BitLen() > k {
				t.Fatalf("%d bits: %d and %v", k, small, large)
			}
			if k > 0 {
				counts[small>>(k-1)]++
				wide[large.Bit(k-1)]++
			}
		}
		if k == 1 || k == 8 || k == 33 || k == 64 {
			wantUniform(t, "top of "+text(k)+" bits", counts)
			wantUniform(t, "top of "+text(k)+" big bits", wide)
		}
	}
}

func TestImpossibleNumbers(t *testing.T) {
	huge := new(big.Int).Lsh(big.NewInt(-1), 1000)
	for what, err := range map[string]error{
		"Below(0)":         second(secrets.Below(0)),
		"Below(-1)":        second(secrets.Below(-1)),
		"Below(min)":       second(secrets.Below(int64(math.MinInt64))),
		"Below(uint 0)":    second(secrets.Below(uint64(0))),
		"Between(2, 1)":    second(secrets.Between(2, 1)),
		"Bits(-1)":         second(secrets.Bits(-1)),
		"Bits(65)":         second(secrets.Bits(65)),
		"BitsBig(-1)":      second(secrets.BitsBig(-1)),
		"BitsBig(maximum)": second(secrets.BitsBig(math.MaxInt)),
		"BelowBig(nil)":    second(secrets.BelowBig(nil)),
		"BelowBig(0)":      second(secrets.BelowBig(new(big.Int))),
		"BelowBig(-5)":     second(secrets.BelowBig(big.NewInt(-5))),
		"BelowBig(huge)":   second(secrets.BelowBig(huge)),
	} {
		if !errors.Is(err, secrets.ErrRange) || len(err.Error()) > 160 {
			t.Errorf("%s: %v, want a short ErrRange", what, err)
		}
	}
}
