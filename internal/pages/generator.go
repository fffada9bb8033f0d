// How the system's generator, and what is drawn from it, did in tests by statistics.

package pages

import (
	"fmt"

	"primebench/internal/randtest"
	"primebench/report/doc"
)

// Generator is the document of a generator's tests.
func Generator(results []randtest.Result) *doc.Document {
	type row struct {
		Name   string  `json:"test"`
		Chance float64 `json:"chance"` // that a perfect generator is at least as odd
		Passed bool    `json:"passed"`
	}
	rows := make([]row, len(results))
	failed := 0
	for i, r := range results {
		rows[i] = row{Name: r.Name, Chance: r.P, Passed: r.Passed()}
		if !r.Passed() {
			failed++
		}
	}
	verdict := doc.Verdict{Word: "passed", Sentence: fmt.Sprintf("all %d tests.", len(rows)), Severity: doc.Good}
	if failed > 0 {
		verdict = doc.Verdict{Word: "failed", Sentence: fmt.Sprintf("%d of %d tests.", failed, len(rows)), Severity: doc.Bad}
	}
	return &doc.Document{
		Name:    "generator",
		Title:   "primebench self-test of the generator",
		Verdict: verdict,
		Note:    fmt.Sprintf("Chance: how likely a perfect generator is at least as odd. Below %g a test fails.", randtest.Significance),
		Sections: []doc.Section{{
			Title: "Tests",
			First: true,
			Table: doc.NewGroupedTable([]doc.Column[row]{
				{Heading: "test", Names: true, Value: func(r row) doc.Value { return doc.Text(r.Name) }},
				{Heading: "chance", Value: func(r row) doc.Value { return doc.Text(fmt.Sprintf("%.2g", r.Chance)) }},
				{Heading: "verdict", Value: func(r row) doc.Value { return passedOrFailed(r.Passed) }},
			}, doc.Group[row]{Rows: rows, Rank: func(r row) int { return map[bool]int{false: 1}[r.Passed] }}),
		}},
		Object: struct {
			heading
			Tests []row `json:"tests"`
		}{heading{Report: "primebench generator", Version: 1}, rows},
	}
}

func passedOrFailed(passed bool) doc.State {
	if passed {
		return doc.State{Word: "passed", Severity: doc.Good}
	}
	return doc.State{Word: "FAILED", Severity: doc.Bad}
}
