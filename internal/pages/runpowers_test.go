package pages

import (
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/doctest"
	"primebench/report/doc"
	"primebench/results"
)

// powersRun is an analysis of powers of 2048 bits by our kernel and by
// another library, of which the run misses one goal of three and cannot judge one.
func powersRun() *analysis.Analysis {
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

// TestPowersAreTold, with the goals and the limit, in every format.
func TestPowersAreTold(t *testing.T) {
	a := powersRun()
	for f, wants := range map[doc.Format][]string{
		doc.FormatMarkdown: {
			"| 2048 | onthefly | power-ifma-x8 | 1 | 8 | 50.00 µs | 49.50 to 50.50 | 50 | - |  |\n",
			"| 2048 | gmp | power | 1 | 1 | 400.0 µs | 396.0 to 404.0 | 50 | 8.00x | 7.92 to 8.08 |\n",
			"median over blocks",
			"| 2048 | onthefly | power-ifma-x8 | 160000 | 0.930 | 0.921 to 0.939 | 50 |\n",
			"No goal is judged by these shares: the machine was shared.",
			"| met | at least 7.5x | 8.00x | 7.92 to 8.08 | 50 | ratio | 2048 bits power | gmp | onthefly kernel ifma |\n",
			"| missed | at most 300 µs | 400.0 µs | 396.0 to 404.0 | 50 | time | 2048 bits gmp power | - | - |\n",
			"| not judged | at least 0.9 | - |  | - | share | - | limit | 2048 bits onthefly power kernel ifma |\n",
			"share of limit: the machine was shared",
		},
		doc.FormatCSV: {
			"operation power over power-ifma-x8,0,8,x,7.92,8.08",
			"operation power-ifma-x8 share of limit,,0.93,1",
		},
		doc.FormatText: {"GOALS OF THE SUITE", "POWERS OF 2", "3.45 billion vpmadd52 a second", "by the best of 300 short stretches"},
		doc.FormatHTML: {`<span class="state bad">missed</span>`},
	} {
		out := string(doctest.Set(t, Run(a), f, doc.Options{Width: 200}))
		for _, want := range wants {
			if !strings.Contains(out, want) {
				t.Errorf("%s has no %q:\n%s", f, want, out)
			}
		}
	}
	for _, title := range []string{"Goals of the suite", "Powers of 2", "machine's limit"} {
		if strings.Contains(runAs(t, doc.FormatMarkdown, runFixture()), title) {
			t.Errorf("a run without any has %q", title)
		}
	}
}
