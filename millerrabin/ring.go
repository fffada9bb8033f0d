// The arithmetic of Lucas sequences: in Z/n[a] with a² = Pa - Q.

package millerrabin

import "math/big"

// A lucasRing is Z/n[a] for an odd n > 1. P and |Q| are below 2^16, by
// maxDiscriminant, so that sums of their multiples of products fit the guard
// bits of modulus.
type lucasRing struct {
	*modulus
	p, pLess1, minusQ big.Int
	// lift is a multiple of n that makes every negative sum of square positive.
	lift big.Int

	xx, yy, sum big.Int // scratch
}

// An element is x + y a, both in Montgomery's form.
type element struct{ x, y big.Int }

func newLucasRing(n *big.Int, params lucasParams) *lucasRing {
	r := &lucasRing{modulus: newModulus(n)}
	r.p.SetInt64(params.p)
	r.pLess1.SetInt64(params.p - 1)
	r.minusQ.SetInt64(-params.q)
	// The sums are at least -|Q| (4 + P) n² - |Q| n²; P is at most 5.
	r.lift.Mul(n, n)
	r.lift.Mul(&r.lift, big.NewInt(10*max(params.q, -params.q)))
	return r
}

// constant returns the integer c in Montgomery's form.
func (r *lucasRing) constant(c int64) *big.Int {
	z := big.NewInt(c)
	r.enter(z, z)
	return z
}

// root returns a itself.
func (r *lucasRing) root() *element {
	z := new(element)
	z.y.Set(r.constant(1))
	return z
}

// square sets z to z², or to z² a.
//
// z² = (x² - Q y²) + (2xy + P y²) a, with 2xy + P y² = (x+y)² - x² + (P-1) y²,
// which takes three squarings and, since the sums are multiplied by a before they
// are reduced, two reductions.
func (r *lucasRing) square(z *element, timesA bool) {
	r.xx.Mul(&z.x, &z.x)
	r.yy.Mul(&z.y, &z.y)
	r.sum.Add(&z.x, &z.y)
	z.y.Mul(&r.sum, &r.sum)
	z.y.Sub(&z.y, &r.xx)
	if r.pLess1.Sign() != 0 {
		r.sum.Mul(&r.yy, &r.pLess1)
		z.y.Add(&z.y, &r.sum)
	}
	r.sum.Mul(&r.yy, &r.minusQ)
	z.x.Add(&r.xx, &r.sum)
	if timesA {
		r.timesA(z)
	}
	r.reduceSum(&z.x)
	r.reduceSum(&z.y)
}

// timesA sets z to z a = -Q y + (x + P y) a, without reducing.
func (r *lucasRing) timesA(z *element) {
	r.sum.Mul(&z.y, &r.p)
	r.sum.Add(&r.sum, &z.x)
	z.x.Mul(&z.y, &r.minusQ)
	z.y.Set(&r.sum)
}

// reduceSum reduces a sum of products, which may be negative.
func (r *lucasRing) reduceSum(t *big.Int) {
	if t.Sign() < 0 {
		t.Add(t, &r.lift)
	}
	r.reduce(t)
}

// v returns V = 2x + P y mod n for z = a^k. The result is valid until the next
// call.
func (r *lucasRing) v(z *element) *big.Int {
	r.sum.Mul(&z.y, &r.p)
	r.sum.Add(&r.sum, &z.x)
	r.sum.Add(&r.sum, &z.x)
	return r.sum.Mod(&r.sum, r.n)
}

// norm returns x² + P xy + Q y² mod n, which is Q^k for z = a^k. The result is
// valid until the next call.
func (r *lucasRing) norm(z *element) *big.Int {
	r.sum.Mul(&z.y, &r.p)
	r.sum.Add(&r.sum, &z.x)
	r.sum.Mul(&r.sum, &z.x)
	r.yy.Mul(&z.y, &z.y)
	r.yy.Mul(&r.yy, &r.minusQ)
	r.sum.Sub(&r.sum, &r.yy)
	r.reduceSum(&r.sum)
	return &r.sum
}
