// RSA keys by crypto/rsa, which draws and tests candidates of its own.

package stdlib

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/internal/theory"
	"primebench/millerrabin"
	"primebench/results"
	"primebench/sieve"
)

// leastRSA is the size below which GenerateKey refuses a key.
const leastRSA = 1024

func checkRSA(t strategy.Task) error {
	if err := strategy.CheckRSASize(results.StrategyStdlib, t.Bits, leastRSA); err != nil {
		return err
	}
	switch own := rsaPolicy(t.Bits); {
	case t.Workers != 1:
		return strategy.Unsupported(results.StrategyStdlib, "%d workers, rsa.GenerateKey is one", t.Workers)
	case !t.Policy.IsZero() && t.Policy != own:
		return strategy.Unsupported(results.StrategyStdlib, "policy %v, rsa.GenerateKey has its own, %v", t.Policy, own)
	}
	return nil
}

// rsaPolicy is what crypto/rsa of Go 1.26 holds a factor of a key to
// (crypto/internal/fips140/rsa/keygen.go, isPrime).
func rsaPolicy(bits int) millerrabin.Policy {
	rounds := 5
	switch factor := bits / 2; {
	case factor >= 3747:
		rounds = 3
	case factor >= 1345:
		rounds = 4
	}
	return millerrabin.Policy{Rounds: rounds}
}

// rsaDivisor is the largest prime that it divides candidates by.
const rsaDivisor = 1619

// An rsaRunner calls rsa.GenerateKey, which counts nothing, ignores its reader and cannot
// be stopped.
type rsaRunner struct{ bits int }

func newRSA(t strategy.Task) strategy.Runner { return &rsaRunner{t.Bits} }

// Facts implements strategy.Runner.
func (r *rsaRunner) Facts() strategy.Facts {
	half := r.bits / 2
	tests := theory.Candidates(sieve.Prime, half) * theory.Surviving(sieve.Prime, sieve.Primes(rsaDivisor))
	return strategy.Facts{
		Policy: rsaPolicy(r.bits), Searches: true, Unstoppable: true,
		Tests: strategy.RSATests(tests + strategy.VerificationTests(rsaPolicy(r.bits))),
	}
}

// Search implements strategy.Runner.
func (r *rsaRunner) Search(ctx context.Context, _ uint64) (strategy.Outcome, error) {
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		key, err := rsa.GenerateKey(rand.Reader, r.bits)
		if err != nil {
			return strategy.Outcome{}, err
		}
		return strategy.RSAOutcome(key.Primes[0], key.Primes[1]), nil
	})
}

// Operations implements strategy.Runner: nothing of it can be called alone.
func (r *rsaRunner) Operations() []strategy.Operation { return nil }

// Replay implements strategy.Runner.
func (r *rsaRunner) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(results.StrategyStdlib, "rsa.GenerateKey draws its candidates itself")
}
