// The matrix: a Spec expanded into cells, in order, and checked as a whole.

package bench

import (
	"fmt"
	"slices"
	"strings"

	"primebench/bench/strategy"
	"primebench/bench/strategy/hardcoded"
	"primebench/bench/strategy/onthefly"
	"primebench/bench/strategy/stdlib"
	"primebench/results"
)

// Strategies lists the strategies that a Spec can name.
func Strategies() []strategy.Strategy {
	return []strategy.Strategy{hardcoded.Strategy{}, onthefly.Strategy{}, stdlib.Seeded{}, stdlib.Rand{}}
}

// A Matrix is the cells of a Spec and the combinations that were left out.
type Matrix struct {
	Spec Spec // complete: every field filled in, but for a Seed that is still to be drawn
	// Cells are ordered by kind, then bits, strategy, mode, workers and policy,
	// each in the order of the Spec, the last one varying fastest. Cell.List is
	// filled in by Run.
	Cells   []results.Cell
	Skipped []results.Skipped
}

// Matrix expands and checks the Spec. A combination that its strategy does not
// offer goes to Skipped with the reason. Where a strategy has no use for several
// workers, the cell has one; cells that come out equal, because a policy in the
// list is the strategy's default, are merged. Every error wraps ErrSpec.
func (s Spec) Matrix() (Matrix, error) {
	e, err := expand(s, Strategies())
	if err != nil {
		return Matrix{}, err
	}
	return e.matrix, nil
}

// checkWhole refuses a matrix in which a strategy that was asked for has no
// cell, or nothing has.
func (e *expansion) checkWhole() error {
	for _, name := range e.matrix.Spec.Strategies {
		has := slices.ContainsFunc(e.matrix.Cells, func(c results.Cell) bool { return c.Strategy == name })
		if !has && !(e.matrix.Spec.narrowed && len(e.matrix.Cells) > 0) {
			return asSpecError(fmt.Errorf("nothing to measure with strategy %s: %s", name, e.reasons(name)))
		}
	}
	return nil
}

// reasons lists why a strategy has no cell, the first few.
func (e *expansion) reasons(name string) string {
	var reasons []string
	for _, s := range e.matrix.Skipped {
		if s.Strategy == name && !slices.Contains(reasons, s.Reason) {
			reasons = append(reasons, s.Reason)
		}
	}
	const most = 3
	if len(reasons) > most {
		reasons = append(reasons[:most], fmt.Sprintf("and %d reasons more", len(reasons)-most))
	}
	return strings.Join(reasons, "; ")
}
