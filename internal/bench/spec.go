// Package bench measures strategies for finding primes and Diffie-Hellman
// groups, and for drawing random values, and emits what it measured as records.
//
// A Spec says what to measure. Its matrix, the list of cells, is expanded and
// checked before a core gets hot. Run then calibrates each cell by its
// elementary operations, plans how many samples each can have, and takes them
// interleaved, so that a machine that drifts hits all cells alike. A search cell
// that cannot be searched often enough within its share of the budget is
// measured by its operations instead and marked so.
//
// Guarantees: the header is written before anything is measured and every sample
// as soon as it is taken; the same seed gives the same finds from the seeded
// strategies whatever the workers; a cancelled context is answered within
// 100 ms, and the closing record then says so.
package bench

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/results"
	"primebench/sieve"
)

// ErrSpec is wrapped by every error that says a Spec or a suite is wrong: usage
// or configuration, as against a failure while measuring.
var ErrSpec = errors.New("bench: bad specification")

// asSpecError marks an error as the caller's to mend; nil stays nil.
func asSpecError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrSpec, err)
}

// The bounds of a Spec.
const (
	MinBits    = strategy.MinBits
	MaxBits    = strategy.MaxBits
	MaxWorkers = 1024
	MaxSamples = 100_000
	MinBudget  = time.Millisecond
	MaxBudget  = 7 * 24 * time.Hour
	// MaxCells keeps the matrix readable and its header within one record.
	MaxCells = 1000
)

// A Spec says what to measure. An empty field takes the value of the suite
// "default", so the zero Spec is that suite, on all cores.
type Spec struct {
	Suite      string // its name, for the record; "" when flags alone made it
	Kinds      []strategy.Kind
	Bits       []int    // sizes, MinBits to MaxBits; of kind Kex they say nothing
	Params     []string // parameter sets of kind Kex, names out of package kex; empty: all
	Strategies []string // names out of Strategies
	Modes      []Mode
	Workers    []int                // 1 to MaxWorkers; empty: Cores
	Cores      int                  // that the program keeps to while it measures; 0: GOMAXPROCS
	Policies   []millerrabin.Policy // the zero Policy is each strategy's own default
	Kernel     string               // of the batched arithmetic; "": the machine's best
	SieveLimit uint64               // bound on the small primes of onthefly, up to sieve.MaxLimit; 0: measured
	Samples    int                  // in each cell, up to MaxSamples; excludes Budget
	Steps      []string             // that the Spec's own cells measure alone, as in Block
	Also       []Block              // measured besides, without cells that are there already
	Budget     time.Duration        // for the whole run, MinBudget to MaxBudget, shared by the cells; excludes Samples
	Seed       *rng.Seed            // nil: drawn from crypto/rand
	// WaitQuiet is how long the run waits at most, before it begins and its Budget does,
	// for others to leave the machine alone, a second to MaxBudget; 0: not at all.
	WaitQuiet time.Duration
	// Want is what the numbers are to reach. A policy in it may be "default", for
	// the strategy's own. Goals about what the matrix is not asked for are left out.
	Want []results.Goal

	// narrowed is set when the other axes were chosen without a word on the
	// strategies: one that is left without a cell is then no contradiction.
	narrowed bool
}

// Override returns s with what by says put in its place: flags over a suite. A
// budget replaces samples and the other way round. An axis, of the workers too,
// replaces Also with by's, and workers replace Cores. The suite's name stays only while it is still the
// suite's matrix that is measured, on however many workers. Where by asks for a kind
// with axes of its own, such as random values, and leaves its strategies or modes open,
// these are the kind's own, whatever s has; and other kinds in by keep what s has.
func (s Spec) Override(by Spec) Spec {
	named := len(by.Strategies) > 0
	by = by.withOwnAxes()
	axes := len(by.Kinds) > 0 || len(by.Bits) > 0 || len(by.Params) > 0 || len(by.Modes) > 0 || len(by.Policies) > 0
	if axes || named || len(by.Workers) > 0 || len(by.Also) > 0 {
		s.Also = by.Also
	}
	switch {
	case by.Suite != "":
		s.Suite = by.Suite
	case axes || named:
		s.Suite = ""
	}
	s.narrowed = by.narrowed || !named && (axes || s.narrowed)
	override(&s.Kinds, by.Kinds)
	override(&s.Bits, by.Bits)
	if len(by.Kinds) > 0 && !slices.Contains(by.Kinds, strategy.Kex) {
		s.Params = nil
	}
	override(&s.Params, by.Params)
	override(&s.Strategies, by.Strategies)
	override(&s.Modes, by.Modes)
	override(&s.Workers, by.Workers)
	if by.Cores != 0 || len(by.Workers) > 0 {
		s.Cores = by.Cores
	}
	override(&s.Policies, by.Policies)
	override(&s.Steps, by.Steps)
	if by.Kernel != "" {
		s.Kernel = by.Kernel
	}
	if by.SieveLimit != 0 {
		s.SieveLimit = by.SieveLimit
	}
	if by.Samples != 0 || by.Budget != 0 {
		s.Samples, s.Budget = by.Samples, by.Budget
	}
	if by.WaitQuiet != 0 {
		s.WaitQuiet = by.WaitQuiet
	}
	if by.Seed != nil {
		s.Seed = by.Seed
	}
	override(&s.Want, by.Want)
	return s
}

func override[T any](dst *[]T, by []T) {
	if len(by) > 0 {
		*dst = by
	}
}

// complete fills the empty fields in and checks each field by itself.
func (s Spec) complete() (Spec, error) {
	standard, err := Suite(DefaultSuite)
	if err != nil {
		return s, err
	}
	s = standard.Override(s)
	if len(s.Workers) == 0 {
		s.Workers = []int{cmp.Or(s.Cores, allCores())}
	}
	return s, asSpecError(s.check())
}

// check refuses values out of range, in words that name them.
func (s Spec) check() error {
	if s.Cores < 0 || s.Cores > MaxWorkers {
		return fmt.Errorf("cores %d is out of range, want 1 to %d", s.Cores, MaxWorkers)
	}
	for _, b := range append([]Block{s.own()}, s.Also...) {
		if err := b.check(); err != nil {
			return err
		}
		if i := slices.IndexFunc(b.Workers, func(workers int) bool { return s.Cores > 0 && workers > s.Cores }); i >= 0 {
			return fmt.Errorf("workers %d on cores %d, want as many cores at least", b.Workers[i], s.Cores)
		}
	}
	switch {
	case s.Samples != 0 && s.Budget != 0:
		return fmt.Errorf("samples %d and budget %v exclude each other, want one of them", s.Samples, s.Budget)
	case s.SieveLimit > sieve.MaxLimit:
		return fmt.Errorf("sieve limit %d is out of range, want 1 to %d", s.SieveLimit, uint64(sieve.MaxLimit))
	case s.Samples < 0 || s.Samples > MaxSamples:
		return fmt.Errorf("samples %d is out of range, want 1 to %d", s.Samples, MaxSamples)
	case s.WaitQuiet != 0 && (s.WaitQuiet < lookEvery || s.WaitQuiet > MaxBudget):
		return fmt.Errorf("a wait of %v for a quiet machine is out of range, want %v to %v", s.WaitQuiet, lookEvery, MaxBudget)
	case s.Budget != 0 && (s.Budget < MinBudget || s.Budget > MaxBudget):
		return fmt.Errorf("budget %v is out of range, want %v to %v", s.Budget, MinBudget, MaxBudget)
	}
	return nil
}

// list writes values for an error message.
func list[T any](values []T) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ", ")
}
