// The tests that numbers have yet to pass, in a queue out of which batches are filled.

package millerrabin

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"primebench/internal/montgomery"
	"primebench/internal/words"
)

// A roundKind is the kind of one test of a number.
type roundKind int

const (
	base2Round  roundKind = iota // the strong test to base 2
	randomRound                  // to a random base
	lucasRound                   // the strong Lucas test, but for
	eulerRound                   // the Euler test that it asks for besides
)

// reason is why a number is not prime that fails.
func (k roundKind) reason() string {
	switch k {
	case base2Round:
		return failedBase2
	case randomRound:
		return failedRandom
	}
	return failedLucas
}

// A round is one test of a number.
type round struct {
	*judgement
	kind     roundKind
	prepared bool
	test     montgomery.Test
}

// prepare makes the round's test, and reports whether there is anything to test.
func (r *round) prepare(ctx context.Context) (needed bool, err error) {
	if r.decided || r.prepared {
		return !r.decided, nil
	}
	r.prepared = true
	switch r.kind {
	case base2Round:
		r.test = montgomery.StrongTest(r.words, []uint64{2})
	case randomRound:
		base, err := randomBase(r.n)
		if err != nil {
			return false, err
		}
		r.test = montgomery.StrongTest(r.words, base)
	case lucasRound:
		if r.discriminant, err = findDiscriminant(ctx, r.words); err != nil {
			return false, err
		}
		if r.discriminant == 0 {
			r.refute(failedLucas)
			return false, nil
		}
		r.test = montgomery.LucasTest(r.words, r.discriminant)
	case eulerRound:
		base := eulerBase(r.discriminant, r.heldToBase2)
		r.test = montgomery.EulerTest(r.words, base)
		return base != 1, nil
	}
	return true, nil
}

// randomBase draws uniformly from [2, n-2], for n > 3.
func randomBase(n *big.Int) ([]uint64, error) {
	base, err := rand.Int(rand.Reader, new(big.Int).Sub(n, big.NewInt(3)))
	if err != nil {
		return nil, fmt.Errorf("millerrabin: drawing a base: %w", err)
	}
	return words.Of(base.Add(base, two)), nil
}

// A testQueue is rounds to make, in their order. All numbers pass a round before any
// begins the next, and batches are filled across rounds: only the last one has empty
// lanes. The rounds of a number that is refuted are left out.
type testQueue struct {
	rounds []round
	batch  []*round
	tests  []montgomery.Test
}

// newTestQueue returns what a policy asks of the cases that are not decided, with strong
// tests to base 2 only if base2 is true.
func newTestQueue(cases []judgement, p Policy, base2 bool) *testQueue {
	q := &testQueue{}
	var open []*judgement
	for i := range cases {
		if c := &cases[i]; !c.decided {
			open = append(open, c)
		}
	}
	add := func(kind roundKind) {
		for _, c := range open {
			if !(kind == base2Round && c.isStrongToBase2()) {
				q.rounds = append(q.rounds, round{judgement: c, kind: kind})
			}
		}
	}
	if base2 {
		add(base2Round)
	}
	for range p.Rounds {
		add(randomRound)
	}
	if p.Lucas {
		add(lucasRound)
		add(eulerRound)
	}
	return q
}

// isStrongToBase2 reports whether a number is known to pass the strong test to base 2. The
// Euler test says so but for n = 1 mod 8: otherwise 2^((n-1)/2) = (2/n) is -1, or (n-1)/2
// is odd (C. Pomerance, J. Selfridge, S. Wagstaff, The pseudoprimes to 25*10^9, 1980).
func (c *judgement) isStrongToBase2() bool { return c.passedBase2 && c.words[0]&7 != 1 }

// take fills the batch and the tests with as many rounds as fit; none are left if it takes
// none.
func (q *testQueue) take(ctx context.Context) error {
	q.batch, q.tests = q.batch[:0], q.tests[:0]
	for len(q.rounds) > 0 {
		r := &q.rounds[0]
		needed, err := r.prepare(ctx)
		if err != nil {
			return err
		}
		if needed {
			q.batch, q.tests = append(q.batch, r), append(q.tests, r.test)
			if fit := montgomery.Fit(q.tests); fit < len(q.tests) {
				q.batch, q.tests = q.batch[:fit], q.tests[:fit]
				return nil
			}
		}
		q.rounds = q.rounds[1:]
	}
	return nil
}

// runAll makes the rounds of a queue, and refutes those that fail one. The reason is that
// of the first round that a number failed.
func (t *Tester) runAll(ctx context.Context, q *testQueue) error {
	if len(q.rounds) == 0 {
		return nil
	}
	batch, err := t.batch()
	if err != nil {
		return err
	}
	for {
		if err := q.take(ctx); err != nil || len(q.batch) == 0 {
			return err
		}
		passed, err := batch.Run(ctx, q.tests...)
		if err != nil {
			return err
		}
		for i, r := range q.batch {
			if passed>>i&1 == 0 && !r.decided {
				r.refute(r.kind.reason())
			}
		}
	}
}
