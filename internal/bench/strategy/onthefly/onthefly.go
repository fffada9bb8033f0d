// Package onthefly is primebench's own search as a strategy: windows sieved,
// survivors tested in batches, the find verified.
package onthefly

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"sync"

	"primebench/engine"
	"primebench/internal/bench/exemplar"
	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
)

// Strategy searches with package engine. Its zero value is ready.
type Strategy struct{}

// Name implements strategy.Strategy.
func (Strategy) Name() string { return results.StrategyOnTheFly }

// About implements strategy.Strategy.
func (Strategy) About() string {
	return "own search: numbered windows, sieve, batched base-2 tests, verification"
}

// Check implements strategy.Strategy. Every search within the engine's sizes can be
// done, and every key exchange in a group over a prime field.
func (Strategy) Check(t strategy.Task) error {
	if t.Bits < strategy.MinBits || t.Bits > strategy.MaxBits {
		return strategy.Unsupported(results.StrategyOnTheFly, "%d bits, want %d to %d", t.Bits, strategy.MinBits, strategy.MaxBits)
	}
	switch t.Kind {
	case strategy.RSA:
		return checkRSA(t)
	case strategy.Kex:
		return checkKex(t)
	}
	return strategy.CheckSearched(results.StrategyOnTheFly, t)
}

// New implements strategy.Strategy. The policy is by default the one that FIPS
// 186-5 asks of random candidates, millerrabin.Generated.
func (s Strategy) New(t strategy.Task) (strategy.Runner, error) {
	if err := s.Check(t); err != nil {
		return nil, err
	}
	switch t.Kind {
	case strategy.RSA:
		return newRSA(t)
	case strategy.Kex:
		return newKex(t)
	}
	searcher, err := engine.New(t.Kind.Sieve(), t.Bits, engine.Config{
		Workers:    t.Workers,
		SieveLimit: t.SieveLimit,
		Policy:     t.Policy,
		Kernel:     t.Kernel,
		Seed:       engine.Seed(t.Seed.Derive(fmt.Sprintf("onthefly %v %d", t.Kind, t.Bits))),
		Shared:     t.Shared,
		Bulk:       t.Bulk,
		Meter:      t.Meter,
	})
	if err != nil {
		return nil, fmt.Errorf("onthefly: %w", err)
	}
	r := &runner{task: t, searcher: searcher}
	if t.Kind == strategy.Prime {
		if r.base2, err = base2Operations(t, searcher.Config().Kernel); err != nil {
			return nil, fmt.Errorf("onthefly: %w", err)
		}
	}
	return r, nil
}

type runner struct {
	task     strategy.Task
	searcher *engine.Searcher
	base2    []strategy.Operation // for primes
	find     *big.Int             // the exemplar, nil until it is needed

	// Of the "test" operation and of replays, which do without the engine.
	testers   []*millerrabin.Tester // by worker
	batch     [][]uint64            // what "test" tests
	accepting sync.Mutex            // one worker at a time verifies a find in a replay
}

// Facts implements strategy.Runner.
func (r *runner) Facts() strategy.Facts {
	config, work := r.searcher.Config(), r.searcher.Expected()
	return strategy.Facts{
		Policy:     config.Policy,
		Kernel:     config.Kernel,
		Seeded:     true,
		SieveLimit: config.SieveLimit,
		Expected:   results.Work{Candidates: work.Candidates, Survivors: work.Survivors},
		Searches:   true,
		Replays:    true,
	}
}

// Search implements strategy.Runner.
func (r *runner) Search(ctx context.Context, n uint64) (strategy.Outcome, error) {
	found, err := r.searcher.Search(ctx, n)
	if err != nil {
		return strategy.Outcome{}, err
	}
	return strategy.Outcome{Found: found.P, Counters: found.Counters, Phases: found.Phases}, nil
}

// Operations implements strategy.Runner: "sieve" sieves one window, by all
// workers together; "test" is one base-2 test, done by all workers in full batches; "accept"
// verifies a find in full, by one worker while the others wait. There is no
// "accept" at a size without an exemplar: it is a small part of a search there.
// For safe primes the uses of a group follow, see strategy.Uses, for primes the
// powers of 2 by every kernel, see strategy.Base2, the limit to the fastest, and numbers
// that are judged, see strategy.Judge.
//
// A search does more tests than it needs: the find stands somewhere in its batch,
// and the other workers' batches are under way when it is found. The engine's
// ExpectedTests counts the time that goes into those.
func (r *runner) Operations() []strategy.Operation {
	operations := []strategy.Operation{
		{Operation: results.Operation{Name: results.OpSieve, PerSearch: r.searcher.WindowsPerSearch()}, Run: r.searcher.Sieve},
		{
			Operation: results.Operation{Name: results.OpTest, PerSearch: r.searcher.ExpectedTests()},
			Tests:     batchSize, Prepare: r.prepareTests, Run: r.test,
		},
	}
	if exemplar.Check(r.task.Kind.Sieve(), r.task.Bits) == nil {
		operations = append(operations, strategy.Operation{
			Operation: results.Operation{Name: results.OpAccept, PerSearch: 1},
			Tests:     strategy.VerificationTests(r.searcher.Config().Policy), Prepare: r.findExemplar, Run: r.accept,
		})
	}
	return slices.Concat(operations, r.base2, r.judge(), strategy.Uses(r.task, kernelPowers(r.searcher.Config().Kernel)))
}

// findExemplar looks for what accept verifies.
func (r *runner) findExemplar(ctx context.Context) (err error) {
	if r.find == nil {
		r.find, err = exemplar.Prime(ctx, r.task.Kind.Sieve(), r.task.Bits)
	}
	return err
}

func (r *runner) accept(ctx context.Context, times int64) (int64, error) {
	passed, err := r.searcher.Accept(ctx, r.find, times)
	if err == nil && passed != times {
		err = fmt.Errorf("onthefly: the %v exemplar of %d bits passed %d verifications of %d", r.task.Kind, r.task.Bits, passed, times)
	}
	return passed, err
}
