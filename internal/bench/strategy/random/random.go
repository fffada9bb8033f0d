// Package random is five ways to come by random values as strategies of kind
// Random: what it costs to draw them, securely and otherwise.
//
//	crypto     crypto/rand, and package secrets on top of it
//	getrandom  the system call itself, without the part of it that Linux from 6.11
//	           does in the process; on Linux alone
//	chacha8    math/rand/v2's ChaCha8, seeded by the run: a strong cipher, but
//	           whoever has the seed has all its values
//	pcg        math/rand/v2's PCG-DXSM, which was not made to be unpredictable
//	mt19937    the Mersenne Twister, which is predicted
//
// The first two are fit for secrets, the others are not, and nothing outside this
// package draws from them: a test holds the program to that (internal/house).
//
// All of them do the same work but for the generator: numbers below a bound and
// choices by the high half of a product, with rejection (D. Lemire, 2019), tokens
// by the same encoding, candidates by the same steps. Package secrets does just
// that with crypto/rand; the others do it here. Each worker has a generator of its
// own; those that are seeded derive it from the run's seed and the worker's number.
package random

import (
	"context"
	"fmt"
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
	"primebench/results"
)

// A Strategy is one of the ways; All lists them.
type Strategy struct {
	name, about string
	seeded      bool
	// check is an error where the machine lacks it; nil when none does.
	check func() error
	// open makes the generator of a worker, from the seed where it is seeded.
	open func(seed rng.Seed) generator
	// predict is set where outputs give the generator away.
	predict func(seed rng.Seed) (results.Prediction, error)
}

// All lists the strategies, the secure ones first.
func All() []strategy.Strategy {
	return []strategy.Strategy{
		Strategy{name: results.StrategyCrypto, about: "crypto/rand and package secrets, unseeded", open: func(rng.Seed) generator { return crypto{} }},
		Strategy{
			name: results.StrategyGetrandom, about: "the system call of Linux itself, unseeded", check: checkGetrandom,
			open: func(rng.Seed) generator { return &drawing{source: newGetrandom()} },
		},
		Strategy{name: results.StrategyChaCha8, about: "math/rand/v2's ChaCha8, seeded: not for secrets", seeded: true, open: openChaCha8},
		Strategy{name: results.StrategyPCG, about: "math/rand/v2's PCG, seeded: not for secrets", seeded: true, open: openPCG},
		Strategy{
			name: results.StrategyMT19937, about: "Mersenne Twister, as Python's random, seeded: not for secrets", seeded: true,
			open: openTwister, predict: predictTwister,
		},
	}
}

// Name implements strategy.Strategy.
func (s Strategy) Name() string { return s.name }

// About implements strategy.Strategy.
func (s Strategy) About() string { return s.about }

// Check implements strategy.Strategy. No policy matters, since no number is tested.
func (s Strategy) Check(t strategy.Task) error {
	switch {
	case t.Kind != strategy.Random:
		return strategy.Unsupported(s.name, "it draws random values and searches for no %s", t.Kind)
	case t.Bits < strategy.MinBits || t.Bits > strategy.MaxBits:
		return strategy.Unsupported(s.name, "%d bits, want %d to %d", t.Bits, strategy.MinBits, strategy.MaxBits)
	case s.check != nil:
		return s.check()
	}
	return nil
}

// New implements strategy.Strategy.
func (s Strategy) New(t strategy.Task) (strategy.Runner, error) {
	if err := s.Check(t); err != nil {
		return nil, err
	}
	seed := t.Seed.Derive("random " + s.name)
	r := &runner{strategy: s, seed: seed}
	for worker := range t.Workers {
		r.drawers = append(r.drawers, newDrawer(s.open(ofWorker(seed, worker)), t.Bits))
	}
	if s.predict != nil {
		return predictable{r}, nil
	}
	return r, nil
}

// ofWorker is the seed of a worker's generator.
func ofWorker(seed rng.Seed, worker int) rng.Seed {
	return seed.Derive(fmt.Sprintf("worker %d", worker))
}

// noSearch is why there is no search, and nothing to replay.
const noSearch = "random values are drawn and not searched for, want mode operations"

type runner struct {
	strategy Strategy
	seed     rng.Seed
	drawers  []*drawer // by worker
}

// Facts implements strategy.Runner.
func (r *runner) Facts() strategy.Facts {
	return strategy.Facts{Seeded: r.strategy.seeded, NoSearch: noSearch}
}

// Search implements strategy.Runner: there is none.
func (r *runner) Search(context.Context, uint64) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(r.strategy.name, "%s", noSearch)
}

// Replay implements strategy.Runner: there is nothing to replay.
func (r *runner) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(r.strategy.name, "%s", noSearch)
}
