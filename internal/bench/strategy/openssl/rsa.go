// RSA keys by OpenSSL's EVP_PKEY_keygen.

package openssl

import (
	"context"
	"math/big"

	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/internal/theory"
	"primebench/results"
	"primebench/sieve"
)

// leastRSA is the size below which OpenSSL refuses a key.
const leastRSA = 512

func (s Strategy) checkRSA(t strategy.Task) error {
	if err := strategy.CheckRSASize(results.StrategyOpenSSL, t.Bits, leastRSA); err != nil {
		return err
	}
	switch own := policy(t.Bits / 2); {
	case t.Workers != 1:
		return strategy.Unsupported(results.StrategyOpenSSL, "%d workers, EVP_PKEY_keygen is one", t.Workers)
	case !t.Policy.IsZero() && t.Policy != own:
		return strategy.Unsupported(results.StrategyOpenSSL, "policy %v, EVP_PKEY_keygen has its own, %v", t.Policy, own)
	}
	_, err := s.load()
	return err
}

// An rsaRunner makes keys one after another. Nothing stops the library on its way.
type rsaRunner struct {
	lib  *peer.OpenSSL
	bits int
}

func (s Strategy) newRSA(t strategy.Task) (strategy.Runner, error) {
	lib, err := s.load()
	if err != nil {
		return nil, err
	}
	return &rsaRunner{lib: lib, bits: t.Bits}, nil
}

// Facts implements strategy.Runner. Of the candidates, which are built on auxiliary
// primes, nothing is counted: a callback would be called for those as well.
func (r *rsaRunner) Facts() strategy.Facts {
	half := r.bits / 2
	return strategy.Facts{
		Policy: policy(half), Searches: true, Unstoppable: true,
		Tests: strategy.RSATests(theory.OpenSSLTests(sieve.Prime, half) + strategy.VerificationTests(policy(half))),
		Peer:  results.Peer{Version: r.lib.Version, Path: r.lib.Path},
	}
}

// Search implements strategy.Runner.
func (r *rsaRunner) Search(ctx context.Context, _ uint64) (strategy.Outcome, error) {
	return strategy.Await(ctx, func() (strategy.Outcome, error) {
		p, q, err := r.lib.GenerateRSA(r.bits)
		if err != nil {
			return strategy.Outcome{}, err
		}
		return strategy.RSAOutcome(p, q), nil
	})
}

// Operations implements strategy.Runner: nothing of it can be called alone.
func (r *rsaRunner) Operations() []strategy.Operation { return nil }

// Replay implements strategy.Runner.
func (r *rsaRunner) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(results.StrategyOpenSSL, "EVP_PKEY_keygen draws its candidates itself")
}
