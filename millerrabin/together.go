// Several workers at one number: each makes a share of the rounds.

package millerrabin

import (
	"context"
	"math/big"
	"slices"

	"golang.org/x/sync/errgroup"
)

// SharedBits is the size from which on the rounds of one number are worth waking other
// workers for.
const SharedBits = 512

// VerifyTogether is VerifyAll by up to so many workers. They share the rounds, as
// Policy.Split deals them out, where there are no more numbers than workers and all of
// them have SharedBits or more. Otherwise one worker does all.
//
// The reason of a composite does not depend on which worker is first: all end, and it is
// that of the first test that fails in the order in which one worker makes them.
func (t *Tester) VerifyTogether(ctx context.Context, numbers []*big.Int, p Policy, workers int) ([]Verdict, error) {
	small := func(n *big.Int) bool { return n == nil || n.BitLen() < SharedBits }
	if len(numbers) == 0 || len(numbers) > workers || slices.ContainsFunc(numbers, small) || p.Check() != nil {
		return t.VerifyAll(ctx, numbers, p)
	}
	parts := p.Split(workers)
	verdicts := make([][]Verdict, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		verdicts[0], err = t.VerifyAll(ctx, numbers, parts[0])
		return err
	})
	for i, part := range parts[1:] {
		group.Go(func() (err error) {
			other := &Tester{kernel: t.kernel, bits: t.bits}
			// The first part makes the test to base 2 for all.
			verdicts[i+1], err = other.Confirm(ctx, numbers, part)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	joint := verdicts[0]
	for k := range joint {
		for _, of := range verdicts[1:] {
			joint[k].join(of[k])
		}
		joint[k].Policy, joint[k].Log2Error = p, 0
		if joint[k].Prime {
			joint[k].Log2Error = p.Log2ErrorUnknown()
		}
	}
	return joint, nil
}

// join adds the verdict by random bases alone. One worker makes these after the test to base
// 2 and before the Lucas test.
func (v *Verdict) join(random Verdict) {
	if !random.Prime && (v.Prime || v.Reason == failedLucas) {
		v.Prime, v.Reason = false, random.Reason
	}
}
