package montgomery

import (
	"math/big"
	"slices"
	"testing"
)

// Long chains of squarings: the same random doublings in a kernel and in the
// portable one, which other tests compare with math/big, compared now and then.
func TestKernelChainsAgreeWithGeneric(t *testing.T) {
	sizes := []int{64, 300, 512, 520, 1024, 1040, 2048, 4096}
	onEveryKernel(t, func(t *testing.T, name string) {
		for _, bits := range sizes {
			checkChain(t, name, bits, chainSteps/len(sizes))
		}
	})
}

func checkChain(t *testing.T, name string, bits, steps int) {
	t.Helper()
	const stretch = 64
	r := seeded(t)
	for done := 0; done < steps; done += 16 * stretch {
		moduli := hardModuli(r, bits)
		xs := make([]*big.Int, Lanes)
		for i, n := range moduli {
			xs[i] = new(big.Int).Mod(randomBits(r, bits), n)
		}
		mine, oracle := newChain(t, name, moduli, xs), newChain(t, "generic", moduli, xs)
		for range 16 {
			doubles := make([]Mask, stretch)
			for i := range doubles {
				doubles[i] = Mask(r.Uint32())
			}
			got, want := mine.run(t, doubles), oracle.run(t, doubles)
			if !slices.EqualFunc(got, want, func(x, y *big.Int) bool { return x.Cmp(y) == 0 }) {
				t.Fatalf("%d bits, after %d steps: got%s\nwant%s\nmoduli%s", bits, stretch, describe(got), describe(want), describe(moduli))
			}
		}
	}
}

// A chain is a vector under repeated squaring, in plain terms: the numbers that
// run returns do not depend on the kernel's R.
type chain struct {
	k      kernel
	moduli []*big.Int
	x      vector
}

func newChain(t *testing.T, name string, moduli, xs []*big.Int) *chain {
	c := &chain{k: load(t, name, largest(moduli), moduli), moduli: moduli}
	inForm := make([]*big.Int, len(xs))
	for i, x := range xs {
		inForm[i] = new(big.Int).Lsh(x, uint(c.k.radix()))
		inForm[i].Mod(inForm[i], moduli[i])
	}
	c.x = fill(c.k, inForm)
	return c
}

func (c *chain) run(t *testing.T, doubles []Mask) []*big.Int {
	t.Helper()
	for _, double := range doubles {
		c.k.square(c.x, double)
	}
	plain := c.k.vector()
	c.k.leave(plain, c.x)
	values := make([]*big.Int, len(c.moduli))
	for i, n := range c.moduli {
		values[i] = taken(t, c.k, plain, i, n)
	}
	return values
}
