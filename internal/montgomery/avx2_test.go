//go:build amd64 && !purego

package montgomery

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// checkAVX2 squares and multiplies numbers below 8n once in each lane.
func checkAVX2(t *testing.T, k *avx2, moduli, xs, ys []*big.Int) {
	t.Helper()
	x, y := k.vector(), k.vector()
	for i := range moduli {
		k.put(x, i, words(xs[i]))
		k.put(y, i, words(ys[i]))
	}
	const double = 0x3c
	k.mul(y, x, y)
	k.square(x, double)
	products, squares := values(t, k, y, moduli), values(t, k, x, moduli)
	for i, n := range moduli {
		want := montgomeryProduct(xs[i], ys[i], n, k.radix(), 1)
		if got := products[i]; got.Cmp(want) != 0 {
			t.Fatalf("%d digits, lane %d, n = %#x, %#x * %#x:\ngot %#x,\nwant %#x", k.plans.digits, i, n, xs[i], ys[i], got, want)
		}
		want = montgomeryProduct(xs[i], xs[i], n, k.radix(), 1+double>>i&1)
		if got := squares[i]; got.Cmp(want) != 0 {
			t.Fatalf("%d digits, lane %d, n = %#x, %#x squared:\ngot %#x,\nwant %#x", k.plans.digits, i, n, xs[i], got, want)
		}
	}
}

// Values between squarings go up to 8n, at every number of blocks of digits and
// with as many bits as fit in them.
func TestAVX2TakesTheLargestValues(t *testing.T) {
	needKernel(t, "avx2")
	r := seeded(t)
	const block = avx2Tile * avx2Digit
	for blocks := 1; blocks <= MaxBits/block+1; blocks++ {
		bits := min(block*blocks-avx2Spare, MaxBits)
		moduli := hardModuli(r, bits)
		k := newAVX2(bits, rows())
		k.load(allWords(moduli))
		if got, want := k.radix(), block*blocks; got != want {
			t.Fatalf("%d bits: radix %d, want %d", bits, got, want)
		}
		xs, ys := make([]*big.Int, Lanes), make([]*big.Int, Lanes)
		for i, n := range moduli {
			xs[i] = new(big.Int).Sub(new(big.Int).Lsh(n, 3), one)
			ys[i] = new(big.Int).Sub(n, big.NewInt(int64(i)))
		}
		checkAVX2(t, k, moduli, xs, ys)
	}
}

// oddDigits returns a number of digits that are zero, all ones, next to these
// or random; its parts often repeat, so that differences of halves are zero or
// nearly so.
func oddDigits(r *rand.Rand, digits int) *big.Int {
	if digits == 1 || digits%2 == 1 && r.IntN(4) > 0 {
		x := new(big.Int)
		for range digits {
			d := []uint64{0, 1, avx2Mask, avx2Mask - 1, r.Uint64() & avx2Mask}[r.IntN(5)]
			x.Lsh(x, avx2Digit).Or(x, new(big.Int).SetUint64(d))
		}
		return x
	}
	low := oddDigits(r, digits/2)
	high := oddDigits(r, digits-digits/2)
	if digits%2 == 0 && r.IntN(2) == 0 {
		high = new(big.Int).Add(low, big.NewInt(int64(r.IntN(3)-1)))
		if high.Sign() < 0 || high.BitLen() > avx2Digit*digits/2 {
			high = low
		}
	}
	return new(big.Int).Or(low, new(big.Int).Lsh(high, uint(avx2Digit*(digits/2))))
}

// Karatsuba's differences: signs, digits that borrow from the next, zeros.
func TestAVX2HardDifferences(t *testing.T) {
	needKernel(t, "avx2")
	r := seeded(t)
	for _, digits := range []int{20, 30, 40, 60, 80, 100, 120, 130, 160, 260, 300, 315} {
		bits := min(digits*avx2Digit-avx2Spare, MaxBits)
		below := new(big.Int).Lsh(one, uint(bits))
		k := newAVX2(bits, rows())
		for range 1 + 320/digits {
			moduli, xs, ys := make([]*big.Int, Lanes), make([]*big.Int, Lanes), make([]*big.Int, Lanes)
			for i := range moduli {
				n := oddDigits(r, digits)
				n.Mod(n, below).SetBit(n, 0, 1).SetBit(n, bits-1, 1)
				moduli[i] = n
				xs[i], ys[i] = oddDigits(r, digits), oddDigits(r, digits)
				xs[i].Mod(xs[i], new(big.Int).Lsh(n, 3))
				ys[i].Mod(ys[i], new(big.Int).Lsh(n, 3))
			}
			k.load(allWords(moduli))
			checkAVX2(t, k, moduli, xs, ys)
		}
	}
}

// The kernel rounds down while it works; Go's own arithmetic rounds to nearest.
func TestAVX2LeavesTheRoundingAsItWas(t *testing.T) {
	needKernel(t, "avx2")
	k := newAVX2(64, rows())
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
