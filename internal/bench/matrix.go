// The matrix: a Spec expanded into cells, in order, and checked as a whole.

package bench

import (
	"fmt"
	"slices"
	"strings"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/circl"
	"primebench/internal/bench/strategy/gmp"
	"primebench/internal/bench/strategy/hardcoded"
	"primebench/internal/bench/strategy/onthefly"
	"primebench/internal/bench/strategy/openssl"
	"primebench/internal/bench/strategy/random"
	"primebench/internal/bench/strategy/sshkeygen"
	"primebench/internal/bench/strategy/stdlib"
	"primebench/results"
)

// Strategies lists the strategies that a Spec can name. Those that call a library or
// a program of somebody else's look for it when a Spec asks for them.
func Strategies() []strategy.Strategy {
	return append([]strategy.Strategy{
		hardcoded.Strategy{}, onthefly.Strategy{}, stdlib.Seeded{}, stdlib.Rand{}, openssl.New(), gmp.New(), circl.New(), sshkeygen.New(),
	}, random.All()...)
}

// A Matrix is the cells of a Spec and the combinations that were left out.
type Matrix struct {
	Spec Spec // complete: every field filled in, but for a Seed that is still to be drawn
	// Cells are ordered by kind, then bits, strategy, mode, workers and policy,
	// each in the order of the Spec, the last one varying fastest; those of
	// Spec.Also follow, block by block. Cell.List is filled in by Run.
	Cells   []results.Cell
	Skipped []results.Skipped
	// Goals are those of Spec.Want of which every subject is a cell, or was left out
	// of the matrix with a reason.
	Goals []results.Goal
}

// Matrix expands and checks the Spec. A combination that its strategy does not
// offer goes to Skipped with the reason. Where a strategy has no use for several
// workers, the cell has one; cells that come out equal, because a policy in the
// list is the strategy's default, are merged. A number of workers, or a Seed,
// that no cell has a use for is a contradiction; Run lets the Seed pass, since its
// caller may have drawn it. A strategy whose library or system call the machine
// lacks contradicts nothing as long as another one has a cell. Every error wraps ErrSpec.
func (s Spec) Matrix() (Matrix, error) {
	e, err := expand(s, Strategies())
	if err != nil {
		return Matrix{}, err
	}
	if s.Seed != nil && !slices.ContainsFunc(e.matrix.Cells, func(c results.Cell) bool { return c.Seeded }) {
		return Matrix{}, asSpecError(fmt.Errorf("seed %v decides nothing: strategy %s draws from a random source of its own", *s.Seed, list(e.strategies())))
	}
	return e.matrix, nil
}

// checkWhole refuses a matrix in which a strategy that was asked for has no
// cell of any kind, or nothing has. One whose library or system call is missing
// may be without.
func (e *expansion) checkWhole() error {
	measured := e.strategies()
	if len(measured) == 0 && len(e.matrix.Spec.Strategies) > 1 {
		return asSpecError(fmt.Errorf("nothing to measure: %s", e.reasons(e.matrix.Spec.Strategies...)))
	}
	for _, b := range e.matrix.Spec.blocks() {
		for _, name := range b.Strategies {
			mayLack := e.matrix.Spec.narrowed || slices.Contains(e.missing, name)
			if !slices.Contains(measured, name) && !(mayLack && len(measured) > 0) {
				return asSpecError(fmt.Errorf("nothing to measure with strategy %s: %s", name, e.reasons(name)))
			}
		}
	}
	return nil
}

// checkWorkers refuses numbers of workers that were asked for and that no cell
// has, since its strategies use one. Those whose library is missing might have
// used more.
func (e *expansion) checkWorkers(asked []int) error {
	if len(e.missing) > 0 {
		return nil
	}
	for _, b := range e.matrix.Spec.Also {
		asked = append(asked[:len(asked):len(asked)], b.Workers...)
	}
	for _, workers := range asked {
		if !slices.ContainsFunc(e.matrix.Cells, func(c results.Cell) bool { return c.Workers == workers }) {
			return asSpecError(fmt.Errorf("workers %d is more than strategy %s can use, want 1", workers, list(e.strategies())))
		}
	}
	return nil
}

// strategies lists those that have a cell.
func (e *expansion) strategies() []string {
	var names []string
	for _, c := range e.matrix.Cells {
		if !slices.Contains(names, c.Strategy) {
			names = append(names, c.Strategy)
		}
	}
	return names
}

// reasons lists why strategies have no cell, the first few.
func (e *expansion) reasons(names ...string) string {
	var reasons []string
	for _, s := range e.matrix.Skipped {
		if slices.Contains(names, s.Strategy) && !slices.Contains(reasons, s.Reason) {
			reasons = append(reasons, s.Reason)
		}
	}
	const most = 3
	if len(reasons) > most {
		reasons = append(reasons[:most], fmt.Sprintf("and %d reasons more", len(reasons)-most))
	}
	return strings.Join(reasons, "; ")
}
