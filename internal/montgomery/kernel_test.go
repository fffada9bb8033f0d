package montgomery

import (
	"fmt"
	"math/big"
	"testing"
)

// hardResidues returns numbers below n that are hard on carries.
func hardResidues(n *big.Int) []*big.Int {
	bits := n.BitLen()
	minus := func(k int64) *big.Int { return new(big.Int).Sub(n, big.NewInt(k)) }
	return []*big.Int{
		new(big.Int), big.NewInt(1), minus(1), minus(2),
		new(big.Int).Lsh(one, uint(bits-1)),
		new(big.Int).Sub(new(big.Int).Lsh(one, uint(bits-1)), one),
		new(big.Int).Rsh(n, 1), new(big.Int).Rsh(n, uint(bits/2)),
	}
}

// load puts moduli and residues into a kernel made for them.
func load(t *testing.T, name string, capacity int, moduli []*big.Int) kernel {
	t.Helper()
	k := makeKernel(t, name, capacity)
	k.load(allWords(moduli))
	for i, n := range moduli {
		if n.BitLen() > k.radix() {
			t.Fatalf("radix %d, but modulus %d has %d bits", k.radix(), i, n.BitLen())
		}
	}
	return k
}

func fill(k kernel, xs []*big.Int) vector {
	v := k.vector()
	for i, x := range xs {
		k.put(v, i, words(x))
	}
	return v
}

// values takes all lanes out of Montgomery form, and puts them back into it by
// math/big.
func values(t *testing.T, k kernel, v vector, moduli []*big.Int) []*big.Int {
	t.Helper()
	plain := k.vector()
	k.leave(plain, v)
	xs := make([]*big.Int, len(moduli))
	for i, n := range moduli {
		xs[i] = taken(t, k, plain, i, n)
		xs[i].Mod(xs[i].Lsh(xs[i], uint(k.radix())), n)
	}
	return xs
}

// taken reads a lane and checks the bound that kernels promise.
func taken(t *testing.T, k kernel, v vector, lane int, n *big.Int) *big.Int {
	t.Helper()
	w := make([]uint64, (n.BitLen()+2+63)/64)
	k.take(w, v, lane)
	x := number(w)
	if x.Cmp(new(big.Int).Lsh(n, 2)) >= 0 {
		t.Errorf("lane %d: %#x is not below 4n, n = %#x", lane, x, n)
	}
	return x.Mod(x, n)
}

// montgomeryProduct returns x*y*f/2^r modulo n.
func montgomeryProduct(x, y, n *big.Int, r int, f int64) *big.Int {
	z := new(big.Int).Mul(x, y)
	z.Mul(z, new(big.Int).ModInverse(new(big.Int).Lsh(one, uint(r)), n))
	return z.Mod(z.Mul(z, big.NewInt(f)), n)
}

// checkKernel squares and multiplies residues in all lanes, again and again,
// each time comparing with math/big.
func checkKernel(t *testing.T, name string, capacity, rounds int, moduli, xs, ys []*big.Int) {
	t.Helper()
	k := load(t, name, capacity, moduli)
	r := k.radix()
	x, y := fill(k, xs), fill(k, ys)
	want := append([]*big.Int(nil), xs...)
	compare := func(what string, v vector, want []*big.Int) {
		t.Helper()
		for i, got := range values(t, k, v, moduli) {
			if got.Cmp(want[i]) != 0 {
				t.Fatalf("%s, lane %d, n = %#x: got %#x, want %#x", what, i, moduli[i], got, want[i])
			}
		}
	}
	for round := range rounds {
		double := Mask(0b10110010) >> (round % 3) & 0xff
		for i, n := range moduli {
			want[i] = montgomeryProduct(want[i], want[i], n, r, int64(1+double>>i&1))
		}
		k.square(x, double)
		compare("square", x, want)
		z := k.vector()
		k.mul(z, x, y)
		products := make([]*big.Int, len(moduli))
		for i, n := range moduli {
			products[i] = montgomeryProduct(want[i], ys[i], n, r, 1)
		}
		compare("mul", z, products)
		k.mul(y, y, x) // z may be x
		k.mul(x, z, x) // z may be y
		for i, n := range moduli {
			ys[i] = montgomeryProduct(ys[i], want[i], n, r, 1)
			want[i] = montgomeryProduct(products[i], want[i], n, r, 1)
		}
		compare("mul in place of x", y, ys)
		compare("mul in place of y", x, want)
	}
}

