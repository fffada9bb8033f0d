package millerrabin

import (
	"context"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// oddNumber draws an odd number > 1 of up to words 64-bit words, often at a
// power of 2 or with runs of ones, where carries are long.
func oddNumber(t *rapid.T, words int) *big.Int {
	raw := rapid.SliceOfN(rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, 1 << 63, ^uint64(0)})), 1, words).Draw(t, "n")
	n := new(big.Int)
	for _, w := range raw {
		n.Lsh(n, 64)
		n.Or(n, new(big.Int).SetUint64(w))
	}
	n.SetBit(n, 0, 1)
	if n.BitLen() < 2 {
		n.SetInt64(3)
	}
	return n
}

// below draws a number in [0, limit).
func below(t *rapid.T, limit *big.Int, label string) *big.Int {
	highest := new(big.Int).Sub(limit, big.NewInt(1))
	raw := rapid.SliceOfN(rapid.Byte(), 0, len(limit.Bytes())).Draw(t, label)
	x := new(big.Int).SetBytes(raw)
	if rapid.Bool().Draw(t, label+" near the limit") {
		return x.Sub(highest, x.Mod(x, new(big.Int).Rsh(limit, uint(limit.BitLen()/2))))
	}
	return x.Mod(x, limit)
}

func TestReduce(t *testing.T) {
	for name, words := range map[string]int{"columns": columnWords - 1, "blocks": longWords, "long blocks": 2*longWords + 60} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				n := oddNumber(t, words)
				m := newModulus(n)
				limit := new(big.Int).Lsh(n, m.radixBits)
				x := below(t, limit, "t")
				radix := new(big.Int).Lsh(big.NewInt(1), m.radixBits)
				want := radix.ModInverse(radix, n)
				want.Mul(want, x).Mod(want, n)
				if m.reduce(x); x.Cmp(want) != 0 {
					t.Fatalf("%d words in %d blocks: %x, want %x", m.block*m.blocks, m.blocks, x, want)
				}
			})
		})
	}
}

// TestReduceLimits takes the largest number that may be reduced, at every size.
func TestReduceLimits(t *testing.T) {
	for bits := uint(2); bits <= MaxBits; bits = bits*9/8 + 1 {
		n := new(big.Int).Lsh(big.NewInt(1), bits)
		n.Sub(n, big.NewInt(1)) // all ones
		m := newModulus(n)
		x := new(big.Int).Lsh(n, m.radixBits)
		x.Sub(x, big.NewInt(1))
		radix := new(big.Int).Lsh(big.NewInt(1), m.radixBits)
		want := radix.ModInverse(radix, n)
		want.Mul(want, x).Mod(want, n)
		if m.reduce(x); x.Cmp(want) != 0 {
			t.Errorf("%d bits: wrong", bits)
		}
	}
}

func TestRingAgainstPolynomials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := oddNumber(t, 3*columnWords)
		params := lucasParams{
			p: rapid.SampledFrom([]int64{1, 5}).Draw(t, "p"),
			q: rapid.Int64Range(-maxDiscriminant/4, maxDiscriminant/4).Draw(t, "q"),
		}
		x, y := below(t, n, "x"), below(t, n, "y")
		timesA := rapid.Bool().Draw(t, "times a")
		r := newLucasRing(n, params)
		z := new(element)
		r.enter(&z.x, x)
		r.enter(&z.y, y)

		check := func(what string, got *big.Int, want *big.Int) {
			wanted := new(big.Int)
			if r.enter(wanted, want); got.Cmp(wanted) != 0 {
				t.Fatalf("%s = %x, want %x", what, got, wanted)
			}
		}
		p, q := big.NewInt(params.p), big.NewInt(params.q)
		mul := func(a, b *big.Int) *big.Int { return new(big.Int).Mul(a, b) }
		add := func(a, b *big.Int) *big.Int { return new(big.Int).Add(a, b) }
		sub := func(a, b *big.Int) *big.Int { return new(big.Int).Sub(a, b) }

		check("V", r.v(z), add(add(x, x), mul(p, y)))
		check("the norm", r.norm(z), add(add(mul(x, x), mul(p, mul(x, y))), mul(q, mul(y, y))))
		wantX := sub(mul(x, x), mul(q, mul(y, y)))
		wantY := add(mul(add(x, x), y), mul(p, mul(y, y)))
		if timesA {
			wantX, wantY = sub(new(big.Int), mul(q, wantY)), add(wantX, mul(p, wantY))
		}
		r.square(z, timesA)
		check("x", &z.x, wantX)
		check("y", &z.y, wantY)
	})
}

// TestLargePrimesPass takes primes at sizes of every kind of reduction: the
// largest below powers of 2, OEIS A013603, and Mersenne's.
func TestLargePrimesPass(t *testing.T) {
	for _, c := range []struct {
		bits   uint
		behind int64
	}{{64, 59}, {89, 1}, {107, 1}, {127, 1}, {128, 159}, {256, 189}, {512, 569}, {521, 1}, {1024, 105}, {1279, 1}, {2048, 1942289}, {2203, 1}, {4096, 2549}} {
		n := new(big.Int).Lsh(big.NewInt(1), c.bits)
		n.Sub(n, big.NewInt(c.behind))
		if !StrongLucas(n) {
			t.Errorf("2^%d - %d does not pass", c.bits, c.behind)
		}
		if n.Sub(n, big.NewInt(30)); n.ProbablyPrime(0) != StrongLucas(n) {
			t.Errorf("2^%d - %d: %v", c.bits, c.behind+30, StrongLucas(n))
		}
	}
}

func TestLucasIsCancelled(t *testing.T) {
	n := new(big.Int).Lsh(big.NewInt(1), 1279)
	n.Sub(n, big.NewInt(1))
	for looks := range 1000 {
		passed, err := strongLucas(&countdown{Context: context.Background(), looks: looks}, n)
		if err == nil {
			if !passed || looks < 1279/16 {
				t.Errorf("a prime of 1279 bits: %v after %d looks at the context", passed, looks)
			}
			return
		}
		if err != context.Canceled || passed {
			t.Fatalf("cancelled at look %d: %v, %v", looks, passed, err)
		}
	}
	t.Error("the test looks at the context without end")
}

// A countdown is a context that is cancelled when it has been looked at so many
// times.
type countdown struct {
	context.Context
	looks int
}

func (c *countdown) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}
