// The strengthened strong Lucas test: the half of Baillie-PSW that errs on other
// composites than the tests to a base.

package millerrabin

import (
	"context"
	"math/big"
	"math/bits"

	"primebench/internal/montgomery"
	"primebench/internal/words"
)

// StrongLucas reports whether n passes the strong Lucas test with Selfridge's
// parameters by method A*, in the strengthened form of Baillie, Fiori and
// Wagstaff, Strengthening the Baillie-PSW primality test, Math. Comp. 90 (2021).
// It is false for n < 2, and true for every prime n whose search for parameters
// succeeds, which no prime is known not to; see findDiscriminant.
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
//
// It panics as IsPrime does.
func StrongLucas(n *big.Int) bool {
	if n.Cmp(big.NewInt(trialLimit*trialLimit)) < 0 {
		return exactVerdict(n).Prime // no composite passes
	}
	tester, err := NewTester("", n.BitLen())
	if err != nil {
		panic(err)
	}
	passed, err := tester.strongLucas(context.Background(), n)
	if err != nil {
		panic(err) // cannot happen: n fits, and nobody cancels
	}
	return passed
}

// strongLucas is StrongLucas for an n of at least trialLimit squared.
func (t *Tester) strongLucas(ctx context.Context, n *big.Int) (bool, error) {
	if n.Bit(0) == 0 {
		return false, nil
	}
	c := judgement{n: n, words: words.Of(n)}
	tests := testQueue{rounds: []round{{judgement: &c, kind: lucasRound}, {judgement: &c, kind: eulerRound}}}
	err := t.runAll(ctx, &tests)
	return !c.decided, err
}

// maxDiscriminant ends the search for parameters. Someone can build an n that
// has (D/n) = 1 for every |D| up to about BitLen(n) ln 2, by the Chinese
// remainder theorem: 11400 for 16384 bits. Each prime D beyond that halves the
// chance, so no non-square n for which the search fails will ever be met.
const maxDiscriminant = 1 << 17

// findDiscriminant finds D for an odd number above maxDiscriminant by method A*, and 0
// where the number is composite: a D has a divisor in common with it, or it is a square,
// which has no D. Beyond maxDiscriminant it is taken for composite, the only verdict here
// that is not a proof.
func findDiscriminant(ctx context.Context, n []uint64) (d int64, err error) {
	for size := int64(5); size < maxDiscriminant; size += 2 {
		if size%1024 == 1 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if d = size; size%4 == 3 {
			d = -size
		}
		switch montgomery.Jacobi(d, n) {
		case -1:
			return d, nil
		case 0:
			return 0, nil
		}
		if size == squareSuspected && isSquare(words.Int(n)) {
			return 0, nil
		}
	}
	return 0, nil
}

// squareSuspected is the size of D from which on a number is asked whether it is a square:
// of other numbers one in a few hundred gets there.
const squareSuspected = 29

func isSquare(n *big.Int) bool {
	root := new(big.Int).Sqrt(n)
	return root.Mul(root, root).Cmp(n) == 0
}

// eulerBase returns the base to which the Euler test stands for that to Q = SelfridgeQ(d):
// -1 passes it always, and 2 where the strong test to base 2 is passed. It returns 1 where
// no test is left.
func eulerBase(d int64, passedBase2 bool) int64 {
	q := montgomery.SelfridgeQ(d)
	q = max(q, -q)
	if passedBase2 {
		q >>= bits.TrailingZeros64(uint64(q))
	}
	return q
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
