// Replaying a list: the same tests as in a search, in the same batches, on
// candidates that are given.

package onthefly

import (
	"context"
	"math/big"
	"sync/atomic"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/internal/words"
)

// Replay implements strategy.Runner.
func (r *runner) Replay(ctx context.Context, list []*big.Int) (strategy.Outcome, error) {
	if err := r.makeTesters(); err != nil {
		return strategy.Outcome{}, err
	}
	firsts := make([][]uint64, len(list)) // what is tested first
	for i, p := range list {
		firsts[i] = words.Of(r.tested(p))
	}
	var tests, testNS, acceptNS atomic.Int64
	finds := make([]*int, (len(list)+batchSize-1)/batchSize) // by batch
	lowest, err := strategy.FirstListed(ctx, r.task.Workers, int64(len(finds)), func(ctx context.Context, worker int, batch int64) (bool, error) {
		began := time.Now()
		low := int(batch) * batchSize
		high := min(low+batchSize, len(list))
		passed, err := r.testers[worker].Base2(ctx, firsts[low:high]...)
		tests.Add(int64(high - low))
		r.task.Meter.AddTests(int64(high - low))
		testNS.Add(int64(time.Since(began)))
		if err != nil {
			return false, err
		}
		for i := low; i < high; i++ {
			if passed>>(i-low)&1 == 0 {
				continue
			}
			began := time.Now()
			ok, err := r.decide(ctx, worker, list[i], &tests)
			acceptNS.Add(int64(time.Since(began)))
			if err != nil {
				return false, err
			}
			if ok {
				finds[batch] = &i
				return true, nil
			}
		}
		return false, nil
	})
	if err != nil {
		return strategy.Outcome{}, err
	}
	at := *finds[lowest]
	return strategy.Outcome{
		Found: list[at],
		Counters: engine.Counters{
			Candidates: int64(at) + 1, Survivors: int64(at) + 1, Tests: tests.Load(), Primes: 1,
		},
		Phases: engine.Phases{Test: time.Duration(testNS.Load()), Accept: time.Duration(acceptNS.Load())},
	}, nil
}

// decide says whether a number whose first test passed is what is looked for.
func (r *runner) decide(ctx context.Context, worker int, p *big.Int, tests *atomic.Int64) (bool, error) {
	if r.task.Kind == strategy.Safe {
		tests.Add(1)
		r.task.Meter.AddTests(1)
		passed, err := r.testers[worker].Base2(ctx, words.Of(p))
		if err != nil || passed&1 == 0 {
			return false, err
		}
	}
	r.accepting.Lock()
	defer r.accepting.Unlock()
	passed, err := r.searcher.Accept(ctx, p, 1)
	return passed == 1, err
}
