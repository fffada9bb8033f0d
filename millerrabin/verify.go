// The tests of a number, from the cheapest to those of its policy, up to a verdict.

package millerrabin

import (
	"context"
	"crypto/rand"
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
	return t.verify(ctx, numbers, p, 0)
}

// Confirm is VerifyAll for numbers that passed Base2. It makes the strong test to
// base 2 only where p asks for the Lucas test too. It takes Confirmations lanes for
// each number.
func (t *Tester) Confirm(ctx context.Context, numbers []*big.Int, p Policy) ([]Verdict, error) {
	return t.verify(ctx, numbers, p, firstRound(p))
}

// Confirmations returns how many strong tests Confirm makes of a prime.
func Confirmations(p Policy) int { return p.Rounds + 1 - firstRound(p) }

// firstRound returns 1 where a number that passed Base2 need not pass round 0.
func firstRound(p Policy) int {
	if p.Lucas {
		return 0
	}
	return 1
}

// verify judges numbers by rounds from first on.
func (t *Tester) verify(ctx context.Context, numbers []*big.Int, p Policy, first int) ([]Verdict, error) {
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
		cases[i].judgeTwoWords(p, first)
	}
	if first == 0 && len(cases) > Lanes {
		if err := t.sift(ctx, cases); err != nil {
			return nil, err
		}
	}
	if err := t.strong(ctx, cases, first, p.Rounds); err != nil {
		return nil, err
	}
	verdicts := make([]Verdict, len(numbers))
	for i := range cases {
		if err := cases[i].conclude(ctx, p); err != nil {
			return nil, err
		}
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
func (c *judgement) judgeTwoWords(p Policy, first int) {
	if c.decided || c.n.BitLen() > twoWordsBits {
		return
	}
	m := newModulus128(twoWords(c.words))
	if reason := m.judge(p, first); reason != "" {
		c.refute(reason)
		return
	}
	c.decided = true
	c.verdict.Prime, c.verdict.Log2Error = true, p.Log2ErrorUnknown()
}

// conclude completes the verdict: after all strong tests were passed it makes the
// Lucas test where the policy asks for it.
func (c *judgement) conclude(ctx context.Context, p Policy) error {
	if c.verdict.Policy != Exact {
		c.verdict.Policy = p
	}
	if c.decided {
		return nil
	}
	if p.Lucas {
		passed, err := strongLucas(ctx, c.n)
		if err != nil {
			return err
		}
		if !passed {
			c.refute(failedLucas)
			return nil
		}
	}
	c.verdict.Prime, c.verdict.Log2Error = true, p.Log2ErrorUnknown()
	return nil
}

// exactVerdict returns the verdict on a number of at most exactBits bits.
func exactVerdict(n *big.Int) Verdict {
	v := Verdict{Policy: Exact, Reason: plainReason(n)}
	if v.Reason == "" && n.Bit(0) == 1 {
		v.Reason = exact(n.Uint64())
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
			if passed>>i&1 == 0 {
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

// A round is one strong test of a case: to base 2 when it is number 0, and to a
// random base otherwise.
type round struct {
	*judgement
	number int
}

// strong makes the strong tests of the cases that are not decided, in the rounds
// from first to last, and refutes those that fail one. All cases pass a round
// before any begins the next, and batches are filled across rounds: only the last
// one has empty lanes.
func (t *Tester) strong(ctx context.Context, cases []judgement, first, last int) error {
	batch := make([]round, 0, Lanes)
	for number := first; number <= last; number++ {
		for i := range cases {
			if cases[i].decided {
				continue
			}
			batch = append(batch, round{judgement: &cases[i], number: number})
			if len(batch) == Lanes {
				if err := t.strongRounds(ctx, batch); err != nil {
					return err
				}
				batch = batch[:0]
			}
		}
	}
	if len(batch) == 0 {
		return nil
	}
	return t.strongRounds(ctx, batch)
}

// strongRounds makes up to Lanes rounds side by side.
func (t *Tester) strongRounds(ctx context.Context, batch []round) error {
	var numbers, bases [][]uint64
	for _, r := range batch {
		base, err := r.base()
		if err != nil {
			return err
		}
		numbers, bases = append(numbers, r.words), append(bases, base)
	}
	passed, err := t.strongBatch(ctx, numbers, bases)
	if err != nil {
		return err
	}
	for i, r := range batch {
		if passed>>i&1 != 0 || r.decided {
			continue
		}
		if r.number == 0 {
			r.refute(failedBase2)
		} else {
			r.refute(failedRandom)
		}
	}
	return nil
}

// base returns 2, or draws uniformly from [2, n-2], for n > 3.
func (r round) base() ([]uint64, error) {
	if r.number == 0 {
		return words.Of(two), nil
	}
	base, err := rand.Int(rand.Reader, new(big.Int).Sub(r.n, big.NewInt(3)))
	if err != nil {
		return nil, fmt.Errorf("millerrabin: drawing a base: %w", err)
	}
	return words.Of(base.Add(base, two)), nil
}

// strongBatch makes the strong tests of up to Lanes numbers, to a base each.
func (t *Tester) strongBatch(ctx context.Context, numbers, bases [][]uint64) (Mask, error) {
	batch, err := t.load(numbers...)
	if err != nil {
		return 0, err
	}
	passed, err := batch.Strong(ctx, bases...)
	return Mask(passed), err
}
