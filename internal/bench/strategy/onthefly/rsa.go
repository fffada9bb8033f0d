// RSA keys by the engine: two of its primes that fit each other. It is a benchmark of what
// the search could save, and makes no keys for use: neither the sieve nor the tests run in
// constant time.

package onthefly

import (
	"context"
	"fmt"
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

// An rsaRunner searches for both primes at once, by all workers.
type rsaRunner struct {
	*runner // of primes of half the size
	bits    int
}

func checkRSA(t strategy.Task) error {
	return strategy.CheckRSASize(results.StrategyOnTheFly, t.Bits, strategy.MinRSABits)
}

func newRSA(t strategy.Task) (strategy.Runner, error) {
	half := t
	half.Kind, half.Bits, half.Seed = strategy.Prime, t.Bits/2, t.Seed.Derive("rsa")
	made, err := Strategy{}.New(half)
	if err != nil {
		return nil, err
	}
	return &rsaRunner{runner: made.(*runner), bits: t.Bits}, nil
}

// Facts implements strategy.Runner: an average key takes two searches.
func (r *rsaRunner) Facts() strategy.Facts {
	facts := r.runner.Facts()
	facts.Expected.Candidates *= 2
	facts.Expected.Survivors *= 2
	facts.Replays = false
	return facts
}

// rsaPairs is how many pairs of primes a key may take, of which nearly all take one: one
// prime in 65536 does not fit the exponent.
const rsaPairs = 8

// Search implements strategy.Runner: the first two primes, of a stream of two searches and
// if need be of more, that fit each other as FIPS 186-5, appendix A.1.3, asks of probable
// primes. The two searches share batches and the confirmation of their finds.
func (r *rsaRunner) Search(ctx context.Context, n uint64) (strategy.Outcome, error) {
	var key strategy.Outcome
	for i := range uint64(rsaPairs) {
		finds, err := r.runner.Stream(ctx, n*rsaPairs+i, 2)
		if err != nil {
			return strategy.Outcome{}, err
		}
		key.Counters.Add(finds.Counters)
		key.Phases.Add(finds.Phases)
		for _, p := range finds.Found {
			switch {
			case !strategy.FitsExponent(p):
			case key.Found == nil:
				key.Found = p
			case strategy.FitsRSA(key.Found, p, r.bits) == nil:
				key.Second = p
				return key, nil
			}
		}
	}
	return strategy.Outcome{}, fmt.Errorf("onthefly: no two of %d primes fit each other in an RSA key of %d bits", 2*rsaPairs, r.bits)
}

// Operations implements strategy.Runner: those of a search for a prime, twice as often.
func (r *rsaRunner) Operations() []strategy.Operation {
	var list []strategy.Operation
	for _, op := range r.runner.Operations() {
		if op.PerSearch > 0 {
			op.PerSearch *= 2
			list = append(list, op)
		}
	}
	return list
}

// Replay implements strategy.Runner: a list has one find.
func (r *rsaRunner) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(results.StrategyOnTheFly, "a list of candidates has one prime, and an RSA key two")
}
