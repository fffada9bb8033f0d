// Package stdlib is Go's own way to a prime as a strategy, in two arms.
//
// Seeded draws random odd candidates with the two top bits set, as
// crypto/rand.Prime does, from the run's seed and calls ProbablyPrime(20). For a
// safe prime it draws q, and asks q.ProbablyPrime(20) and then
// p.ProbablyPrime(20) of p = 2q + 1. It uses all workers.
//
// Rand calls crypto/rand.Prime itself, with one worker. Since Go 1.26 that
// function ignores the reader that it is given, so its finds cannot be repeated
// from a seed. For a safe prime it asks for q until p.ProbablyPrime(20) passes.
//
// ProbablyPrime(n) is n Miller-Rabin rounds with pseudorandom bases and a
// Baillie-PSW test: the policy mr20+lucas. Nothing can stop a call of it, or of
// rand.Prime: when a context ends, the waiting side returns at once and the calls
// that run go on to their end in the background.
package stdlib

import (
	"cmp"
	"fmt"

	"primebench/internal/bench/strategy"
	"primebench/internal/theory"
	"primebench/millerrabin"
	"primebench/results"
)

// Seeded is the strategy "stdlib". Its zero value is ready.
type Seeded struct{}

// Rand is the strategy "stdlib-rand". Its zero value is ready.
type Rand struct{}

// ownPolicy is what rand.Prime applies, and the default of both arms.
var ownPolicy = millerrabin.Policy{Rounds: 20, Lucas: true}

// Name implements strategy.Strategy.
func (Seeded) Name() string { return results.StrategyStdlib }

// About implements strategy.Strategy.
func (Seeded) About() string {
	return "Go's math/big: seeded random candidates and ProbablyPrime(20)"
}

// Check implements strategy.Strategy: a policy other than the default is served
// by ProbablyPrime of its rounds, which always includes the Lucas test.
func (Seeded) Check(t strategy.Task) error {
	switch t.Kind {
	case strategy.RSA:
		return checkRSA(t)
	case strategy.Kex:
		return checkKex(t)
	}
	if !t.Policy.IsZero() && !t.Policy.Lucas {
		return strategy.Unsupported(results.StrategyStdlib, "policy %v, ProbablyPrime always includes a Lucas test", t.Policy)
	}
	return cmp.Or(strategy.CheckSearched(results.StrategyStdlib, t), checkSize(results.StrategyStdlib, t.Bits))
}

// New implements strategy.Strategy.
func (s Seeded) New(t strategy.Task) (strategy.Runner, error) {
	if err := s.Check(t); err != nil {
		return nil, err
	}
	switch t.Kind {
	case strategy.RSA:
		return newRSA(t), nil
	case strategy.Kex:
		return newKex(t)
	}
	if t.Policy.IsZero() {
		t.Policy = ownPolicy
	}
	work := theory.Candidates(t.Kind.Sieve(), t.Bits)
	return &seeded{
		operations: newOperations(t),
		seed:       t.Seed.Derive(fmt.Sprintf("stdlib %v %d", t.Kind, t.Bits)),
		facts: strategy.Facts{
			Policy:   t.Policy,
			Seeded:   true,
			Expected: results.Work{Candidates: work, Survivors: work},
			Searches: true,
			Replays:  true,
		},
	}, nil
}

// Name implements strategy.Strategy.
func (Rand) Name() string { return results.StrategyStdlibRand }

// About implements strategy.Strategy.
func (Rand) About() string {
	return "Go's crypto/rand.Prime itself, unseeded, one worker"
}

// Check implements strategy.Strategy: rand.Prime uses one core and has a policy
// of its own.
func (Rand) Check(t strategy.Task) error {
	if t.Workers != 1 {
		return strategy.Unsupported(results.StrategyStdlibRand, "%d workers, rand.Prime is one", t.Workers)
	}
	if !t.Policy.IsZero() && t.Policy != ownPolicy {
		return strategy.Unsupported(results.StrategyStdlibRand, "policy %v, rand.Prime has its own, %v", t.Policy, ownPolicy)
	}
	return cmp.Or(strategy.CheckSearched(results.StrategyStdlibRand, t), checkSize(results.StrategyStdlibRand, t.Bits))
}

// New implements strategy.Strategy.
func (s Rand) New(t strategy.Task) (strategy.Runner, error) {
	if err := s.Check(t); err != nil {
		return nil, err
	}
	t.Policy = ownPolicy
	return &unseeded{
		operations: newOperations(t),
		facts:      strategy.Facts{Policy: t.Policy, Searches: true, Unstoppable: true},
	}, nil
}

func checkSize(name string, bits int) error {
	if bits < strategy.MinBits || bits > strategy.MaxBits {
		return strategy.Unsupported(name, "%d bits, want %d to %d", bits, strategy.MinBits, strategy.MaxBits)
	}
	return nil
}
