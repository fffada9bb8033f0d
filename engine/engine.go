// Package engine searches for random primes and safe primes on all cores.
//
// A search is numbered, and so are its windows. Window w of search n begins at
// a start out of that window's own random stream; the sieve strikes it, and its
// survivors are numbered on from those of the window before. Workers take the
// next survivors in that order, up to millerrabin.Lanes at a time so that no lane
// stays empty while survivors are left, and put them to a base-2 test; of a safe
// prime q is tested first and p rides in a later batch when q passed. What
// passes is verified in full, and no survivor is handed out meanwhile. The find
// with the lowest number wins: work on lower numbers is finished, work on higher
// ones is stopped. So the same seed and n give the same find for any number of workers, and
// Counters.Survivors and Candidates do not depend on them either.
//
// The find is the first prime after a random point of the window's progression,
// so a prime after a long gap is more likely than one after a short gap. Brandt
// and Damgård (On generation of probable primes by incremental search, 1992)
// show that this costs little entropy and little of the error bound; the windows
// here are bounded in length, and each search has a start of its own.
//
// A search takes a time that depends on what it finds. That is nothing to hide
// for parameters, which are public; a secret prime should not be searched for
// where others can time it.
package engine

import (
	"errors"
	"fmt"
	"math/big"
	"runtime"
	"sync/atomic"
	"time"

	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

// The sizes that can be searched for, in bits.
const (
	MinBits = 64
	MaxBits = 16384
)

// ErrConfig is wrapped by the errors of New.
var ErrConfig = errors.New("engine: bad configuration")

// Config says how to search. The zero value searches on all cores with the
// default policy, the machine's best kernel and a seed out of crypto/rand.
type Config struct {
	Workers    int                // 0: GOMAXPROCS
	SieveLimit uint64             // bound on the small primes, up to sieve.MaxLimit; 0: DefaultSieveLimit
	Policy     millerrabin.Policy // that a find must pass; zero: millerrabin.Generated(bits)
	Kernel     string             // of the batched arithmetic; "": the machine's best
	// Seed decides what is found: whoever knows it knows the finds. All zeros, as
	// in a Config that says nothing, stand for a seed drawn from crypto/rand.
	Seed rng.Seed
	// Tables keeps the small primes for Searchers to share; nil gives this one its
	// own.
	Tables *sieve.Tables
	Meter  *Meter // counted up while a search runs; may be nil
}

// Counters is what a search came to.
type Counters struct {
	Candidates int64 // members of the progression up to the find, the find included
	Survivors  int64 // of these, left by the sieve, the find included
	Tests      int64 // base-2 tests done by all workers, also beyond the find
	Primes     int64 // finds: 1
}

// Phases is the time spent by what it was spent on, summed over the workers.
type Phases struct {
	Sieve, Test, Accept time.Duration
}

func (p *Phases) add(q Phases) {
	p.Sieve += q.Sieve
	p.Test += q.Test
	p.Accept += q.Accept
}

// A Result is a finished search.
type Result struct {
	P        *big.Int // the prime or safe prime
	Counters Counters
	Phases   Phases
}

// A Meter counts the tests of searches while they run, for progress. Its zero
// value is ready, and all methods may be called at any time.
type Meter struct{ tests atomic.Int64 }

// AddTests counts n tests. A nil Meter counts nothing.
func (m *Meter) AddTests(n int64) {
	if m != nil {
		m.tests.Add(n)
	}
}

// Tests returns the count so far.
func (m *Meter) Tests() int64 {
	if m == nil {
		return 0
	}
	return m.tests.Load()
}

// A Searcher does searches of one kind and size, one at a time.
type Searcher struct {
	kind   sieve.Kind
	bits   int
	config Config // with its defaults filled in
	table  *sieve.Table
	length int // members of a window
	work   Work

	workers []*worker
}

// New prepares a Searcher for n-bit finds whose two top bits are set.
func New(kind sieve.Kind, bits int, config Config) (*Searcher, error) {
	if bits < MinBits || bits > MaxBits {
		return nil, fmt.Errorf("%w: %d bits, want %d to %d", ErrConfig, bits, MinBits, MaxBits)
	}
	if kind != sieve.Prime && kind != sieve.Safe {
		return nil, fmt.Errorf("%w: %v", ErrConfig, kind)
	}
	if config.Workers < 0 {
		return nil, fmt.Errorf("%w: %d workers, want at least 1", ErrConfig, config.Workers)
	}
	if config.Workers == 0 {
		config.Workers = runtime.GOMAXPROCS(0)
	}
	if config.Seed == (rng.Seed{}) {
		config.Seed = rng.NewSeed()
	}
	if config.Policy == (millerrabin.Policy{}) {
		config.Policy = millerrabin.Generated(bits)
	}
	var testers []*millerrabin.Tester // by worker
	for range config.Workers {
		tester, err := millerrabin.NewTester(config.Kernel, bits)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrConfig, err)
		}
		testers = append(testers, tester)
	}
	config.Kernel = testers[0].Kernel()
	if config.SieveLimit == 0 {
		config.SieveLimit = DefaultSieveLimit(kind, bits, config.Kernel)
	}
	table, err := config.Tables.Get(kind, config.SieveLimit)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	s := &Searcher{kind: kind, bits: bits, config: config, table: table}
	s.work = Expected(kind, bits, table.SurvivingFraction())
	s.length = windowLength(s.work.Candidates)
	for _, tester := range testers {
		w, err := newWorker(s, tester)
		if err != nil {
			return nil, err
		}
		s.workers = append(s.workers, w)
	}
	return s, nil
}

// Config returns what the searches are done with, defaults filled in.
func (s *Searcher) Config() Config { return s.config }

// Expected returns the work of an average search.
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
func (s *Searcher) WindowsPerSearch() float64 {
	return windowsPerSearch(s.length, s.work.Candidates)
}
