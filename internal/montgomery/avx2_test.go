//go:build amd64 && !purego

package montgomery

import (
	"math/big"
	"slices"
	"testing"
)

// needAVX2 skips a test where the kernel cannot run.
func needAVX2(t *testing.T) {
	if !slices.Contains(Kernels(), "avx2") {
		_, err := NewBatch("avx2", 64)
		t.Skip(err)
	}
}

// Values between squarings go up to 8n, at every number of blocks of digits and
// with as many bits as fit in them.
func TestAVX2TakesTheLargestValues(t *testing.T) {
	needAVX2(t)
	r := seeded(t)
	const block = avx2Tile * avx2Digit
	for blocks := 1; blocks <= 17; blocks++ {
		for _, bits := range []int{block*blocks - avx2Spare, block*(blocks-1) - avx2Spare + 1} {
			if bits < 3 {
				continue
			}
			moduli := hardModuli(r, bits)
			k := newAVX2(bits, aligned)
			k.load(allWords(moduli))
			if got, want := k.radix(), block*blocks; got != want {
				t.Fatalf("%d bits: radix %d, want %d", bits, got, want)
			}
			for _, factor := range []int64{1, 4, 8} {
				x, z := k.vector(), k.vector()
				numbers := make([]*big.Int, Lanes)
				for i, n := range moduli {
					numbers[i] = new(big.Int).Sub(new(big.Int).Mul(n, big.NewInt(factor)), one)
					k.put(x, i, words(numbers[i]))
				}
				k.mul(z, x, x)
				k.square(x, 0x3c)
				products, squares := values(t, k, z, moduli), values(t, k, x, moduli)
				for i, n := range moduli {
					want := montgomeryProduct(numbers[i], numbers[i], n, k.radix(), 1)
					if got := products[i]; got.Cmp(want) != 0 {
						t.Errorf("%d bits, lane %d, (%dn-1)*(%dn-1): got %#x, want %#x", bits, i, factor, factor, got, want)
					}
					want = montgomeryProduct(numbers[i], numbers[i], n, k.radix(), 1+0x3c>>i&1)
					if got := squares[i]; got.Cmp(want) != 0 {
						t.Errorf("%d bits, lane %d, (%dn-1)^2: got %#x, want %#x", bits, i, factor, got, want)
					}
				}
			}
		}
	}
}

// The kernel rounds down while it works; Go's own arithmetic rounds to nearest.
func TestAVX2LeavesTheRoundingAsItWas(t *testing.T) {
	needAVX2(t)
	k := newAVX2(64, aligned)
	k.load([][]uint64{{3}})
	x := k.vector()
	small := []float64{0x1p-53, 0x1.8p-53, -0x1p-54, -0x1.8p-54}
	sums := func() (s [4]float64) {
		for i := range s {
			s[i] = 1 + small[i]
		}
		return s
	}
	before := sums()
	k.square(x, 0)
	if after := sums(); after != before {
		t.Errorf("1 + %v: %v before, %v after", small, before, after)
	}
}
