// The strengthened strong Lucas test: the half of Baillie-PSW that errs on other
// composites than the tests to a base.

package millerrabin

import (
	"context"
	"math/big"
)

// StrongLucas reports whether n passes the strong Lucas test with Selfridge's
// parameters by method A*, in the strengthened form of Baillie, Fiori and
// Wagstaff, Strengthening the Baillie-PSW primality test, Math. Comp. 90 (2021).
// It is false for n < 2, and true for every prime n whose search for parameters
// succeeds, which no prime is known not to; see selfridge.
//
// With D the first of 5, -7, 9, -11, ... of Jacobi symbol (D/n) = -1 and
// P = 1, Q = (1-D)/4, or P = Q = 5 in place of P = 1, Q = -1, let U and V be the
// Lucas sequences of P and Q, and n + 1 = d 2^s with d odd. Then n passes if
//
//	U(d) = 0 mod n, or V(d 2^r) = 0 mod n for some 0 <= r < s   (strong test)
//	V(n+1) = 2Q mod n                                           (strengthening)
//	Q^((n+1)/2) = Q (Q/n) mod n                                 (Euler's criterion)
//
// The first line is the strong Lucas test of Baillie and Wagstaff, Lucas
// pseudoprimes, Math. Comp. 35 (1980). The other two cost next to nothing beside
// it, and only five composites below 10^15 pass the second line alone.
func StrongLucas(n *big.Int) bool {
	passed, err := strongLucas(context.Background(), n)
	return passed && err == nil
}

// strongLucas is StrongLucas under a context. Its error is the context's.
func strongLucas(ctx context.Context, n *big.Int) (bool, error) {
	if n.Cmp(big.NewInt(2)) <= 0 || n.Bit(0) == 0 {
		return n.Cmp(big.NewInt(2)) == 0, nil
	}
	params, end, err := selfridge(ctx, n)
	if err != nil || !end.found {
		return end.prime, err
	}
	c, err := params.test(ctx, n)
	return c.strong && c.strengthened && c.euler, err
}

// maxDiscriminant ends the search for parameters. Someone can build an n that
// has (D/n) = 1 for every |D| up to about BitLen(n) ln 2, by the Chinese
// remainder theorem: 11400 for 16384 bits. Each prime D beyond that halves the
// chance, so no non-square n for which the search fails will ever be met.
const maxDiscriminant = 1 << 17

// selfridgeEnd is how the search for parameters ended: with parameters, or with a
// verdict.
type selfridgeEnd struct{ found, prime bool }

// selfridge finds the parameters for an odd n > 1 by method A*. A square n, which
// has none, is recognized first. A D with a divisor in common with n decides n.
// Beyond maxDiscriminant n is taken for composite, the only verdict here that is
// not a proof.
func selfridge(ctx context.Context, n *big.Int) (lucasParams, selfridgeEnd, error) {
	if root := new(big.Int).Sqrt(n); root.Mul(root, root).Cmp(n) == 0 {
		return lucasParams{}, selfridgeEnd{}, nil
	}
	var rest, divisor big.Int
	for size := int64(5); size < maxDiscriminant; size += 2 {
		if size%1024 == 1 && ctx.Err() != nil {
			return lucasParams{}, selfridgeEnd{}, ctx.Err()
		}
		// D is 1 mod 4, so that (D/n) = (n/|D|) = (n mod |D| / |D|).
		divisor.SetInt64(size)
		switch jacobi(rest.Mod(n, &divisor).Int64(), size) {
		case -1:
			return paramsOf(size), selfridgeEnd{found: true}, nil
		case 0:
			return lucasParams{}, selfridgeEnd{prime: n.IsInt64() && n.Int64() == size}, nil
		}
	}
	return lucasParams{}, selfridgeEnd{}, nil
}

// jacobi returns the Jacobi symbol (a/m) for odd m > 0 and 0 <= a < m.
func jacobi(a, m int64) int {
	symbol := 1
	for a != 0 {
		for a%2 == 0 {
			a /= 2
			if m%8 == 3 || m%8 == 5 {
				symbol = -symbol
			}
		}
		if a%4 == 3 && m%4 == 3 {
			symbol = -symbol
		}
		a, m = m%a, a
	}
	if m != 1 {
		return 0
	}
	return symbol
}

// lucasParams are the parameters P and Q of Lucas sequences.
type lucasParams struct{ p, q int64 }

// paramsOf returns method A*'s parameters for the D of that size.
func paramsOf(size int64) lucasParams {
	d := size
	if size%4 == 3 {
		d = -size
	}
	if d == 5 {
		return lucasParams{5, 5} // Q = -1 would make the last two lines empty
	}
	return lucasParams{1, (1 - d) / 4}
}

// lucasConditions are the three lines that StrongLucas asks for.
type lucasConditions struct{ strong, strengthened, euler bool }

// test evaluates the conditions for an odd n > 1 with (D/n) = -1.
//
// It computes powers of the root a of X² - PX + Q, in Z/n[a]. There
// a^k = x + y a gives U(k) = y, V(k) = 2x + Py and the norm
// Q^k = x² + Pxy + Qy², so one chain of squarings up to a^(n+1) yields all.
func (params lucasParams) test(ctx context.Context, n *big.Int) (lucasConditions, error) {
	var c lucasConditions
	r := newLucasRing(n, params)
	plus1 := new(big.Int).Add(n, big.NewInt(1))
	s := plus1.TrailingZeroBits()
	d := new(big.Int).Rsh(plus1, s)

	z := r.root()
	for i := d.BitLen() - 2; i >= 0; i-- {
		if i%16 == 0 && ctx.Err() != nil {
			return c, ctx.Err()
		}
		r.square(z, d.Bit(i) == 1)
	}
	c.strong = z.y.Sign() == 0 || r.v(z).Sign() == 0
	for i := uint(1); i < s; i++ {
		if i%16 == 0 && ctx.Err() != nil {
			return c, ctx.Err()
		}
		r.square(z, false)
		c.strong = c.strong || r.v(z).Sign() == 0
	}
	// Now z is a^((n+1)/2).
	c.euler = r.norm(z).Cmp(r.constant(params.q*int64(big.Jacobi(big.NewInt(params.q), n)))) == 0
	r.square(z, false)
	c.strengthened = r.v(z).Cmp(r.constant(2*params.q)) == 0
	return c, nil
}
