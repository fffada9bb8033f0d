package report

import (
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/results"
)

// powersFixture is an analysis of powers of 2048 bits by our kernel and by
// another library, of which the run misses one goal of three and cannot judge one.
func powersFixture() *analysis.Analysis {
	estimate := func(value float64, unit string) *analysis.Estimate {
		return &analysis.Estimate{Value: value, Low: 0.99 * value, High: 1.01 * value, Unit: unit, N: 50, Method: "made up"}
	}
	ours := results.Operation{Step: results.StepPower, Kernel: "ifma", AtOnce: 8, MultiplyAdds: 160_000}.Named()
	theirs := results.Operation{Step: results.StepPower, AtOnce: 1}.Named()
	cell := func(id int, strategy string) analysis.Cell {
		return analysis.Cell{Cell: results.Cell{ID: id, Kind: "prime", Bits: 2048, Strategy: strategy, Mode: results.ModeOperations, Workers: 1}}
	}
	of := results.Subject{Bits: 2048, Strategy: "gmp", Op: results.StepPower}
	over := results.Subject{Bits: 2048, Strategy: "onthefly", Op: results.StepPower, Kernel: "ifma"}
	return &analysis.Analysis{
		Cells: []analysis.Cell{cell(0, "onthefly"), cell(1, "gmp")},
		Powers: []analysis.Power{
			{Cell: 0, OperationCost: analysis.OperationCost{Operation: ours, Cost: *estimate(50e-6, "s")}, Share: estimate(0.93, "1")},
			{Cell: 1, OperationCost: analysis.OperationCost{Operation: theirs, Cost: *estimate(400e-6, "s")}, Ratios: []analysis.PowerRatio{
				{Cell: 0, Name: ours.Name, Kernel: "ifma", Ratio: *estimate(8, "x")},
			}},
		},
		Limit: &analysis.Limit{Seconds: 0.29e-9, Stretches: 300, Slack: 1.2, Shared: "the machine was shared"},
		Goals: []analysis.Goal{
			{Goal: results.Goal{Quantity: results.GoalRatio, Of: of, Over: over, Least: 7.5}, Estimate: estimate(8, "x"), Verdict: analysis.GoalMet},
			{Goal: results.Goal{Quantity: results.GoalTime, Of: of, Most: 0.0003}, Estimate: estimate(400e-6, "s"), Verdict: analysis.GoalMissed},
			{
				Goal:    results.Goal{Quantity: results.GoalShare, Of: results.Subject{Op: results.StepLimit}, Over: over, Least: 0.9},
				Verdict: analysis.GoalUnjudged, Why: "the machine was shared",
			},
		},
	}
}

func TestPowersTables(t *testing.T) {
	a := powersFixture()
	for _, test := range []struct {
		t    table
		rows []string
		note string
	}{
		{powersTable(a), []string{
			"2048|onthefly|power-ifma-x8|1|8|50.00 us|49.50 to 50.50|50|-|",
			"2048|gmp|power|1|1|400.0 us|396.0 to 404.0|50|8.00x|7.92 to 8.08",
		}, "median over blocks"},
		{limitTable(a), []string{"2048|onthefly|power-ifma-x8|160000|0.930|0.921 to 0.939|50"}, "No goal is judged by these shares: the machine was shared."},
		{goalsTable(a), []string{
			"met|at least 7.5x|8.00x|7.92 to 8.08|ratio|2048 bits power|gmp|onthefly kernel ifma|50",
			"missed|at most 300 us|400.0 us|396.0 to 404.0|time|2048 bits gmp power|-|-|50",
			"not judged|at least 0.9|-||share|-|limit|2048 bits onthefly power kernel ifma|-",
		}, "share of limit: the machine was shared"},
	} {
		var rows []string
		for _, row := range test.t.Rows {
			rows = append(rows, strings.Join(row, "|"))
		}
		if got, want := strings.Join(rows, "\n"), strings.Join(test.rows, "\n"); got != want {
			t.Errorf("table %s:\n%s\nwant\n%s", test.t.ID, got, want)
		}
		if text := test.t.note() + strings.Join(test.t.Remarks, ""); !strings.Contains(text, test.note) {
			t.Errorf("table %s: %q, want %q", test.t.ID, text, test.note)
		}
	}
	for _, empty := range []table{powersTable(&analysis.Analysis{}), limitTable(&analysis.Analysis{}), goalsTable(&analysis.Analysis{})} {
		if !empty.empty() {
			t.Errorf("table %s of nothing has rows", empty.ID)
		}
	}
}

// Spreadsheets and terminals are told of goals, powers and the limit too.
func TestPowersInEveryFormat(t *testing.T) {
	a := powersFixture()
	var csv, text strings.Builder
	if err := CSV(&csv, a); err != nil {
		t.Fatal(err)
	}
	if err := Text(&text, a, Options{Width: 200}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ in, want string }{
		{csv.String(), "operation power over power-ifma-x8,0,8,x,7.92,8.08"},
		{csv.String(), "operation power-ifma-x8 share of limit,,0.93,1"},
		{text.String(), "GOALS OF THE SUITE"},
		{text.String(), "POWERS OF 2"},
		{text.String(), "3.45 billion vpmadd52 a second"},
	} {
		if !strings.Contains(test.in, test.want) {
			t.Errorf("no %q in\n%s", test.want, test.in)
		}
	}
}
