// Package openssl is OpenSSL's own way to a prime as a strategy: libcrypto's
// BN_generate_prime_ex, of which openssl prime and openssl dhparam are made, called
// out of the shared library where the machine has it.
//
// A search is unseeded, for the library draws from its own random source. It uses
// one core, so several workers race: each calls BN_generate_prime_ex by itself, the
// first find ends the search, and since a search is memoryless that takes a k-th of
// the time of the tests. What is counted are the candidates that its callback hears
// of, by all workers, up to the find: those that trial division has left. A search
// ends between two of them when its context does: what goes on after that is one
// test a worker.
//
// A find has 64 Miller-Rabin rounds behind it, 128 above 2048 bits.
// BN_generate_prime_ex takes no number of rounds: at equal policy, mr64 or mr128, our
// search is set beside it and not the other way round. BN_is_prime_ex, to which
// replays and operations put their numbers, can be told more, but not less.
package openssl

import (
	"fmt"
	"strings"
	"sync"

	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/internal/theory"
	"primebench/millerrabin"
	"primebench/results"
)

// Strategy is the strategy "openssl"; New makes it.
type Strategy struct {
	load      func() (*peer.OpenSSL, error)
	exponents *exponents
}

// New returns the strategy. The library is loaded when it is first asked for.
func New() Strategy { return with(peer.OpenOpenSSL) }

// with returns the strategy by the library that open opens.
func with(open func() (*peer.OpenSSL, error)) Strategy {
	return Strategy{exponents: &exponents{bits: map[string]int{}}, load: sync.OnceValues(func() (*peer.OpenSSL, error) {
		lib, err := open()
		if err != nil {
			return nil, strategy.NoLibrary(results.StrategyOpenSSL, "%s", peer.Reason(err))
		}
		if !strings.HasPrefix(lib.Version, "OpenSSL 3.") {
			return nil, strategy.NoLibrary(results.StrategyOpenSSL, "%s is %q, want OpenSSL 3, whose trial division and rounds are known", lib.Path, lib.Version)
		}
		return lib, nil
	})}
}

// Name implements strategy.Strategy.
func (Strategy) Name() string { return results.StrategyOpenSSL }

// About implements strategy.Strategy.
func (Strategy) About() string {
	return "OpenSSL's BN_generate_prime_ex, unseeded, the workers in a race"
}

// Check implements strategy.Strategy.
func (s Strategy) Check(t strategy.Task) error {
	switch t.Kind {
	case strategy.RSA:
		return s.checkRSA(t)
	case strategy.Kex:
		return s.checkKex(t)
	}
	if t.Bits < strategy.MinBits || t.Bits > strategy.MaxBits {
		return strategy.Unsupported(results.StrategyOpenSSL, "%d bits, want %d to %d", t.Bits, strategy.MinBits, strategy.MaxBits)
	}
	if own := policy(t.Bits); !t.Policy.IsZero() && (t.Policy.Lucas || t.Policy.Rounds < own.Rounds) {
		return strategy.Unsupported(results.StrategyOpenSSL, "policy %v, OpenSSL does %v or more rounds, without a Lucas test", t.Policy, own)
	}
	if err := strategy.CheckSearched(results.StrategyOpenSSL, t); err != nil {
		return err
	}
	_, err := s.load()
	return err
}

// policy is what OpenSSL holds its finds to.
func policy(bits int) millerrabin.Policy {
	return millerrabin.Policy{Rounds: theory.OpenSSLRounds(bits)}
}

// New implements strategy.Strategy.
func (s Strategy) New(t strategy.Task) (strategy.Runner, error) {
	if err := s.Check(t); err != nil {
		return nil, err
	}
	switch t.Kind {
	case strategy.RSA:
		return s.newRSA(t)
	case strategy.Kex:
		return s.newKex(t)
	}
	lib, err := s.load()
	if err != nil {
		return nil, err
	}
	facts := strategy.Facts{Policy: t.Policy, Replays: true, Peer: results.Peer{Version: lib.Version, Path: lib.Path}}
	switch own := policy(t.Bits); {
	case t.Policy.IsZero(), t.Policy == own:
		tests := theory.OpenSSLTests(t.Kind.Sieve(), t.Bits)
		facts.Policy, facts.Searches = own, true
		facts.Expected = results.Work{Candidates: tests, Survivors: tests}
	default:
		facts.NoSearch = fmt.Sprintf("policy %v, BN_generate_prime_ex cannot be told rounds and does %v", t.Policy, own)
	}
	t.Policy = facts.Policy
	return &runner{task: t, lib: lib, facts: facts}, nil
}
