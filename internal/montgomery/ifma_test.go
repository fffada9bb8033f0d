//go:build amd64 && !purego

package montgomery

import (
	"math/big"
	"slices"
	"strings"
	"testing"
)

// Values between squarings go up to 8n, their digits to all ones, and whatever
// stands in a digit's word above its 52 bits must not count.
func TestIFMATakesTheLargestValuesAndUncleanDigits(t *testing.T) {
	onEveryPlan(t, checkLargestValues)
}

func checkLargestValues(t *testing.T, plan func(bits int) ifmaPlan) {
	r := seeded(t)
	for _, bits := range []int{64, 515, 516, 1035, 1036, 1555, 2075, 3115, 7795, 8315} {
		moduli := hardModuli(r, bits)
		k := newIFMA(bits, rows(), plan)
		k.load(allWords(moduli))
		for _, factor := range []int64{1, 4, 7, 8} {
			x, y := k.vector(), k.vector()
			numbers := make([]*big.Int, Lanes)
			for i, n := range moduli {
				numbers[i] = new(big.Int).Sub(new(big.Int).Mul(n, big.NewInt(factor)), one)
				k.put(x, i, words(numbers[i]))
			}
			for i := range x {
				x[i] |= r.Uint64() &^ ifmaMask
			}
			copy(y, x)
			z := k.vector()
			k.mul(z, x, y)
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

// A product and a reduction of the most blocks that are split without halving,
// with the row of the last digit, doubled.
func TestIFMASplitColumnsFit(t *testing.T) {
	p, ok := splitPlan(splitBlocks*ifmaTile*ifmaDigit - ifmaSpare)
	if bound := 2 * (p.leafBound(splitBlocks) + p.reductionLeafBound(splitBlocks) + 2); !ok || bound >= signBound {
		t.Errorf("columns may reach %d units, want them below the sign bit", bound)
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
	for bits, want := range map[int]int{64: 1, 515: 1, 516: 2, 1024: 2, 2048: 4, 3072: 6, 4096: 8, 16384: 32} {
		if got := wholePlan(bits).blocks; got != want {
			t.Errorf("%d bits take %d blocks, want %d", bits, got, want)
		}
	}
}

// Sizes next to those where halving begins, ends and needs its carries.
func TestIFMALargeSizes(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		if !strings.HasPrefix(name, "ifma/") {
			return
		}
		for _, bits := range []int{4096, 4103, 4104, 5143, 6183, 7800, 8192, 8263, 8264, 8800, 10343, 12423, 16384} {
			moduli := hardModuli(r, bits)
			xs, ys := make([]*big.Int, Lanes), make([]*big.Int, Lanes)
			for i, n := range moduli {
				hard := hardResidues(n)
				xs[i], ys[i] = hard[i], hard[r.IntN(len(hard))]
			}
			checkKernel(t, name, bits, 1, moduli, xs, ys)
		}
	})
}

// The largest values that can stand between squarings, all digits as large as
// they get, for every number of blocks that is halved.
func TestIFMALargeTakesTheLargestValues(t *testing.T) {
	onEveryPlan(t, checkLargestLargeValues)
}

func checkLargestLargeValues(t *testing.T, plan func(bits int) ifmaPlan) {
	for blocks := largeBlocks; blocks <= mostBlocks(MaxBits); blocks += 2 {
		bits := min(blocks*ifmaTile*ifmaDigit-largeSpare, MaxBits)
		if !plan(bits).large {
			continue
		}
		n := new(big.Int).Sub(new(big.Int).Lsh(one, uint(bits)), one)
		moduli := slices.Repeat([]*big.Int{n}, Lanes)
		k := newIFMA(bits, rows(), plan)
		k.load(allWords(moduli))
		if k.plan.blocks != blocks {
			t.Fatalf("%d bits take %d blocks, want %d", bits, k.plan.blocks, blocks)
		}
		largest := new(big.Int).Lsh(n, ifmaDigit+2) // 4N is above this
		largest.Sub(new(big.Int).Lsh(one, uint(largest.BitLen())), one)
		x := k.vector()
		for lane := range Lanes {
			k.put(x, lane, words(new(big.Int).Rsh(largest, uint(lane%4))))
		}
		k.square(x, 0xf0)
		for lane, got := range values(t, k, x, moduli) {
			v := new(big.Int).Rsh(largest, uint(lane%4))
			if want := montgomeryProduct(v, v, n, k.radix(), 1+int64(lane/4)); got.Cmp(want) != 0 {
				t.Errorf("%d bits, lane %d: wrong square", bits, lane)
			}
		}
		if k.bound >= signBound {
			t.Errorf("%d bits: columns may reach %d units, want them below the sign bit", bits, k.bound)
		}
	}
}

// A load of another size than the one before finds its buffers.
func TestIFMALoadsOfDifferentSizes(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		if !strings.HasPrefix(name, "ifma/") {
			return
		}
		b := newBatch(t, name, 13500)
		for _, bits := range []int{4096, 300, 8192, 4160, 13000, 64, 8192, 9000} {
			moduli := []*big.Int{randomModulus(r, bits), randomModulus(r, bits-3)}
			bases := []*big.Int{big.NewInt(3), randomBits(r, bits-5)}
			checkExp(t, b, moduli, bases, []*big.Int{randomBits(r, 20)})
		}
	})
}

func TestIFMACountsItsProducts(t *testing.T) {
	needKernel(t, "ifma")
	r := seeded(t)
	for _, c := range []struct {
		plan              string
		bits, step, leave int
	}{
		{"whole", 1024, 400 + 20 + 800 + 3, 803},
		{"whole", 2048, 1600 + 40 + 3200 + 3, 3203},
		// Three squares of 40 digits and a sum of two times 40; a reduction in one.
		{"halved", 4096, 3*(1600+40) + 80 + 2*6400, 2*6400 + 3},
		// Nine squares of 40 digits, sums of 80 and 3 times 40; two reductions of
		// 80, and with each a product of 80 by nine of 20, sums of 40 and 3 times 20.
		{"halved", 8192, 9*(1600+40) + 2*80 + 3*2*40 + 2*2*6400 + 2*(9*800+2*40+3*2*20), 2*25600 + 3},
		// A tile of 150 and two diagonals of 90; two tiles, two whole blocks, and the
		// last digit with itself and ten digits beyond its block.
		{"split", 1024, 150 + 2*90 + 2*150 + 2*200 + 2 + 20, 803},
		{"split", 2048, 6*150 + 4*90 + 12*150 + 4*200 + 2 + 60, 3203},
		// Pairs of quads of nine products of halves, quads with themselves, and a
		// reduction of 20 digits for each.
		{"quads", 4096, 6*450 + 4*270 + 12*450 + 4*(2*150+2*200), 2*6400 + 3},
		{"quads", 8192, 28*450 + 8*270 + 56*450 + 8*(2*150+2*200), 2*25600 + 3},
	} {
		b := newBatch(t, "ifma/"+c.plan, c.bits)
		if err := b.Load(words(randomModulus(r, c.bits))); err != nil {
			t.Fatal(err)
		}
		steps := b.squarings(0)
		if got, want := b.MultiplyAdds(), steps*c.step+c.leave; got != want {
			t.Errorf("%s, %d bits: %d products, want %d", c.plan, c.bits, got, want)
		}
	}
	if got := newBatch(t, "generic", 64).MultiplyAdds(); got != 0 {
		t.Errorf("the portable kernel counts %d", got)
	}
}
