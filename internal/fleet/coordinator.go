// The coordinator: taking answers into the ledger, those alone that are true.

package fleet

import (
	"context"
	"errors"
	"fmt"

	"primebench/internal/rng"
)

// A Coordinator has the ledger of a job.
type Coordinator struct {
	Fold      *Fold
	Ledger    *Ledger
	Transport Transport
	// Lease returns a lease of the job as it was planned.
	Lease func(index int) (Lease, error)
	// Again is the share of the leases that are done again here, from 0 to 1.
	Again float64
	// Self does them.
	Self *Worker
	// Told hears of what a person should know; may be nil.
	Told func(string)
}

// DefaultAgain is the share of the leases that are done again. It finds out who cheats on
// k leases with the chance 1 - (1-share)^k.
const DefaultAgain = 0.02

// Done reports whether nothing is left to be done.
func (c *Coordinator) Done() bool { return len(c.Fold.Open()) == 0 }

// Run takes answers until the job is done or ctx ends.
func (c *Coordinator) Run(ctx context.Context) error {
	if c.Done() {
		return nil
	}
	for d, err := range c.Transport.Answers(ctx) {
		if err == nil {
			err = c.Take(ctx, d)
		}
		if err != nil {
			return err
		}
		if c.Done() {
			return nil
		}
	}
	return ctx.Err()
}

// Take takes in an answer: it is verified, written to the ledger and only then given up by
// the transport. One that is not true costs its worker its credit, and its leases are
// offered again.
func (c *Coordinator) Take(ctx context.Context, d Delivered) error {
	stands, err := c.stands(ctx, d.Answer)
	switch {
	case err != nil:
		return err
	case stands:
		return d.Done()
	}
	return d.Reject()
}

// stands reports whether an answer is true, after it is in the ledger.
func (c *Coordinator) stands(ctx context.Context, a Answer) (bool, error) {
	l, err := c.Lease(a.Index)
	if err != nil {
		return false, err
	}
	if c.Fold.distrusted[a.Worker] != "" {
		return false, nil
	}
	first, there := c.Fold.Answer(a.Index)
	if there && Same(first, a) {
		return true, nil
	}
	var wrong *WrongError
	if err := Verify(ctx, c.Fold.Job, l, a); errors.As(err, &wrong) {
		return false, c.distrust(ctx, wrong)
	} else if err != nil {
		return false, err
	}
	if there {
		return c.decide(ctx, l, first, a)
	}
	again := chance() < c.Again
	if again {
		mine, err := c.Self.Do(ctx, c.Fold.Job, l)
		if err != nil {
			return false, fmt.Errorf("doing it again: %w", err)
		}
		if wrong := Wrong(c.Fold.Job, l, a, mine); wrong != nil {
			return false, c.distrust(ctx, wrong)
		}
	}
	return true, c.append(Entry{Answer: &a, Again: again})
}

// chance is uniform in [0, 1), and nobody's to foretell: not a worker's either.
func chance() float64 { return float64(rng.NewSeed().Stream(0).Below(1<<53)) / (1 << 53) }

// decide tells which of two answers to one lease is true, and reports whether the second
// is. The lease is done again where they are verdicts, which say nothing of each other.
func (c *Coordinator) decide(ctx context.Context, l Lease, first, second Answer) (bool, error) {
	pairs := [][2]Answer{{first, second}, {second, first}}
	if c.Fold.Job.Verb == Numbers {
		mine, err := c.Self.Do(ctx, c.Fold.Job, l)
		if err != nil {
			return false, fmt.Errorf("doing it again: %w", err)
		}
		pairs = [][2]Answer{{first, mine}, {second, mine}}
	}
	for _, pair := range pairs {
		if wrong := Wrong(c.Fold.Job, l, pair[0], pair[1]); wrong != nil {
			if err := c.distrust(ctx, wrong); err != nil {
				return false, err
			}
		}
	}
	stands := c.Fold.distrusted[second.Worker] == ""
	if _, there := c.Fold.Answer(l.Index); there {
		return stands, nil
	}
	if stands {
		return true, c.append(Entry{Answer: &second})
	}
	return false, c.Transport.Offer(ctx, l)
}

// distrust takes back all that a worker said, and offers its leases again, but for the one
// of the wrong answer, which is still at hand.
func (c *Coordinator) distrust(ctx context.Context, wrong *WrongError) error {
	var again []int
	for index, a := range c.Fold.answers {
		if a.Worker == wrong.Worker && index != wrong.Index {
			again = append(again, index)
		}
	}
	if err := c.append(Entry{Distrust: &Distrust{Worker: wrong.Worker, Why: wrong.Why}}); err != nil {
		return err
	}
	if c.Told != nil {
		c.Told(wrong.Error() + "; nothing that it said counts, and its leases are done again")
	}
	for _, index := range again {
		l, err := c.Lease(index)
		if err == nil {
			err = c.Transport.Offer(ctx, l)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *Coordinator) append(e Entry) error {
	if err := c.Ledger.Append(e); err != nil {
		return err
	}
	c.Fold.Add(e)
	return nil
}
