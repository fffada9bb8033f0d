// Package sshkeygen is OpenSSH's way to a moduli file as a strategy: ssh-keygen -M
// generate sieves once for many safe primes, and ssh-keygen -M screen tests what is
// left, one line a candidate. Both run as children.
//
// One sieve serves some 37 finds at any size, so there is no search for a single one:
// mode bulk measures it, by the sieve, which takes minutes and is done once, and by
// slices of the screening. A find costs
//
//	odd numbers q a find x time of the sieve / odd numbers sieved
//	+ lines a find x time of a line
//
// The sieve goes by the memory that ssh-keygen takes by itself, and strikes q and
// 2q + 1 by all primes up to 2^32 - 2^16. The screening drops every p for which it
// knows no generator before it tests it. The lines are screened in random order, and
// again from the first one on when all have been.
package sshkeygen

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/internal/theory"
	"primebench/millerrabin"
	"primebench/results"
	"primebench/sieve"
)

// minBits is the least size that ssh-keygen takes (TEST_MINIMUM in moduli.c).
const minBits = 512

// sieveLimit is the bound on the primes that it strikes by: SMALL_MAXIMUM less
// TINY_NUMBER in moduli.c.
const sieveLimit = 1<<32 - 1<<16

// withGenerator is the share of safe primes p for which ssh-keygen knows a
// generator; it drops the others before it tests them (moduli.c). Those that are
// 11 mod 24, one half, have the generator 2. Of the others, 23 mod 24, those that
// end in 3 or 7 have 5; a safe prime ends in 3, 7 or 9.
const withGenerator = 1./2 + 1./2*2/3

// noSearch is why mode bulk alone measures it.
const noSearch = "one sieve serves many finds, which mode bulk measures"

// Strategy is the strategy "ssh-keygen"; New makes it.
type Strategy struct {
	find func() (results.Peer, error)
}

// New returns the strategy. The program is looked for when it is first asked for.
func New() Strategy {
	return with(func() (results.Peer, error) {
		path, err := peer.FindProgram("ssh-keygen")
		if err != nil {
			return results.Peer{}, strategy.NoProgram(results.StrategySSHKeygen, "%s", peer.Reason(err))
		}
		version, err := versionBeside(path)
		if err != nil {
			return results.Peer{}, strategy.NoProgram(results.StrategySSHKeygen, "the version of %s cannot be told: %v", path, err)
		}
		return results.Peer{Version: version, Path: path}, nil
	})
}

// with returns the strategy by the program that find finds.
func with(find func() (results.Peer, error)) Strategy {
	return Strategy{find: sync.OnceValues(func() (results.Peer, error) {
		p, err := find()
		if err == nil && !known(p.Version) {
			err = strategy.NoProgram(results.StrategySSHKeygen, "%s is of %q, want OpenSSH from 8.2 on, which has -M", p.Path, p.Version)
		}
		return p, err
	})}
}

// versionBeside asks the program ssh beside ssh-keygen, which does not say what it is.
func versionBeside(path string) (string, error) {
	printed, err := peer.RunProgram(context.Background(), filepath.Join(filepath.Dir(path), "ssh"), "-V")
	return peer.LastLine(printed.Stderr), err
}

func known(version string) bool {
	var major, minor int
	n, _ := fmt.Sscanf(version, "OpenSSH_%d.%d", &major, &minor)
	return n == 2 && (major > 8 || major == 8 && minor >= 2)
}

// policy is what ssh-keygen asks for p, 100 rounds by BN_is_prime_ex, or what OpenSSL 3
// does at least; it asks for fewer of (p-1)/2.
func policy(bits int) millerrabin.Policy {
	const asked = 100
	return millerrabin.Policy{Rounds: max(asked, theory.OpenSSLRounds(bits))}
}

// Name implements strategy.Strategy.
func (Strategy) Name() string { return results.StrategySSHKeygen }

// About implements strategy.Strategy.
func (Strategy) About() string {
	return "OpenSSH's ssh-keygen -M generate and -M screen, unseeded, in child processes, one worker, in bulk"
}

// Check implements strategy.Strategy.
func (s Strategy) Check(t strategy.Task) error {
	switch own := policy(t.Bits); {
	case t.Kind != strategy.Safe:
		return strategy.Unsupported(results.StrategySSHKeygen, "kind %s, it makes safe primes alone", t.Kind)
	case t.Bits < minBits || t.Bits > strategy.MaxBits:
		return strategy.Unsupported(results.StrategySSHKeygen, "%d bits, want %d to %d", t.Bits, minBits, strategy.MaxBits)
	case t.Workers != 1:
		return strategy.Unsupported(results.StrategySSHKeygen, "%d workers, it is one", t.Workers)
	case !t.Policy.IsZero() && t.Policy != own:
		return strategy.Unsupported(results.StrategySSHKeygen, "policy %v, it has its own, %v", t.Policy, own)
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
	return newRunner(t, p), nil
}

func newRunner(t strategy.Task, p results.Peer) *runner {
	left := engine.Expected(sieve.Safe, t.Bits, sieveLimit).Survivors
	return &runner{task: t, order: t.Seed.Derive("ssh-keygen").Stream(0), facts: strategy.Facts{
		Policy: policy(t.Bits), NoSearch: noSearch, Bulk: true, SieveLimit: sieveLimit, Peer: p,
		Expected: results.Work{Candidates: theory.Candidates(sieve.Safe, t.Bits) / withGenerator, Survivors: left / withGenerator},
	}}
}
