// The table of what the suite wants of the numbers.

package report

import (
	"fmt"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/results"
)

// goalsTable has a row for each goal, in the order of the suite.
func goalsTable(a *analysis.Analysis) table {
	t := table{
		ID:    "goals",
		Title: "Goals of the suite",
		Note: "A goal is met, or missed, when all of the interval is on that side of it; an interval that holds the goal tells " +
			"nothing apart. A ratio is time over time; a share is the part of a time that is spent so.",
		Columns: []column{
			label("verdict"), number("goal"), number("value"), interval(), label("quantity"), label("subject"), label("of"), label("over"), number("n").spare(2),
		},
	}
	for i := range a.Goals {
		g := &a.Goals[i]
		common, of, over := inCommon(g.Of, g.Over)
		value, n := show(g.Estimate), absent
		if g.Estimate != nil {
			n = strconv.Itoa(g.Estimate.N)
		}
		t.Rows = append(t.Rows, []string{
			string(g.Verdict), goalText(g.Goal), value.Value, value.Interval, g.Quantity, subjectText(common), subjectText(of), subjectText(over), n,
		})
		if g.Why != "" {
			t.Remarks = append(t.Remarks, fmt.Sprintf("%s of %s: %s", g.Quantity, g.Of, g.Why))
		}
	}
	return t
}

// goalText writes the bound of a goal.
func goalText(g results.Goal) string {
	unit := map[string]string{results.GoalTime: analysis.UnitSeconds, results.GoalRatio: analysis.UnitTimes, results.GoalShare: analysis.UnitNone}[g.Quantity]
	word, bound := "at least ", g.Least
	if g.Most > 0 {
		word, bound = "at most ", g.Most
	}
	factor, suffix := scale(unit, bound)
	return word + strconv.FormatFloat(bound*factor, 'g', -1, 64) + suffix
}

// inCommon parts the subjects of a goal into what both ask for and the rest.
func inCommon(of, over results.Subject) (common, ofAlone, overAlone results.Subject) {
	if over == (results.Subject{}) { // a time has one subject
		return of, over, over
	}
	common.Kind = takeCommon(&of.Kind, &over.Kind)
	common.Bits = takeCommon(&of.Bits, &over.Bits)
	common.Strategy = takeCommon(&of.Strategy, &over.Strategy)
	common.Mode = takeCommon(&of.Mode, &over.Mode)
	common.Workers = takeCommon(&of.Workers, &over.Workers)
	common.Policy = takeCommon(&of.Policy, &over.Policy)
	common.Kernel = takeCommon(&of.Kernel, &over.Kernel)
	common.Op = takeCommon(&of.Op, &over.Op)
	return common, of, over
}

// takeCommon takes a value away from both where it is the same.
func takeCommon[T comparable](a, b *T) (common T) {
	if *a == *b {
		var nothing T
		common, *a, *b = *a, nothing, nothing
	}
	return common
}

// subjectText writes a subject, and nothing for one that asks for nothing.
func subjectText(s results.Subject) string {
	if s == (results.Subject{}) {
		return absent
	}
	return strings.ReplaceAll(s.String(), ", ", " ")
}