func TestKernelArithmeticAtDigitBoundaries(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		for _, bits := range sizes(4200) {
			moduli := hardModuli(r, bits)
			xs, ys := make([]*big.Int, Lanes), make([]*big.Int, Lanes)
			for i, n := range moduli {
				hard := hardResidues(n)
				xs[i], ys[i] = hard[r.IntN(len(hard))], hard[r.IntN(len(hard))]
			}
			checkKernel(t, name, bits, 2, moduli, xs, ys)
		}
	})
}

func TestKernelArithmeticOnEveryHardPair(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		for _, bits := range []int{61, 64, 104, 128, 521, 1040} {
			for _, n := range hardModuli(r, bits) {
				hard := hardResidues(n)
				for _, x := range hard {
					moduli, xs := make([]*big.Int, Lanes), make([]*big.Int, Lanes)
					for i := range moduli {
						moduli[i], xs[i] = n, x
					}
					checkKernel(t, name, bits, 1, moduli, xs, append([]*big.Int(nil), hard...))
				}
			}
		}
	})
}

func TestKernelLanesOfMixedSize(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		const capacity = 2100
		for lanes := 1; lanes <= Lanes; lanes++ {
			moduli, xs, ys := make([]*big.Int, lanes), make([]*big.Int, lanes), make([]*big.Int, lanes)
			for i := range moduli {
				moduli[i] = randomModulus(r, 2+r.IntN(capacity-1))
				if r.IntN(3) == 0 {
					moduli[i] = randomModulus(r, 2+r.IntN(100))
				}
				xs[i] = new(big.Int).Mod(randomBits(r, capacity), moduli[i])
				ys[i] = new(big.Int).Mod(randomBits(r, capacity), moduli[i])
			}
			checkKernel(t, name, capacity, 3, moduli, xs, ys)
		}
	})
}

func TestKernelPowersOfTwo(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		for _, bits := range []int{3, 64, 200, 1024} {
			moduli := hardModuli(r, bits)
			k := load(t, name, 1024, moduli)
			for _, e := range []int{0, 1, k.radix() / 2} {
				v := k.vector()
				x := new(big.Int).Lsh(one, uint(e))
				for i := range moduli {
					k.power(v, i, e)
				}
				k.square(v, 0x0f)
				got := values(t, k, v, moduli)
				for i, n := range moduli {
					f := int64(1)
					if i < 4 {
						f = 2
					}
					want := montgomeryProduct(x, x, n, k.radix(), f)
					if got[i].Cmp(want) != 0 {
						t.Errorf("%d bits, (2^%d)^2, lane %d: got %#x, want %#x", bits, e, i, got[i], want)
					}
				}
			}
		}
	})
}

func TestKernelGather(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		r := seeded(t)
		moduli := hardModuli(r, 300)
		k := load(t, name, 300, moduli)
		table := make([]vector, 5)
		for j := range table {
			xs := make([]*big.Int, Lanes)
			for i := range xs {
				xs[i] = big.NewInt(int64(100*j + i))
			}
			table[j] = fill(k, xs)
		}
		index := [Lanes]uint8{4, 0, 3, 1, 2, 4, 4, 0}
		z := k.vector()
		k.gather(z, table, &index)
		for i, n := range moduli {
			want := fmt.Sprint(100*int(index[i]) + i)
			if got := taken(t, k, z, i, n).String(); got != want {
				t.Errorf("lane %d: got %s, want %s", i, got, want)
			}
		}
	})
}
