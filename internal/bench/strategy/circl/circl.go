// Package circl is Cloudflare's CIRCL as a strategy: its SafePrime, in a program of its
// own that runs as a child, so that this module does not depend on it.
//
// The program is primebench-circl, whose source is the module in the folder _program;
// it is looked for beside the running program and in PATH. SafePrime draws q by
// crypto/rand.Prime until 2q + 1 is prime too. It uses one core, draws from a random
// source of its own, and holds q and p to ProbablyPrime(20) each: mr20+lucas. What is
// counted are the odd numbers drawn for q, most of which trial division throws away.
//
// A search takes tens of seconds at 1024 bits, so it is measured in slices, which the
// random source ends. A context that ends kills the child.
package circl

import (
	"debug/buildinfo"
	"sync"

	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/internal/theory"
	"primebench/millerrabin"
	"primebench/results"
	"primebench/sieve"
)

// The program, and the module that it must be built with.
const (
	program = "primebench-circl"
	module  = "github.com/cloudflare/circl"
)

// ownPolicy is what SafePrime holds p and q to: ProbablyPrime(20).
var ownPolicy = millerrabin.Policy{Rounds: 20, Lucas: true}

// Strategy is the strategy "circl"; New makes it.
type Strategy struct {
	find func() (results.Peer, error)
}

// New returns the strategy. The program is looked for when it is first asked for.
func New() Strategy { return with(func() (string, error) { return peer.FindProgram(program) }) }

// with returns the strategy by the program whose path find returns.
func with(find func() (string, error)) Strategy {
	return Strategy{find: sync.OnceValues(func() (results.Peer, error) {
		path, err := find()
		if err != nil {
			return results.Peer{}, strategy.NoProgram(results.StrategyCircl, "%s; make build-circl builds it", peer.Reason(err))
		}
		info, err := buildinfo.ReadFile(path)
		if err != nil {
			return results.Peer{}, strategy.NoProgram(results.StrategyCircl, "%s does not say what it is built of", path)
		}
		for _, dep := range info.Deps {
			if dep.Path == module {
				return results.Peer{Version: "circl " + dep.Version + ", " + info.GoVersion, Path: path}, nil
			}
		}
		return results.Peer{}, strategy.NoProgram(results.StrategyCircl, "%s is not built with %s", path, module)
	})}
}

// Name implements strategy.Strategy.
func (Strategy) Name() string { return results.StrategyCircl }

// About implements strategy.Strategy.
func (Strategy) About() string {
	return "CIRCL's SafePrime, unseeded, in a child process, one worker"
}

// Check implements strategy.Strategy.
func (s Strategy) Check(t strategy.Task) error {
	switch {
	case t.Bits < strategy.MinBits || t.Bits > strategy.MaxBits:
		return strategy.Unsupported(results.StrategyCircl, "%d bits, want %d to %d", t.Bits, strategy.MinBits, strategy.MaxBits)
	case t.Workers != 1:
		return strategy.Unsupported(results.StrategyCircl, "%d workers, SafePrime is one", t.Workers)
	case t.Kind != strategy.Safe:
		return strategy.Unsupported(results.StrategyCircl, "kind %s, it searches for safe primes alone", t.Kind)
	case !t.Policy.IsZero() && t.Policy != ownPolicy:
		return strategy.Unsupported(results.StrategyCircl, "policy %v, SafePrime has its own, %v", t.Policy, ownPolicy)
	}
	_, err := s.find()
	return err
}

// New implements strategy.Strategy.
func (s Strategy) New(t strategy.Task) (strategy.Runner, error) {
	if err := s.Check(t); err != nil {
		return nil, err
	}
	p, err := s.find()
	if err != nil {
		return nil, err
	}
	drawn := theory.Candidates(sieve.Safe, t.Bits)
	return &runner{task: t, facts: strategy.Facts{
		Policy: ownPolicy, Searches: true, Peer: p, Expected: results.Work{Candidates: drawn, Survivors: drawn},
	}}, nil
}
