// Package strategy is the seam between the benchmark and the ways to come by a
// prime or a group. A strategy is added by implementing Strategy in a package
// of its own below this one and naming it in bench's list; the conformance
// suite in strategytest then holds it to what it says.
package strategy

import (
	"context"
	"errors"
	"math/big"
	"time"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/results"
)

// ErrUnsupported is wrapped by the error of Strategy.Check when a strategy
// cannot do a task by its nature: there is no hard-coded group of that size,
// say. Such a combination is left out of the matrix with the error's reason.
var ErrUnsupported = errors.New("not offered")

// ErrNoLibrary is wrapped by the error of Strategy.Check when the library that a
// strategy calls is not on the machine, or of a version that is not known. It is
// an ErrUnsupported that says nothing against the task: the run goes on with the
// other strategies.
var ErrNoLibrary error = missing("its library cannot be used")

// ErrNoProgram is the same of a program that a strategy runs.
var ErrNoProgram error = missing("its program cannot be used")

// ErrNoSystemCall is the same of a system call that the machine's system lacks.
var ErrNoSystemCall error = missing("its system call cannot be used")

// The sizes that are measured, in bits. A search below MinBits is over before its
// goroutines have begun.
const (
	MinBits = 64
	MaxBits = engine.MaxBits
)

// A Task is what a cell asks of its strategy.
type Task struct {
	Kind    Kind
	Bits    int
	Params  string // name of the parameter set, of Kex alone; Bits is then its own
	Workers int    // at least 1
	// Policy is what a find must pass; the zero value asks for the strategy's
	// own default.
	Policy millerrabin.Policy
	Kernel string   // of the batched arithmetic; "" for the machine's best
	Seed   rng.Seed // of the run; a strategy derives its own from it
	// SieveLimit is the bound on the small primes of a sieve; 0: as the strategy
	// sees fit.
	SieveLimit uint64
	// Bulk asks for all finds of each window, in mode bulk.
	Bulk bool
	// Shared, when not nil, is for the runners that search with package engine.
	Shared *engine.Shared
	// Meter, when not nil, is counted up while a search runs, for progress.
	Meter *engine.Meter
}

// A Strategy is a way to come by a prime, a safe prime, a group, random values, an
// RSA key or a shared secret.
type Strategy interface {
	// Name is the word for it in flags, files and reports.
	Name() string
	// About says in a line what it is, for help and reports.
	About() string
	// Check says, without any costly work, whether the strategy can do the task:
	// nil, an error that wraps ErrUnsupported, or another error for a task that
	// contradicts itself.
	Check(Task) error
	// New prepares a Runner for a task that Check accepts. It tests no number:
	// what takes long waits for the first use.
	New(Task) (Runner, error)
}

// Facts is what the header of a run says of a cell's strategy.
type Facts struct {
	Policy     millerrabin.Policy // in force; zero where no number is tested
	Kernel     string             // "" when the strategy has arithmetic of its own
	Seeded     bool               // the task's seed decides what is found
	SieveLimit uint64             // 0 without a sieve
	Expected   results.Work       // by theory; zeros when it says nothing
	// Searches is false when there is nothing to search for: the strategy is
	// measured by its operations in search mode too.
	Searches bool
	// NoSearch, when not "", is why there is no search by this policy, though the
	// strategy does search: only single numbers can be held to it. Searches is then
	// false, the error of Search wraps ErrUnsupported, and without Bulk no operation
	// is a part of a search.
	NoSearch string
	// Bulk is set when there is no single search, see NoSearch, because one sieve
	// serves many finds: the Runner is a Slicer, and mode bulk is its slices.
	Bulk bool
	// Replays is false when Replay is not offered: the strategy draws its
	// candidates where nobody can hand it others.
	Replays bool
	// Tests is about how many base-2 tests of the task's size take the time of a search,
	// where no operations tell; 0 where they do, or where it is not known.
	Tests float64
	// Unstoppable is true when a search that was begun goes on by itself after
	// its context ended, and takes processor time from what is measured next.
	Unstoppable bool
	// Peer is the library or the program of somebody else's that does the work,
	// without the strategy's name; zero without one.
	Peer results.Peer
}

