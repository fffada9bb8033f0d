// The coordinator: taking answers into the ledger, those alone that are true.

package fleet

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"primebench/internal/rng"
)

// A Coordinator has the ledger of a job.
type Coordinator struct {
	Fold      *Fold
	Ledger    *Ledger
	Transport Transport
	// Lease returns a lease of the job as it was planned.
	Lease func(index int) (Lease, error)
	// Again is the share of the leases that are done again, from 0 to 1: by other workers
	// where there is Elsewhere, and by Self otherwise. Those that no other worker took when
	// all else is done are done by Self too.
	Again     float64
	Elsewhere bool
	Self      *Worker
	// Told hears of what a person should know; may be nil.
	Told func(string)
	// Between is called between answers, where the fold may be read; may be nil.
	Between func()

	unwritten []Entry
	second    map[int]bool // leases that wait for the answer of another worker
}

// DefaultAgain is the share of the leases that are done again. It finds out who cheats on
// k leases with the chance 1 - (1-share)^k.
const DefaultAgain = 0.02

// Run takes answers until the job is done or ctx ends.
func (c *Coordinator) Run(ctx context.Context) error {
	if c.Fold.Done() {
		return nil
	}
	for delivered, err := range c.Transport.Answers(ctx) {
		if err == nil {
			err = c.Take(ctx, delivered...)
		}
		if err == nil && c.Fold.Done() {
			err = c.doAgain(ctx)
		}
		if err != nil {
			return err
		}
		if c.Between != nil {
			c.Between()
		}
		if c.Fold.Done() {
			return nil
		}
	}
	return ctx.Err()
}

// Take takes in answers: they are verified, written to the ledger and only then given up
// by the transport. One that is not true costs its worker its credit, and its leases are
// offered again.
func (c *Coordinator) Take(ctx context.Context, delivered ...Delivered) error {
	var done []func() error
	for _, d := range delivered {
		stands, err := c.stands(ctx, d.Answer)
		if err != nil {
			return err
		}
		if stands {
			done = append(done, d.Done)
		} else {
			done = append(done, d.Reject)
		}
	}
	if err := c.write(); err != nil {
		return err
	}
	for _, f := range done {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// write brings what was taken in to the disk.
func (c *Coordinator) write() error {
	if len(c.unwritten) == 0 {
		return nil
	}
	err := c.Ledger.Append(c.unwritten...)
	c.unwritten = nil
	return err
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
		return true, c.same(ctx, l, first, a)
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
	switch {
	case again && c.Elsewhere:
		again = false
		if err := c.Transport.Offer(ctx, l); err != nil {
			return false, err
		}
		if c.second == nil {
			c.second = map[int]bool{}
		}
		c.second[a.Index] = true
	case again:
		wrong, err := c.ownCheck(ctx, l, a)
		if err != nil {
			return false, err
		}
		if wrong != nil {
			return false, c.distrust(ctx, wrong)
		}
	}
	c.add(Entry{Answer: &a, Again: again})
	return true, nil
}

// ownCheck does a lease and returns what is wrong with an answer to it, or nil.
func (c *Coordinator) ownCheck(ctx context.Context, l Lease, a Answer) (*WrongError, error) {
	mine, err := c.Self.Do(ctx, c.Fold.Job, l)
	if err != nil {
		return nil, fmt.Errorf("doing it again: %w", err)
	}
	return Wrong(c.Fold.Job, l, a, mine), nil
}

// same takes in an answer that says the same as the first one, which may have been waited
// for. Where both are one worker's, the lease is done here.
func (c *Coordinator) same(ctx context.Context, l Lease, first, second Answer) error {
	if !c.second[l.Index] {
		return nil
	}
	if first.Worker == second.Worker {
		return c.secondHere(ctx, l, first)
	}
	delete(c.second, l.Index)
	c.add(Entry{Second: &Second{Index: l.Index, Worker: second.Worker}})
	return nil
}

// secondHere does a lease that waits for another worker.
func (c *Coordinator) secondHere(ctx context.Context, l Lease, first Answer) error {
	delete(c.second, l.Index)
	wrong, err := c.ownCheck(ctx, l, first)
	if err != nil {
		return err
	}
	if wrong != nil {
		if err := c.distrust(ctx, wrong); err != nil {
			return err
		}
		return c.Transport.Offer(ctx, l)
	}
	c.add(Entry{Second: &Second{Index: l.Index, Worker: c.Self.Name}})
	return nil
}

// doAgain does what waits for other workers, who may be none.
func (c *Coordinator) doAgain(ctx context.Context) error {
	for _, index := range slices.Sorted(maps.Keys(c.second)) {
		a, there := c.Fold.Answer(index)
		if !there {
			delete(c.second, index)
			continue
		}
		l, err := c.Lease(index)
		if err == nil {
			err = c.secondHere(ctx, l, a)
		}
		if err != nil {
			return err
		}
	}
	return c.write()
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
		c.add(Entry{Answer: &second})
		return true, nil
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
	c.add(Entry{Distrust: &Distrust{Worker: wrong.Worker, Why: wrong.Why}})
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

// add takes in an entry, which is to be written before anybody relies on it.
func (c *Coordinator) add(e Entry) {
	c.unwritten = append(c.unwritten, e)
	c.Fold.Add(e)
}
