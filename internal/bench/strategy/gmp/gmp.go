// Package gmp is the GNU Multiple Precision Arithmetic Library's way to a prime as
// a strategy: mpz_nextprime from a random start, called out of the shared library
// where the machine has it.
//
// A prime is the first one above a random odd number with the two top bits set,
// drawn from the run's seed. GMP has no search for safe primes, so it is the loop
// that its user would write: from a random start prime after prime q by
// mpz_nextprime, until mpz_probab_prime_p passes 2q + 1. Going on from a prime that
// failed, and not from another random number, makes each prime as likely as the
// next to be tried, whatever the gap before it.
//
// mpz_nextprime says nothing of its tests. But how far it went shows in the find,
// and so the odd numbers on the way that no prime up to 997 divides are counted
// afterwards, which takes microseconds: by these it tests, at all but the smallest
// sizes, in version 6.2, and later versions divide by more. The count, unlike the
// length of a gap, follows the geometric law, because small primes alone make gaps
// unequal.
//
// A call of mpz_nextprime takes no number of rounds: by another policy than its own
// there are replays and operations alone, whose mpz_probab_prime_p can be told. It
// uses one core and cannot be stopped. When a context ends, the waiting side returns at once and the call goes
// on to its end: the strategy is unstoppable as stdlib-rand is, and is searched only
// where four searches fit into a cell's share of the time. A search that overruns
// so far that it is given up happens then less than once in 10,000 searches, and a
// child process that could be killed would put its start, and a processor time that
// is not ours to read, into each of them.
package gmp

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"primebench/internal/bench/strategy"
	"primebench/internal/peer"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/results"
)

// Strategy is the strategy "gmp"; New makes it.
type Strategy struct {
	load func() (*peer.GMP, error)
}

// bailliePSW is how many of the repetitions that GMP is asked for its Baillie-PSW
// test stands for, from version 6.2 on; the others are rounds. Before, all were.
const bailliePSW = 24

// ownPolicy is what mpz_nextprime holds its finds to, by 25 repetitions.
var ownPolicy = millerrabin.Policy{Rounds: 1, Lucas: true}

// New returns the strategy. The library is loaded when it is first asked for.
func New() Strategy { return with(peer.OpenGMP) }

// with returns the strategy by the library that open opens.
func with(open func() (*peer.GMP, error)) Strategy {
	return Strategy{load: sync.OnceValues(func() (*peer.GMP, error) {
		lib, err := open()
		if err != nil {
			return nil, strategy.NoLibrary(results.StrategyGMP, "%s", peer.Reason(err))
		}
		if !known(lib.Version) {
			return nil, strategy.NoLibrary(results.StrategyGMP, "%s is GMP %q, want GMP 6 from 6.2 on, whose test is known", lib.Path, lib.Version)
		}
		return lib, nil
	})}
}

// known says whether a version's test is ownPolicy.
func known(version string) bool {
	major, rest, _ := strings.Cut(version, ".")
	minor, _, _ := strings.Cut(rest, ".")
	a, errA := strconv.Atoi(major)
	b, errB := strconv.Atoi(minor)
	return errA == nil && errB == nil && a == 6 && b >= 2
}

// Name implements strategy.Strategy.
func (Strategy) Name() string { return results.StrategyGMP }

// About implements strategy.Strategy.
func (Strategy) About() string {
	return "GMP's mpz_nextprime from seeded random starts, one worker"
}

// Check implements strategy.Strategy.
func (s Strategy) Check(t strategy.Task) error {
	switch {
	case t.Bits < strategy.MinBits || t.Bits > strategy.MaxBits:
		return strategy.Unsupported(results.StrategyGMP, "%d bits, want %d to %d", t.Bits, strategy.MinBits, strategy.MaxBits)
	case t.Workers != 1:
		return strategy.Unsupported(results.StrategyGMP, "%d workers, mpz_nextprime is one", t.Workers)
	case !t.Policy.IsZero() && !t.Policy.Lucas:
		return strategy.Unsupported(results.StrategyGMP, "policy %v, GMP always does a Baillie-PSW test", t.Policy)
	}
	if err := strategy.CheckSearched(results.StrategyGMP, t); err != nil {
		return err
	}
	_, err := s.load()
	return err
}

// New implements strategy.Strategy.
func (s Strategy) New(t strategy.Task) (strategy.Runner, error) {
	if err := s.Check(t); err != nil {
		return nil, err
	}
	lib, err := s.load()
	if err != nil {
		return nil, err
	}
	facts := strategy.Facts{
		Policy: t.Policy, Seeded: true, Replays: true, Peer: results.Peer{Version: "GMP " + lib.Version, Path: lib.Path},
	}
	primes := newStrike()
	if t.Policy.IsZero() || t.Policy == ownPolicy {
		w := expected(t.Kind.Sieve(), t.Bits, primes.primes)
		facts.Policy, facts.Searches, facts.Unstoppable = ownPolicy, true, true
		facts.SieveLimit, facts.Expected = strikeLimit, results.Work{Candidates: w.candidates, Survivors: w.survivors}
	} else {
		facts.NoSearch = fmt.Sprintf("policy %v, mpz_nextprime cannot be told rounds and does %v", t.Policy, ownPolicy)
	}
	t.Policy = facts.Policy
	seed := t.Seed.Derive(fmt.Sprintf("gmp %v %d", t.Kind, t.Bits))
	return &runner{task: t, lib: lib, primes: primes, seed: seed, facts: facts}, nil
}

type runner struct {
	task   strategy.Task
	lib    *peer.GMP
	primes strike
	seed   rng.Seed
	facts  strategy.Facts
	operands
}
