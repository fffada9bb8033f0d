// The plain Lucas test, over math/big alone: what the tests hold the one in the lanes to.

package millerrabin

import "math/big"

// A selfridgeEnd is how the plain search for parameters ended: with parameters, or with
// a verdict.
type selfridgeEnd struct{ found, prime bool }

// selfridge finds the parameters for an odd n > 1 by method A*.
func selfridge(n *big.Int) (lucasParams, selfridgeEnd) {
	if isSquare(n) {
		return lucasParams{}, selfridgeEnd{}
	}
	for size := int64(5); size < maxDiscriminant; size += 2 {
		d := size
		if size%4 == 3 {
			d = -size
		}
		switch big.Jacobi(big.NewInt(d), n) {
		case -1:
			return paramsOf(d), selfridgeEnd{found: true}
		case 0:
			return lucasParams{}, selfridgeEnd{prime: n.IsInt64() && n.Int64() == size}
		}
	}
	return lucasParams{}, selfridgeEnd{}
}

// passes is the whole test by the plain code.
func (c lucasConditions) passes() bool { return c.strong && c.strengthened && c.euler }

// lucasParams are the parameters P and Q of Lucas sequences.
type lucasParams struct{ p, q int64 }

// paramsOf returns method A*'s parameters for D.
func paramsOf(d int64) lucasParams {
	if d == 5 {
		return lucasParams{p: 5, q: 5} // Q = -1 would make the last two lines empty
	}
	return lucasParams{p: 1, q: (1 - d) / 4}
}

// lucasConditions are the three lines that StrongLucas asks for.
type lucasConditions struct{ strong, strengthened, euler bool }

// conditionsOf evaluates the conditions for an odd n > 1 with (D/n) = -1.
//
// It computes powers of the root a of X² - PX + Q, in Z/n[a]. There
// a^k = x + y a gives U(k) = y, V(k) = 2x + Py and the norm
// Q^k = x² + Pxy + Qy², so one chain of squarings up to a^(n+1) yields all.
func (params lucasParams) conditionsOf(n *big.Int) lucasConditions {
	p, q := big.NewInt(params.p), big.NewInt(params.q)
	mod := func(x *big.Int) *big.Int { return x.Mod(x, n) }
	mul := func(x, y *big.Int) *big.Int { return mod(new(big.Int).Mul(x, y)) }
	add := func(x, y *big.Int) *big.Int { return mod(new(big.Int).Add(x, y)) }
	sub := func(x, y *big.Int) *big.Int { return mod(new(big.Int).Sub(x, y)) }
	// a² = Pa - Q
	times := func(x, y, u, v *big.Int) (*big.Int, *big.Int) {
		yv := mul(y, v)
		return sub(mul(x, u), mul(q, yv)), add(add(mul(x, v), mul(y, u)), mul(p, yv))
	}
	v := func(x, y *big.Int) *big.Int { return add(add(x, x), mul(p, y)) }

	plus1 := new(big.Int).Add(n, big.NewInt(1))
	s := plus1.TrailingZeroBits()
	x, y := big.NewInt(1), new(big.Int)
	c := lucasConditions{}
	for i := plus1.BitLen() - 1; i >= 0; i-- {
		x, y = times(x, y, x, y)
		if plus1.Bit(i) == 1 {
			x, y = times(x, y, new(big.Int), big.NewInt(1))
		}
		switch i := uint(i); {
		case i == s:
			c.strong = y.Sign() == 0 || v(x, y).Sign() == 0
		case i < s && i > 0:
			c.strong = c.strong || v(x, y).Sign() == 0
		}
		if i == 1 {
			norm := add(add(mul(x, x), mul(p, mul(x, y))), mul(q, mul(y, y)))
			c.euler = norm.Cmp(mul(q, big.NewInt(int64(big.Jacobi(q, n))))) == 0
		}
	}
	c.strengthened = v(x, y).Cmp(add(q, q)) == 0
	return c
}
