// Package engine searches for random primes and safe primes on all cores.
//
// A search is numbered, and so are its windows. Window w of search n begins at a
// start out of that window's own random stream; the sieve strikes it, all workers
// together, and its survivors are numbered on from those of the window before.
// Workers take survivors into the eight lanes of a batch, in that order, and
// put them to a base-2 test; of a safe prime q is tested first, and p takes a
// lane of a later batch when q passed. No batch has an empty lane while there is
// a survivor to test. What passes is verified in full. The find with the lowest
// number is the search's: work on lower numbers is finished, work on higher ones
// is stopped. So the same seed and n give the same find for any number of
// workers and any sieve limit.
//
// Prime and SafePrime do one search. Searcher.Stream does one after another, in
// order; short ones share the lanes, so that next to no test is wasted, and
// several finds share a verification.
//
// Each search begins at a random place of its own, and its find is the first one
// after it: a prime after a long gap is likelier than one after a short gap.
// Brandt and Damgård (On generation of probable primes by incremental search,
// 1992) show that this costs little entropy and little of the error bound. With
// Config.Bulk a stream takes all finds of each window instead: over whole windows
// each prime is as likely as any other, the sieve's cost is shared, but finds come
// in groups that lie close together. That is right for many parameters, which are
// public, and wrong for secrets.
//
// A search takes a time that depends on what it finds. That is nothing to hide
// for parameters; a secret prime should not be searched for where others can time
// it.
package engine

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"primebench/millerrabin"
	"primebench/sieve"
)

// Counters is what a search came to.
type Counters struct {
	Candidates int64 // members of the progression up to the find, the find included
	Survivors  int64 // of these, left by the sieve, the find included
	Tests      int64 // base-2 tests done by all workers, also beyond the find
	Primes     int64 // finds: 1
}

// Phases is the time spent by what it was spent on, summed over the workers. The
// time of a batch that several searches share is split by lanes.
type Phases struct {
	Sieve, Test, Accept time.Duration
}

// A Result is a finished search.
type Result struct {
	Number   uint64   // of the search, or in bulk of the find
	P        *big.Int // the prime or safe prime
	Counters Counters
	Phases   Phases
	Next     Position // a stream that begins here goes on behind this find
}

// A Searcher does searches of one kind and size, one call at a time.
type Searcher struct {
	progression
	config Config // with its defaults filled in
	table  *sieve.Table
	length int // members of a window
	work   Work
	walk   *walk // nil when windows begin at random

	workers []*worker
}

// Prime returns a random n-bit prime, n from MinBits to MaxBits: with both top
// bits set, unless the Config says otherwise.
func Prime(ctx context.Context, bits int, config Config) (*big.Int, error) {
	return find(ctx, sieve.Prime, bits, config)
}

// SafePrime returns a random n-bit safe prime p, (p-1)/2 being prime too, with
// both top bits set unless the Config says otherwise.
func SafePrime(ctx context.Context, bits int, config Config) (*big.Int, error) {
	return find(ctx, sieve.Safe, bits, config)
}

func find(ctx context.Context, kind sieve.Kind, bits int, config Config) (*big.Int, error) {
	s, err := New(kind, bits, config)
	if err != nil {
		return nil, err
	}
	result, err := s.Search(ctx, 0)
	return result.P, err
}

// New prepares a Searcher for n-bit finds, n from MinBits to MaxBits. Its errors
// wrap ErrConfig.
func New(kind sieve.Kind, bits int, config Config) (*Searcher, error) {
	p, err := checked(kind, bits, &config)
	if err != nil {
		return nil, err
	}
	testers, err := newTesters(config, bits)
	if err != nil {
		return nil, err
	}
	config.Kernel = testers[0].Kernel()
	s := &Searcher{progression: p, length: windowLength(1/p.density(), config.Bulk)}
	if s.span() < searchesAWindow*float64(s.length) {
		return nil, fmt.Errorf("%w: %d bits leave no room for windows of %d numbers %d apart; want more bits or a smaller modulus", ErrConfig, bits, s.length, p.step)
	}
	held, err := heldWithin(config.Memory, config.Workers, s.length)
	if err != nil {
		return nil, err
	}
	if config.Shared == nil {
		config.Shared = new(Shared)
	}
	if config.SieveLimit == 0 {
		key := limitKey{p, config.Kernel, held, config.Bulk}
		if config.SieveLimit, err = config.Shared.bestLimit(key, testers[0], s.windowsPerFind(config.Bulk)); err != nil {
			return nil, fmt.Errorf("engine: measuring what sieving and testing cost: %w", err)
		}
	}
	s.config = config
	if s.table, err = config.Shared.tables.Get(kind, p.step, config.SieveLimit, held); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	s.work = p.work(config.SieveLimit, sieve.SurvivingFraction(kind, p.step, config.SieveLimit))
	for _, tester := range testers {
		w, err := newWorker(s, tester)
		if err != nil {
			return nil, err
		}
		s.workers = append(s.workers, w)
	}
	return s, nil
}

// newTesters makes one for each worker.
func newTesters(config Config, bits int) ([]*millerrabin.Tester, error) {
	var testers []*millerrabin.Tester
	for range config.Workers {
		tester, err := millerrabin.NewTester(config.Kernel, bits)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrConfig, err)
		}
		testers = append(testers, tester)
	}
	return testers, nil
}

// Kind returns what is searched for.
func (s *Searcher) Kind() sieve.Kind { return s.kind }

// Bits returns the size of the finds.
func (s *Searcher) Bits() int { return s.bits }

// Config returns what the searches are done with, defaults filled in.
func (s *Searcher) Config() Config { return s.config }

// Expected returns the work of an average search; in bulk, of an average find.
func (s *Searcher) Expected() Work { return s.work }

// ExpectedTests returns how many base-2 tests the workers together have the time
// for in an average search, up to the last one that it needs. That is more than
// Expected().Tests: the find is in the middle of its batch, the batches of k
// workers end at different times, and the p of a safe prime waits for one batch
// more.
func (s *Searcher) ExpectedTests() float64 {
	lanes, workers := float64(millerrabin.Lanes), float64(len(s.workers))
	tests := s.work.Tests + (lanes-1)/2 + lanes*(workers-1)/2
	if s.kind == sieve.Safe {
		tests += lanes * workers
	}
	return tests
}

// WindowsPerSearch returns how many windows an average search strikes: one, and
// another for each window that turned out to be empty of finds.
func (s *Searcher) WindowsPerSearch() float64 { return s.windowsPerFind(false) }
