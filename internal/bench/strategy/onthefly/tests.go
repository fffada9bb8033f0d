// Base-2 tests outside a search: for their own sake, and for replays.

package onthefly

import (
	"context"
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/internal/words"
	"primebench/millerrabin"
)

// batchSize is how many numbers a Tester takes at a time.
const batchSize = 8

// makeTesters gives each worker its Tester.
func (r *runner) makeTesters() error {
	for len(r.testers) < r.task.Workers {
		t, err := millerrabin.NewTester(r.searcher.Config().Kernel, r.task.Bits)
		if err != nil {
			return err
		}
		r.testers = append(r.testers, t)
	}
	return nil
}

// prepareTests draws what "test" tests: odd numbers of the size of what a search
// tests first. A test takes the same time whatever the number is.
func (r *runner) prepareTests(context.Context) error {
	if r.batch == nil {
		stream := r.task.Seed.Derive("onthefly test").Stream(0)
		buf := make([]byte, (r.task.Bits+7)/8)
		for range batchSize {
			stream.Read(buf)
			n := new(big.Int).SetBytes(buf)
			n.Rsh(n, uint(8*len(buf)-r.task.Bits))
			n.SetBit(n, r.task.Bits-1, 1)
			n = r.tested(n)
			r.batch = append(r.batch, words.Of(n.SetBit(n, 0, 1)))
		}
	}
	return r.makeTesters()
}

// test rounds up so that every worker has the same number of full batches.
func (r *runner) test(ctx context.Context, times int64) (int64, error) {
	round := int64(r.task.Workers) * batchSize
	times = (times + round - 1) / round * round
	return times, strategy.Share(ctx, r.task.Workers, times/batchSize, func(ctx context.Context, worker int, _ int64) error {
		_, err := r.testers[worker].Base2(ctx, r.batch...)
		return err
	})
}

// tested returns what a candidate's first test is of.
func (r *runner) tested(p *big.Int) *big.Int {
	if r.task.Kind == strategy.Safe {
		return half(p)
	}
	return p
}

// half is (p-1)/2 of an odd p.
func half(p *big.Int) *big.Int { return new(big.Int).Rsh(p, 1) }
