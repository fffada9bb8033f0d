package montgomery

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

var someWords = rapid.SliceOfN(rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, 1 << 63, 1<<64 - 1})), 0, 6)

func TestWordsAgreeWithMathBig(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := someWords.Draw(t, "x"), someWords.Draw(t, "y")
		a, b := number(x), number(y)
		if got := less(x, y); got != (a.Cmp(b) < 0) {
			t.Errorf("less = %v", got)
		}
		if got := equal(x, y); got != (a.Cmp(b) == 0) {
			t.Errorf("equal = %v", got)
		}
		if got := bitLen(x); got != a.BitLen() {
			t.Errorf("bitLen = %d, want %d", got, a.BitLen())
		}
		i, width := rapid.IntRange(0, 400).Draw(t, "i"), rapid.IntRange(1, 8).Draw(t, "width")
		if got := bit(x, i); got != uint64(a.Bit(i)) {
			t.Errorf("bit %d = %d", i, got)
		}
		shifted := new(big.Int).Rsh(a, uint(i))
		if got, want := uint64(field(x, i, width)), new(big.Int).And(shifted, big.NewInt(1<<width-1)).Uint64(); got != want {
			t.Errorf("field(%d, %d) = %d, want %d", i, width, got, want)
		}
		z := make([]uint64, len(x))
		if shiftRight(z, x, i); number(z).Cmp(shifted) != 0 {
			t.Errorf("shiftRight %d = %#x, want %#x", i, number(z), shifted)
		}
		if a.Cmp(b) >= 0 {
			if subtract(z, x, y); number(z).Cmp(new(big.Int).Sub(a, b)) != 0 {
				t.Errorf("subtract = %#x", number(z))
			}
		}
		if a.Sign() > 0 {
			if got := trailingZeros(x); got != int(a.TrailingZeroBits()) {
				t.Errorf("trailingZeros = %d", got)
			}
		}
	})
}

func TestNegativeInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64().Draw(t, "n") | 1
		if n*negativeInverse(n) != 1<<64-1 {
			t.Errorf("-1/%#x = %#x", n, negativeInverse(n))
		}
	})
}

func TestPowerOfTwoModulo(t *testing.T) {
	r := seeded(t)
	for _, bits := range []int{3, 52, 63, 64, 65, 127, 128, 200, 256, 700} {
		for _, n := range hardModuli(r, bits) {
			x := make([]uint64, len(words(n)))
			for _, e := range []int{bits - 1, bits, bits + 1, bits + 63, bits + 64, bits + 65, bits + 100, 1000, 1024} {
				powerOfTwoModulo(x, e, words(n), make([]uint64, len(x)))
				if want := new(big.Int).Exp(big.NewInt(2), big.NewInt(int64(e)), n); number(x).Cmp(want) != 0 {
					t.Errorf("2^%d mod %#x = %#x, want %#x", e, n, number(x), want)
				}
			}
		}
	}
}

func TestTranspose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Uint64().Draw(t, "x")
		y := transpose(x)
		for row := range 8 {
			for column := range 8 {
				if x>>(8*row+column)&1 != y>>(8*column+row)&1 {
					t.Fatalf("transpose(%#x) = %#x at row %d, column %d", x, y, row, column)
				}
			}
		}
	})
}
