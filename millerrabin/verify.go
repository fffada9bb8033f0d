// The tests of a number, from the cheapest to those of its policy, up to a verdict.

package millerrabin

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"primebench/internal/words"
)

var two = big.NewInt(2)

// Verify judges any number under p. The bases are uniform in [2, n-2], drawn from
// crypto/rand anew in each call. An error means that there is no verdict: it
// wraps ErrPolicy, ErrSize or the context's error. A cancelled context is
// answered within 100 ms.
func (t *Tester) Verify(ctx context.Context, n *big.Int, p Policy) (Verdict, error) {
	verdicts, err := t.VerifyAll(ctx, []*big.Int{n}, p)
	if err != nil {
		return Verdict{}, err
	}
	return verdicts[0], nil
}

// VerifyAll judges each of the numbers as Verify does. The rounds of different
// numbers run side by side and fill lanes that one number would leave empty. A
// number that cannot be judged is an error for all.
func (t *Tester) VerifyAll(ctx context.Context, numbers []*big.Int, p Policy) ([]Verdict, error) {
	return t.verify(ctx, numbers, p, false)
}

// Confirm is VerifyAll for numbers that passed Base2. It makes the strong test to
// base 2 only where p asks for the Lucas test too, and Base2 was not that test already.
func (t *Tester) Confirm(ctx context.Context, numbers []*big.Int, p Policy) ([]Verdict, error) {
	return t.verify(ctx, numbers, p, true)
}

// Confirmations returns how many lanes the tests that Confirm makes of a prime take at
// most.
func Confirmations(p Policy) int {
	if p.Lucas {
		return p.Rounds + 4 // base 2, two lanes for the Lucas test, and Euler's criterion
	}
	return p.Rounds
}

// verify judges numbers, which have passed Base2 if confirming is true.
func (t *Tester) verify(ctx context.Context, numbers []*big.Int, p Policy, confirming bool) ([]Verdict, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	for _, n := range numbers {
		if err := t.fits(n); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	cases := make([]judgement, len(numbers))
	for i, n := range numbers {
		cases[i] = begin(n)
		cases[i].heldToBase2, cases[i].passedBase2 = true, confirming
		cases[i].judgeTwoWords(p)
	}
	if !confirming && len(cases) > Lanes {
		if err := t.sift(ctx, cases); err != nil {
			return nil, err
		}
	}
	if err := t.runAll(ctx, newTestQueue(cases, p, p.Lucas || !confirming)); err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(numbers))
	for i := range cases {
		cases[i].conclude(p)
		verdicts[i] = cases[i].verdict
	}
	return verdicts, nil
}

// fits returns an error where n is no number or is too large for the Tester.
func (t *Tester) fits(n *big.Int) error {
	if n == nil {
		return errors.New("millerrabin: no number to judge")
	}
	if n.BitLen() > t.bits {
		return fmt.Errorf("millerrabin: %w: %d bits, want at most %d", ErrSize, n.BitLen(), t.bits)
	}
	return nil
}

// A judgement is a number on its way to a verdict.
type judgement struct {
	n       *big.Int
	words   []uint64
	decided bool // the verdict needs no further test
	verdict Verdict

	heldToBase2  bool  // the number passes the test to base 2, or will be refuted by it
	passedBase2  bool  // it passed Base2
	discriminant int64 // of the Lucas test
}

// begin begins with the tests that cost next to nothing.
func begin(n *big.Int) judgement {
	c := judgement{n: n}
	if n.BitLen() <= exactBits {
		c.decided, c.verdict = true, exactVerdict(n)
		return c
	}
	c.words = words.Of(n)
	c.verdict.Reason = cheapReason(n, c.words)
	c.decided = c.verdict.Reason != ""
	return c
}

// refute decides that the number is composite.
func (c *judgement) refute(reason string) { c.decided, c.verdict.Reason = true, reason }

// judgeTwoWords decides a number of at most twoWordsBits bits.
func (c *judgement) judgeTwoWords(p Policy) {
	if c.decided || c.n.BitLen() > twoWordsBits {
		return
	}
	m := newModulus128(twoWords(c.words))
	if reason := m.judge(p, c.passedBase2, c.isStrongToBase2()); reason != "" {
		c.refute(reason)
		return
	}
	c.decided = true
	c.verdict.Prime, c.verdict.Log2Error = true, p.Log2ErrorUnknown()
}

// conclude completes the verdict, after all tests of the policy.
func (c *judgement) conclude(p Policy) {
	if c.verdict.Policy != Exact {
		c.verdict.Policy = p
	}
	if !c.decided {
		c.verdict.Prime, c.verdict.Log2Error = true, p.Log2ErrorUnknown()
	}
}

// exactVerdict returns the verdict on a number of at most exactBits bits.
func exactVerdict(n *big.Int) Verdict {
	v := Verdict{Policy: Exact, Reason: plainReason(n)}
	if v.Reason == "" && n.Bit(0) == 1 {
		v.Reason = exact(n.Uint64()).reason()
	}
	v.Prime = v.Reason == ""
	v.Proven = v.Prime
	return v
}

// plainReason returns why a look at the number says that it is not prime, or "".
func plainReason(n *big.Int) string {
	switch {
	case n.Sign() < 0:
		return "negative"
	case n.Cmp(two) < 0:
		return "below 2"
	case n.Bit(0) == 0 && n.Cmp(two) > 0:
		return "even"
	}
	return ""
}

// cheapReason returns why tests that cost next to nothing say that a number of more than
// exactBits bits is not prime, or "".
func cheapReason(n *big.Int, words []uint64) string {
	if reason := plainReason(n); reason != "" {
		return reason
	}
	if divisor := trial().divisor(words); divisor > 0 {
		return divisibleBy(divisor)
	}
	return ""
}

// sift refutes most composites of a list by the Euler test to base 2. It is cheaper
// than the strong test to base 2, and whatever passes the strong test passes it.
func (t *Tester) sift(ctx context.Context, cases []judgement) error {
	batch := make([]*judgement, 0, Lanes)
	candidates := make([][]uint64, 0, Lanes)
	flush := func() error {
		passed, err := t.Base2(ctx, candidates...)
		if err != nil {
			return err
		}
		for i, c := range batch {
			if c.passedBase2 = passed>>i&1 != 0; !c.passedBase2 {
				c.refute(failedBase2)
			}
		}
		batch, candidates = batch[:0], candidates[:0]
		return nil
	}
	for i := range cases {
		if cases[i].decided {
			continue
		}
		batch, candidates = append(batch, &cases[i]), append(candidates, cases[i].words)
		if len(batch) == Lanes {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if len(batch) == 0 {
		return nil
	}
	return flush()
}
