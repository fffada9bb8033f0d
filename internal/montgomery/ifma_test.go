//go:build amd64 && !purego

package montgomery

import (
	"math/big"
	"slices"
	"testing"
)

// needIFMA skips a test where the kernel cannot run.
func needIFMA(t *testing.T) {
	if !slices.Contains(Kernels(), "ifma") {
		_, err := NewBatch("ifma", 64)
		t.Skip(err)
	}
}

// Values between squarings go up to 8n, their digits to all ones, and whatever
// stands in a digit's word above its 52 bits must not count.
func TestIFMATakesTheLargestValuesAndUncleanDigits(t *testing.T) {
	needIFMA(t)
	r := seeded(t)
	for _, bits := range []int{64, 515, 516, 1035, 1036, 1555, 2075} {
		moduli := hardModuli(r, bits)
		k := newIFMA(bits, aligned)
		k.load(allWords(moduli))
		for _, factor := range []int64{1, 4, 7, 8} {
			x, y := k.vector(), k.vector()
			values := make([]*big.Int, Lanes)
			for i, n := range moduli {
				values[i] = new(big.Int).Sub(new(big.Int).Mul(n, big.NewInt(factor)), one)
				k.put(x, i, words(values[i]))
			}
			for i := range x {
				x[i] |= r.Uint64() &^ ifmaMask
			}
			copy(y, x)
			z := k.vector()
			k.mul(z, x, y)
			k.square(x, 0x3c)
			for i, n := range moduli {
				want := montgomeryProduct(values[i], values[i], n, k.radix(), 1)
				if got := taken(t, k, z, i, n); got.Cmp(want) != 0 {
					t.Errorf("%d bits, lane %d, (%dn-1)*(%dn-1): got %#x, want %#x", bits, i, factor, factor, got, want)
				}
				want = montgomeryProduct(values[i], values[i], n, k.radix(), 1+0x3c>>i&1)
				if got := taken(t, k, x, i, n); got.Cmp(want) != 0 {
					t.Errorf("%d bits, lane %d, (%dn-1)^2: got %#x, want %#x", bits, i, factor, got, want)
				}
			}
		}
	}
}

func TestIFMADigits(t *testing.T) {
	r := seeded(t)
	for _, bits := range []int{1, 52, 53, 64, 65, 104, 128, 500} {
		x := randomBits(r, bits)
		sum := new(big.Int)
		for i := 20; i >= 0; i-- {
			sum.Lsh(sum, ifmaDigit).Add(sum, new(big.Int).SetUint64(ifmaDigitOf(words(x), i)))
		}
		if sum.Cmp(x) != 0 {
			t.Errorf("digits of %#x make %#x", x, sum)
		}
	}
	for bits, want := range map[int]int{64: 10, 515: 10, 516: 20, 1024: 20, 2048: 40, 3072: 60, 4096: 80, 16384: 320} {
		if got := ifmaDigits(bits); got != want {
			t.Errorf("%d bits take %d digits, want %d", bits, got, want)
		}
	}
}
