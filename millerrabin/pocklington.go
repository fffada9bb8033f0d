// A proof for safe primes: once (p-1)/2 is known to be prime, one power proves that
// p is.

package millerrabin

import (
	"context"
	"math/big"

	"primebench/internal/words"
)

// PocklingtonSafe reports whether the primality of q = (p-1)/2, which the caller
// vouches for, proves p prime by Pocklington's theorem. If it does, p is as
// surely prime as q is, and needs no test of its own. If q is prime and the
// answer is false, p is composite.
//
// Pocklington (1914): let q be a prime divisor of p - 1 with q > sqrt(p) - 1. If
// some a has a^(p-1) = 1 mod p and gcd(a^((p-1)/q) - 1, p) = 1, then p is
// prime. Here (p-1)/q = 2 and a = 2, so that the divisor to exclude is 3, and
// q > sqrt(2q+1) - 1 for every q > 0. The power is computed as 2^q, which a
// prime p makes the Jacobi symbol (2/p).
//
// A p that is negative, even or below 5 is no safe prime: false. The error wraps
// ErrSize or is the context's.
func (t *Tester) PocklingtonSafe(ctx context.Context, p *big.Int) (bool, error) {
	proven, err := t.PocklingtonSafeAll(ctx, []*big.Int{p})
	if err != nil {
		return false, err
	}
	return proven[0], nil
}

// PocklingtonSafeAll answers as PocklingtonSafe does for each of the numbers, whose powers
// are computed side by side.
func (t *Tester) PocklingtonSafeAll(ctx context.Context, numbers []*big.Int) ([]bool, error) {
	proven := make([]bool, len(numbers))
	var places []int
	var batch [][]uint64
	for i, p := range numbers {
		if err := t.fits(p); err != nil {
			return nil, err
		}
		if p.Cmp(big.NewInt(5)) >= 0 && p.Bit(0) == 1 && new(big.Int).Mod(p, big.NewInt(3)).Sign() != 0 {
			places, batch = append(places, i), append(batch, words.Of(p))
		}
		if len(batch) < Lanes && i+1 < len(numbers) || len(batch) == 0 {
			continue
		}
		passed, err := t.Base2(ctx, batch...)
		if err != nil {
			return nil, err
		}
		for lane, place := range places {
			proven[place] = passed>>lane&1 == 1
		}
		places, batch = places[:0], batch[:0]
	}
	return proven, nil
}
