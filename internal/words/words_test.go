package words_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"primebench/internal/words"
)

func TestKnownWords(t *testing.T) {
	for hex, want := range map[string][]uint64{
		"0": {}, "1": {1}, "ffffffff": {0xffffffff}, "100000000": {1 << 32},
		"ffffffffffffffff": {1<<64 - 1}, "10000000000000000": {0, 1},
		"123456789abcdef0fedcba9876543210": {0xfedcba9876543210, 0x123456789abcdef0},
	} {
		n, _ := new(big.Int).SetString(hex, 16)
		if got := words.Of(n); !slices.Equal(got, want) {
			t.Errorf("Of(%s) = %x, want %x", hex, got, want)
		}
	}
}

// Each direction undoes the other, leading zeros are no part of the number, and
// remainders are those of math/big.
func TestWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := new(big.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 70).Draw(t, "bytes"))
		w := words.Of(n)
		if len(w) != words.Count(n.BitLen()) || words.Int(w).Cmp(n) != 0 {
			t.Errorf("%v in words is %x, and back %v", n, w, words.Int(w))
		}
		longer := slices.Repeat([]uint64{1<<64 - 1}, len(w)+rapid.IntRange(0, 3).Draw(t, "zeros"))
		words.Fill(longer, n)
		if words.Int(longer).Cmp(n) != 0 {
			t.Errorf("%v in %d words is %x", n, len(longer), longer)
		}
		m := rapid.Uint64Min(1).Draw(t, "m")
		if want := new(big.Int).Mod(n, new(big.Int).SetUint64(m)); words.Mod(w, m) != want.Uint64() {
			t.Errorf("Mod(%v, %d) = %d, want %v", n, m, words.Mod(w, m), want)
		}
	})
}
