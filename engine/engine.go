// Package engine searches for random primes and safe primes on all cores.
//
// From a candidate to a find:
//
//   - A candidate is a number of the size and class that is looked for.
//   - A window is a piece of the candidates' progression. Window w of search n
//     begins at a start from a random stream of its own.
//   - A shard is a part of the sieving primes. Together the shards sieve a window.
//   - A sieve job crosses off the candidates of a window that one shard divides. The
//     candidates that are left are survivors, numbered in ascending order.
//   - A test job takes the next survivors, one a lane, through a base-2 test. Of a
//     safe prime q is tested first, and p in a later test job when q passed.
//   - A verify job holds survivors that passed to the full policy.
//   - The find is the verified survivor of the lowest number. Jobs on lower numbers
//     are finished, and those on higher ones stopped.
//   - A crew is the workers at one scheduler, which deals out the jobs of the searches
//     that the crew has under way. Each worker does one job at a time.
//   - The sequence has the numbers of the searches to begin and the results in order.
//     All crews share it.
//
// So the same seed and n give the same find for any number of workers and any
// sieve limit. No lane is empty while there is a survivor to test.
//
// Prime and SafePrime do one search. Searcher.Stream does one after another, in
// order. Short ones share the lanes, so that next to no test is wasted, and several
// finds share a verify job.
//
// Each search begins at a random place of its own, and its find is the first one
// after that place: a prime after a long gap is likelier than one after a short
// gap. Brandt and Damgård (On generation of probable primes by incremental search,
// 1992) show that this costs little entropy and little of the error bound. With
// Config.Bulk a stream takes all finds of each window instead. Over whole windows
// each prime is then as likely as any other, and the cost of the sieve is shared,
// but the finds come in groups that lie close together. That is right for many
// parameters, which are public, and wrong for secrets.
//
// The time of a search depends on what it finds. Parameters have nothing to hide,
// but a secret prime should not be searched for where others can time it.
package engine

import (
	"context"
	"fmt"
	"math/big"
	"sync"
	"time"

	"primebench/millerrabin"
	"primebench/sieve"
)

// Counters are the numbers that a search went through.
type Counters struct {
	Candidates int64 // members of the progression up to the find, the find included
	Survivors  int64 // of these, left by the sieve, the find included
	Tests      int64 // base-2 tests done by all workers, also beyond the find
	Primes     int64 // finds: 1
}

// Phases are the times of the sieve, test and verify jobs, summed over the workers.
// The time of a job that several searches share is split by lanes.
type Phases struct {
	Sieve, Test, Accept time.Duration
}

// Add adds what another search counted.
func (c *Counters) Add(other Counters) {
	c.Candidates += other.Candidates
	c.Survivors += other.Survivors
	c.Tests += other.Tests
	c.Primes += other.Primes
}

// Add adds the times of another search.
func (p *Phases) Add(other Phases) {
	p.Sieve += other.Sieve
	p.Test += other.Test
	p.Accept += other.Accept
}

// A Result is a finished search.
type Result struct {
	Number   uint64   // of the search, or in bulk of the find
	P        *big.Int // the prime or safe prime
	Counters Counters
	Phases   Phases
	At       Position // the search or bulk find, its window and its member there
	Next     Position // a stream that begins here goes on after this find
}

// A Searcher does searches of one kind and size, one call at a time.
type Searcher struct {
	progression
	config Config // with its defaults filled in
	table  *sieve.Table
	length int   // members of a window
	walk   *walk // nil when windows begin at random
	// searchedFor is what the seeds of searches depend on besides their numbers.
	searchedFor string

	expected Work
	workers  []*worker
	// newLock makes the lock of what so many workers share. A benchmark has locks that
	// measure the time in which they are held.
	newLock func(workers int) sync.Locker
}

// Prime returns a random n-bit prime, n from MinBits to MaxBits: with both top
// bits set, unless the Config says otherwise.
func Prime(ctx context.Context, bits int, config Config) (*big.Int, error) {
	return searchOnce(ctx, sieve.Prime, bits, config)
}

// SafePrime returns a random n-bit safe prime p, (p-1)/2 being prime too, with
// both top bits set unless the Config says otherwise.
func SafePrime(ctx context.Context, bits int, config Config) (*big.Int, error) {
	return searchOnce(ctx, sieve.Safe, bits, config)
}

func searchOnce(ctx context.Context, kind sieve.Kind, bits int, config Config) (*big.Int, error) {
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
	s := &Searcher{progression: p, length: windowLength(1/p.density(), config.Bulk), newLock: func(int) sync.Locker { return new(sync.Mutex) }}
	if s.span() < searchesAWindow*float64(s.length) {
		return nil, badConfig("%d bits leave no room for windows of %d numbers %d apart; want more bits or a smaller modulus", bits, s.length, p.step)
	}
	held, err := heldWithin(config.Memory, config.Workers, s.length)
	if err != nil {
		return nil, err
	}
	if config.Shared == nil {
		config.Shared = new(Shared)
	}
	if config.SieveLimit == 0 {
		key := limitKey{progression: p, kernel: config.Kernel, held: held, windows: s.windowsPerFind(config.Bulk, config.Finds)}
		if config.SieveLimit, err = config.Shared.bestLimit(key, testers[0]); err != nil {
			return nil, fmt.Errorf("engine: measuring the cost of sieving and testing: %w", err)
		}
	}
	s.config = config
	s.searchedFor = fmt.Sprintf(" of %v, %d bits, %d of them set, %d modulo %d", s.kind, s.bits, config.TopBits, config.Class.Residue, config.Class.Modulus)
	if s.table, err = config.Shared.tables.Get(kind, p.step, config.SieveLimit, held); err != nil {
		return nil, badConfig("%w", err)
	}
	s.expected = p.expected(config.SieveLimit, s.table.SurvivingFraction())
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
			return nil, badConfig("%w", err)
		}
		testers = append(testers, tester)
	}
	return testers, nil
}

// Kind returns what is searched for.
func (s *Searcher) Kind() sieve.Kind { return s.kind }

// Bits returns the size of the finds.
func (s *Searcher) Bits() int { return s.bits }

// Config returns the configuration of the searches, defaults filled in.
func (s *Searcher) Config() Config { return s.config }

// Expected returns the work of an average search; in bulk, of an average find.
func (s *Searcher) Expected() Work { return s.expected }

// ExpectedTests returns how many base-2 tests the workers together have the time
// for in an average search, up to the last one that it needs. That is more than
// Expected().Tests: the find is in the middle of its test job, the test jobs of
// several workers end at different times, and the p of a safe prime waits for one
// test job more.
func (s *Searcher) ExpectedTests() float64 {
	lanes, workers := float64(millerrabin.Lanes), float64(len(s.workers))
	tests := s.expected.Tests + (lanes-1)/2 + lanes*(workers-1)/2
	if s.kind == sieve.Safe {
		tests += lanes * workers
	}
	return tests
}

// WindowsPerSearch returns how many windows an average search sieves: one, and
// another for each window without a find.
func (s *Searcher) WindowsPerSearch() float64 { return s.windowsPerFind(false, 0) }
