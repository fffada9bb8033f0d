// What a number goes through to be called prime.

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

// VerifyAll judges each of the numbers as Verify does, with the rounds of
// different numbers side by side, so that the lanes are full where one number
// would leave some empty. A number that cannot be judged is an error for all.
func (t *Tester) VerifyAll(ctx context.Context, numbers []*big.Int, p Policy) ([]Verdict, error) {
	return t.verify(ctx, numbers, p, 0)
}

// Confirm is VerifyAll for numbers that passed Base2: the strong test to base 2 is
// left out where p asks for no Lucas test, which it belongs to. It takes
// Confirmations lanes for each number.
func (t *Tester) Confirm(ctx context.Context, numbers []*big.Int, p Policy) ([]Verdict, error) {
	return t.verify(ctx, numbers, p, firstRound(p))
}

// Confirmations returns how many strong tests Confirm makes of a prime.
func Confirmations(p Policy) int { return p.Rounds + 1 - firstRound(p) }

// firstRound is 1 where a number that passed Base2 need not pass round 0.
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
	cases := make([]trialCase, len(numbers))
	for i, n := range numbers {
		cases[i] = t.open(n)
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

// fits says whether n is a number that the Tester has room for.
func (t *Tester) fits(n *big.Int) error {
	if n == nil {
		return errors.New("millerrabin: no number to judge")
	}
	if n.BitLen() > t.bits {
		return fmt.Errorf("millerrabin: %w: %d bits, want at most %d", ErrSize, n.BitLen(), t.bits)
	}
	return nil
}

// A trialCase is a number on its way to a verdict.
type trialCase struct {
	n       *big.Int
	words   []uint64
	settled bool // the verdict needs no further test
	verdict Verdict
}

// open begins with what costs next to nothing.
func (t *Tester) open(n *big.Int) trialCase {
	c := trialCase{n: n}
	if c.verdict, c.settled = t.settle(n); !c.settled {
		c.words = words.Of(n)
	}
	return c
}

// refute settles the case: its number is composite.
func (c *trialCase) refute(reason string) { c.settled, c.verdict.Reason = true, reason }

// conclude makes the Lucas test where it is asked for, after all strong tests
// have been passed, and completes the verdict.
func (c *trialCase) conclude(ctx context.Context, p Policy) error {
	c.verdict.Policy = p
	if c.settled {
		return nil
	}
	exact := c.n.BitLen() <= 64
	if p.Lucas || exact {
		passed, err := strongLucas(ctx, c.n)
		if err != nil {
			return err
		}
		if !passed {
			c.refute("strong Lucas test")
			return nil
		}
	}
	c.verdict.Prime, c.verdict.Proven = true, exact
	if !exact {
		c.verdict.Log2Error = p.Log2ErrorUnknown()
	}
	return nil
}

// settle gives the verdicts that cost next to nothing.
func (t *Tester) settle(n *big.Int) (v Verdict, settled bool) {
	switch {
	case n.Sign() < 0:
		return Verdict{Reason: "negative"}, true
	case n.Cmp(two) < 0:
		return Verdict{Reason: "below 2"}, true
	case n.Cmp(two) == 0:
		return Verdict{Prime: true, Proven: true}, true
	case n.Bit(0) == 0:
		return Verdict{Reason: "even"}, true
	}
	if divisor := t.small.divisor(n); divisor > 0 {
		return Verdict{Reason: fmt.Sprintf("divisible by %d", divisor)}, true
	}
	if n.Cmp(big.NewInt(trialLimit*trialLimit)) < 0 {
		return Verdict{Prime: true, Proven: true}, true
	}
	return Verdict{}, false
}

// sift settles most composites of a list by the Euler test to base 2, which what
// passes the strong test to base 2 passes, and which is cheaper.
func (t *Tester) sift(ctx context.Context, cases []trialCase) error {
	batch := make([]*trialCase, 0, Lanes)
	candidates := make([][]uint64, 0, Lanes)
	flush := func() error {
		passed, err := t.Base2(ctx, candidates...)
		if err != nil {
			return err
		}
		for i, c := range batch {
			if passed>>i&1 == 0 {
				c.refute("strong test to base 2")
			}
		}
		batch, candidates = batch[:0], candidates[:0]
		return nil
	}
	for i := range cases {
		if cases[i].settled {
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
	*trialCase
	number int
}

// strong makes the strong tests of the cases that are not settled, in the rounds
// from first to last, and settles those that fail one. All cases pass a round
// before any begins the next, and a batch takes what comes: lanes are empty only
// in the last one.
func (t *Tester) strong(ctx context.Context, cases []trialCase, first, last int) error {
	batch := make([]round, 0, Lanes)
	for number := first; number <= last; number++ {
		for i := range cases {
			if cases[i].settled {
				continue
			}
			batch = append(batch, round{&cases[i], number})
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
		if passed>>i&1 != 0 || r.settled {
			continue
		}
		if r.number == 0 {
			r.refute("strong test to base 2")
		} else {
			r.refute("strong test to a random base")
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
	if err := t.batch.Load(numbers...); err != nil {
		return 0, err
	}
	passed, err := t.batch.Strong(ctx, bases...)
	return Mask(passed), err
}
