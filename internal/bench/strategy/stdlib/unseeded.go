// The unseeded arm: crypto/rand.Prime as it is.

package stdlib

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/results"
)

type unseeded struct {
	operations
	facts strategy.Facts
}

// Facts implements strategy.Runner. Theory is silent: rand.Prime does not say
// how many candidates it tried.
func (u *unseeded) Facts() strategy.Facts { return u.facts }

// Search implements strategy.Runner. A cancelled context is answered at once,
// but the call of rand.Prime that runs goes on to its end: see
// Facts.Unstoppable.
func (u *unseeded) Search(ctx context.Context, _ uint64) (strategy.Outcome, error) {
	bits, kind := u.candidateBits(), u.task.Kind
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		for {
			n, err := rand.Prime(rand.Reader, bits)
			if err != nil {
				return strategy.Outcome{}, fmt.Errorf("stdlib-rand: %w", err)
			}
			if kind == strategy.Safe {
				if n = double(n); !n.ProbablyPrime(ownPolicy.Rounds) {
					n = nil
				}
			}
			if n != nil {
				return strategy.Outcome{Found: n, Counters: engine.Counters{Primes: 1}}, nil
			}
			if err := ctx.Err(); err != nil {
				return strategy.Outcome{}, err
			}
		}
	})
}

// Replay implements strategy.Runner: rand.Prime draws its own candidates.
func (u *unseeded) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(results.StrategyStdlibRand, "a replay, rand.Prime draws its own candidates")
}
