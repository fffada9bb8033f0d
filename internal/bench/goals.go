// Goals: what the numbers of a run are to reach, set beside the cells that they
// are about.

package bench

import (
	"fmt"
	"slices"
	"strings"

	"primebench/internal/bench/strategy"
	"primebench/internal/cpu"
	"primebench/results"
)

// findGoals returns the goals of the Spec of which the matrix has the subjects, or
// was asked for them in vain, with the policies in force in place of "default". A
// goal that names what does not exist, or more than one thing, is an error.
func (e *expansion) findGoals(known []strategy.Strategy) ([]results.Goal, error) {
	goals := []results.Goal{}
	for i, g := range e.matrix.Spec.Want {
		asked, err := e.resolve(&g.Of, known)
		if err == nil && g.Quantity != results.GoalTime {
			var both bool
			both, err = e.resolve(&g.Over, known)
			asked = asked && both
		}
		if err != nil {
			return nil, asSpecError(fmt.Errorf("goal %d: %w", i+1, err))
		}
		if asked {
			goals = append(goals, g)
		}
	}
	return goals, nil
}

// resolve puts the policy in force into a subject, and reports whether the matrix
// was asked for it.
func (e *expansion) resolve(s *results.Subject, known []strategy.Strategy) (asked bool, err error) {
	if s.Strategy != "" {
		if _, err := lookUp([]string{s.Strategy}, known); err != nil {
			return false, err
		}
	}
	byDefault := s.Policy == defaultPolicy
	if byDefault {
		s.Policy = ""
	}
	found := slices.DeleteFunc(s.Find(e.matrix.Cells), func(p results.Place) bool { return byDefault && !e.byDefault[p.Cell] })
	switch {
	case len(found) > 1:
		return false, fmt.Errorf("%q is %s; say which one", s, e.describe(found))
	case len(found) == 1:
		if byDefault {
			s.Policy = e.matrix.Cells[found[0].Cell].Policy.Name
		}
		return true, nil
	}
	cells := e.cellsLike(*s)
	if err := e.checkOperation(*s, cells); err != nil {
		return false, err
	}
	return len(cells) > 0 || e.wasSkipped(*s), nil
}

// cellsLike lists the cells that fit a subject but for its operation and kernel.
func (e *expansion) cellsLike(s results.Subject) []results.Cell {
	s.Op, s.Kernel = "", ""
	var cells []results.Cell
	for _, p := range s.Find(e.matrix.Cells) {
		cells = append(cells, e.matrix.Cells[p.Cell])
	}
	return cells
}

// checkOperation refuses an operation that the cells do not have, unless it is of
// a kernel that is not measured here.
func (e *expansion) checkOperation(s results.Subject, cells []results.Cell) error {
	elsewhere := s.Kernel != "" && (!slices.Contains(cpu.Kernels(), s.Kernel) || e.matrix.Spec.Kernel != "" && e.matrix.Spec.Kernel != s.Kernel)
	if s.Op == "" || len(cells) == 0 || elsewhere {
		return nil
	}
	var names []string
	for _, c := range cells {
		for _, op := range c.Operations {
			if !slices.Contains(names, op.Name) {
				names = append(names, op.Name)
			}
		}
	}
	return fmt.Errorf("%q names an operation that is not measured, want one of %s", s, list(names))
}

// wasSkipped reports whether a combination that fits a subject was left out.
func (e *expansion) wasSkipped(s results.Subject) bool {
	like := results.Subject{Kind: s.Kind, Bits: s.Bits, Params: s.Params, Strategy: s.Strategy, Mode: s.Mode}
	return slices.ContainsFunc(e.matrix.Skipped, func(left results.Skipped) bool {
		return len(like.Find([]results.Cell{{Kind: left.Kind, Bits: left.Bits, Params: left.Params, Strategy: left.Strategy, Mode: left.Mode}})) > 0
	})
}

// describe lists what a subject fits, the first few.
func (e *expansion) describe(places []results.Place) string {
	const most = 3
	var texts []string
	for _, p := range places[:min(len(places), most)] {
		c := e.matrix.Cells[p.Cell]
		texts = append(texts, results.Subject{
			Kind: c.Kind, Bits: c.Bits, Params: c.Params, Strategy: c.Strategy, Mode: c.Mode, Workers: c.Workers, Policy: c.Policy.Name, Op: p.Op,
		}.String())
	}
	if more := len(places) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(texts, "; ")
}