// A Runner does the work of one cell. It is used by one goroutine at a time and
// keeps Workers goroutines busy itself.
type Runner interface {
	Facts() Facts
	// Search does the n-th whole search. The same seed and n give the same find
	// when Facts.Seeded, whatever Workers is. A cancelled context is answered
	// within 100 ms with its error. Without Facts.Searches it looks up what is
	// there, the same for every n, unless there is a Facts.NoSearch.
	Search(ctx context.Context, n uint64) (Outcome, error)
	// Operations lists the elementary operations, the same ones in every call.
	Operations() []Operation
	// Replay tests the list's numbers in order as a search would, from the first
	// test to the acceptance of the last one, which alone is of the task's kind.
	// Without Facts.Replays its error wraps ErrUnsupported.
	Replay(ctx context.Context, list []*big.Int) (Outcome, error)
}

// A Streamer is a Runner that makes many finds in a row for less than as many
// searches cost. One of a task with Bulk does nothing else.
type Streamer interface {
	Runner
	// Stream makes count finds, the n-th stream of the task. The same seed, n and
	// count give the same finds when Facts.Seeded, whatever Workers is, and no two
	// n have a find in common but by chance. A cancelled context is answered within
	// 100 ms with its error.
	Stream(ctx context.Context, n uint64, count int64) (Finds, error)
}

// A Slicer is a Runner that can cut its searches off and tell how far they came, so
// that those are measured in slices which take too long to be waited for.
type Slicer interface {
	Runner
	// Slice searches for about limit, and until one number at least is tested, by all
	// workers, each of which begins a new search after a find. Counters.Survivors are
	// the numbers tested, Primes the finds, and Phases.Accept is what of the workers'
	// time went into operations that are Apart. A cancelled context is answered
	// within 100 ms with its error.
	Slice(ctx context.Context, limit time.Duration) (Finds, error)
}

// A Giveaway is a Runner whose random values give its generator away.
type Giveaway interface {
	Runner
	// Predict tells the next outputs of a generator from those before, by their
	// values alone, and sets those that it draws then beside them. Prediction.Cell
	// is the caller's to fill in.
	Predict() (results.Prediction, error)
}

// An Operation is an elementary step that can be measured alone.
type Operation struct {
	results.Operation
	// Tests is about how many base-2 tests take the time of the least that Run
	// does; 0 when that is little beside a test. It tells which operations to try
	// first, and what those will take that were not tried: a factor of two does
	// not matter.
	Tests float64
	// Shortest is the shortest time that a sample is to take; 0 for the benchmark's
	// own choice, a millisecond or some.
	Shortest time.Duration
	// Prepare makes ready what Run needs, so that Run's time is the operation's
	// alone. It is called before the first Run and may be nil.
	Prepare func(ctx context.Context) error
	// Run does the operation at least times times, shared by all workers, and
	// returns how often it was done: batched arithmetic rounds up.
	Run func(ctx context.Context, times int64) (done int64, err error)
}

// VerificationTests is about how many base-2 tests take the time of verifying a
// number by a policy: a Lucas test takes that of about four.
func VerificationTests(p millerrabin.Policy) float64 {
	tests := float64(p.Rounds)
	if p.Lucas {
		tests += 4
	}
	return tests
}

// Finds is what a stream of searches, or a slice of them, came to.
type Finds struct {
	Found    []*big.Int // in order
	Counters engine.Counters
	Phases   engine.Phases
}

// An Outcome is what a search or a replay came to.
type Outcome struct {
	Found    *big.Int // nil when nothing was searched for
	Second   *big.Int // the other prime of an RSA key; else nil
	Counters engine.Counters
	Phases   engine.Phases
}
