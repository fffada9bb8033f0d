// Package bench measures strategies for finding primes and Diffie-Hellman
// groups, and emits what it measured as records.
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
	"runtime"
	"slices"
	"strings"
	"time"

	"primebench/engine"
	"primebench/internal/rng"
	"primebench/millerrabin"
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
	MinBits    = engine.MinBits
	MaxBits    = engine.MaxBits
	MaxWorkers = 1024
	MaxSamples = 100_000
	MaxBudget  = 7 * 24 * time.Hour
	// MaxCells keeps the matrix readable and its header within one record.
	MaxCells = 1000
)

// A Spec says what to measure. An empty field takes the value of the suite
// "default", so the zero Spec is that suite, on all cores.
type Spec struct {
	Suite      string // its name, for the record; "" when flags alone made it
	Kinds      []sieve.Kind
	Bits       []int    // sizes, MinBits to MaxBits
	Strategies []string // names out of Strategies
	Modes      []Mode
	Workers    []int                // 1 to MaxWorkers; empty: GOMAXPROCS
	Policies   []millerrabin.Policy // the zero Policy is each strategy's own default
	Kernel     string               // of the batched arithmetic; "": the machine's best
	Samples    int                  // in each cell, up to MaxSamples; excludes Budget
	Budget     time.Duration        // for the whole run, up to MaxBudget, shared by the cells; excludes Samples
	Seed       *rng.Seed            // nil: drawn from crypto/rand

	// narrowed is set when the other axes were chosen without a word on the
	// strategies: one that is left without a cell is then no contradiction.
	narrowed bool
}

// Override returns s with what by says put in its place: flags over a suite. A
// budget replaces samples and the other way round. The suite's name stays only
// while it is still the suite's matrix that is measured, on however many workers.
func (s Spec) Override(by Spec) Spec {
	axes := len(by.Kinds) > 0 || len(by.Bits) > 0 || len(by.Modes) > 0 || len(by.Policies) > 0
	switch {
	case by.Suite != "":
		s.Suite = by.Suite
	case axes || len(by.Strategies) > 0:
		s.Suite = ""
	}
	s.narrowed = by.narrowed || len(by.Strategies) == 0 && (axes || s.narrowed)
	override(&s.Kinds, by.Kinds)
	override(&s.Bits, by.Bits)
	override(&s.Strategies, by.Strategies)
	override(&s.Modes, by.Modes)
	override(&s.Workers, by.Workers)
	override(&s.Policies, by.Policies)
	if by.Kernel != "" {
		s.Kernel = by.Kernel
	}
	if by.Samples != 0 || by.Budget != 0 {
		s.Samples, s.Budget = by.Samples, by.Budget
	}
	if by.Seed != nil {
		s.Seed = by.Seed
	}
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
		s.Workers = []int{runtime.GOMAXPROCS(0)}
	}
	return s, asSpecError(s.check())
}

// check refuses values out of range, in words that name them.
func (s Spec) check() error {
	for _, bits := range s.Bits {
		if bits < MinBits || bits > MaxBits {
			return fmt.Errorf("bits %d is out of range, want %d to %d", bits, MinBits, MaxBits)
		}
	}
	for _, workers := range s.Workers {
		if workers < 1 || workers > MaxWorkers {
			return fmt.Errorf("workers %d is out of range, want 1 to %d", workers, MaxWorkers)
		}
	}
	for _, mode := range s.Modes {
		if _, err := parseMode(string(mode)); err != nil {
			return err
		}
	}
	for _, policy := range s.Policies {
		if !policy.IsZero() && policy.Check() != nil {
			return policy.Check()
		}
	}
	switch {
	case s.Samples != 0 && s.Budget != 0:
		return fmt.Errorf("samples %d and budget %v exclude each other, want one of them", s.Samples, s.Budget)
	case s.Samples < 0 || s.Samples > MaxSamples:
		return fmt.Errorf("samples %d is out of range, want 1 to %d", s.Samples, MaxSamples)
	case s.Budget < 0 || s.Budget > MaxBudget:
		return fmt.Errorf("budget %v is out of range, want more than 0 and at most %v", s.Budget, MaxBudget)
	}
	return cmp.Or(
		distinct("kind", s.Kinds),
		distinct("bits", s.Bits),
		distinct("strategy", s.Strategies),
		distinct("mode", s.Modes),
		distinct("workers", s.Workers),
		distinct("policy", s.Policies),
	)
}

func distinct[T comparable](axis string, values []T) error {
	if len(values) > MaxCells {
		return fmt.Errorf("%s has %d values, want at most %d", axis, len(values), MaxCells)
	}
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			return fmt.Errorf("%s %v is given twice", axis, v)
		}
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
