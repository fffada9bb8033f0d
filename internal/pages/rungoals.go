// What the suite wants of the numbers.

package pages

import (
	"fmt"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/results"
)

// A goalRow is a goal with its two subjects parted into what both ask for and the rest.
type goalRow struct {
	*analysis.Goal
	common, of, over results.Subject
}

// goalsSection has a row for each goal, in the order of the suite.
func goalsSection(a *analysis.Analysis) doc.Section {
	var rows []goalRow
	var remarks []string
	for i := range a.Goals {
		row := goalRow{Goal: &a.Goals[i]}
		row.common, row.of, row.over = inCommon(row.Of, row.Over)
		rows = append(rows, row)
		if row.Why != "" {
			remarks = append(remarks, fmt.Sprintf("%s of %s: %s", row.Quantity, row.Of, row.Why))
		}
	}
	s := doc.Section{
		ID: goalsID, Title: "Goals of the suite",
		Note: "A goal is met, or missed, when all of the interval is on that side of it; an interval that holds the goal tells " +
			"nothing apart. A ratio is time over time; a share is the part of a time that is spent so.",
		Table: doc.NewGroupedTable([]doc.Column[goalRow]{
			{Heading: "verdict", Value: func(g goalRow) doc.Value { return goalState(g.Verdict) }},
			{Heading: "goal", Unit: unit.One, Value: func(g goalRow) doc.Value { return doc.Text(goalText(g.Goal.Goal)) }},
			{Heading: "value", Unit: unit.One, Interval: doc.Interval95, IntervalSpare: 1, Value: func(g goalRow) doc.Value { return number(g.Estimate) }},
			{Heading: "n", Unit: unit.One, Spare: 2, Value: func(g goalRow) doc.Value {
				if g.Estimate == nil {
					return nil
				}
				return doc.Count(g.Estimate.N)
			}},
			{Heading: "quantity", Names: true, Spare: 2, Value: func(g goalRow) doc.Value { return doc.Text(g.Quantity) }},
			{Heading: "subject", Names: true, Value: func(g goalRow) doc.Value { return subject(g.common) }},
			{Heading: "of", Names: true, Value: func(g goalRow) doc.Value { return subject(g.of) }},
			{Heading: "over", Names: true, Prose: true, Value: func(g goalRow) doc.Value { return subject(g.over) }},
		}, doc.Group[goalRow]{Rows: rows, Rank: func(g goalRow) int { return int(goalState(g.Verdict).Severity) }}),
	}
	s.Table.Remarks = remarks
	return s
}

// goalsFacts count the goals by their verdicts, the worst first; none without goals.
func goalsFacts(a *analysis.Analysis) []doc.Fact {
	counts := map[analysis.GoalVerdict]int{}
	for i := range a.Goals {
		counts[a.Goals[i].Verdict]++
	}
	var parts []string
	for _, v := range []analysis.GoalVerdict{analysis.GoalMissed, analysis.GoalOpen, analysis.GoalUnjudged, analysis.GoalMet} {
		if counts[v] > 0 {
			parts = append(parts, strconv.Itoa(counts[v])+" "+string(v))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []doc.Fact{{Name: "goals of the suite", Value: doc.Text(strings.Join(parts, ", ")), First: true}}
}

func goalState(v analysis.GoalVerdict) doc.State {
	severity := map[analysis.GoalVerdict]doc.Severity{
		analysis.GoalMet: doc.Good, analysis.GoalMissed: doc.Bad, analysis.GoalOpen: doc.Doubtful, analysis.GoalUnjudged: doc.Doubtful,
	}[v]
	return doc.State{Word: string(v), Severity: severity}
}

// goalText writes the bound of a goal.
func goalText(g results.Goal) string {
	in := map[string]string{results.GoalTime: unit.Second, results.GoalRatio: unit.Times, results.GoalShare: unit.One}[g.Quantity]
	if g.Most > 0 {
		return "at most " + unit.Given(g.Most, in)
	}
	return "at least " + unit.Given(g.Least, in)
}

// inCommon parts the subjects of a goal into what both ask for and the rest.
func inCommon(of, over results.Subject) (common, ofAlone, overAlone results.Subject) {
	if over == (results.Subject{}) { // a time has one subject
		return of, over, over
	}
	common.Kind = takeCommon(&of.Kind, &over.Kind)
	common.Bits = takeCommon(&of.Bits, &over.Bits)
	common.Params = takeCommon(&of.Params, &over.Params)
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

// subject is a subject in words, and no Value for one that asks for nothing.
func subject(s results.Subject) doc.Value {
	if s == (results.Subject{}) {
		return nil
	}
	return doc.Text(strings.ReplaceAll(s.String(), ", ", " "))
}
