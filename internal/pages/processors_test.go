// Processors side by side in every format, from made-up numbers.

package pages

import (
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/doctest"
	"primebench/report/doc"
)

func twoProcessors() *analysis.Processors {
	fast, slow := estimate(0.0105, 0.0101, 0.0109, "s", analysis.Lower, 60), estimate(0.0212, 0.0205, 0.0219, "s", analysis.Lower, 60)
	lone := estimate(0.5, 0.5, 0.5, "s", analysis.Lower, 1)
	lone.Need = 2
	return &analysis.Processors{
		Processors: []analysis.Processor{{CPU: "Example 9000", Kernel: "ifma", Cores: 16, Hosts: 3}, {Kernel: "generic", Cores: 1, Hosts: 1}},
		Clock:      analysis.WallClock,
		Tasks: []analysis.Task{
			{
				TaskName: analysis.TaskName{Kind: "prime", Size: "1024", Strategy: "onthefly", Mode: "search", Policy: "mr6", Workers: "1"},
				Costs:    []*analysis.Estimate{&fast, &slow},
				Ratios:   []analysis.ProcessorRatio{{A: 1, Ratio: estimate(2.02, 1.9, 2.14, "x", analysis.Lower, 120)}},
			},
			{
				TaskName: analysis.TaskName{Kind: "kex", Size: "x25519", Strategy: "openssl", Mode: "operations", Operation: "handshake", Workers: analysis.AllCores},
				Costs:    []*analysis.Estimate{nil, &lone},
			},
		},
		Scaling: []analysis.ProcessorScaling{{
			ScaledTask: analysis.ScaledTask{Kind: "prime", Bits: 1024, Strategy: "onthefly", Mode: "search", Policy: "mr6", Fewest: 1, Workers: 16},
			Speedup:    estimate(15.4, 15.1, 15.7, "x", analysis.Higher, 120),
		}},
		Warnings: []string{"unknown processor, 1 core, generic: a run is incomplete"},
	}
}

func TestProcessors(t *testing.T) { goldenDocument(t, "processors/two", Processors(twoProcessors())) }

// The first screen has the cost too, however many tasks there are.
func TestScreenOfProcessors(t *testing.T) {
	many := twoProcessors()
	for range 20 {
		many.Tasks = append(many.Tasks, many.Tasks[0])
	}
	for _, p := range []*analysis.Processors{twoProcessors(), many} {
		screen := screenOf(t, Processors(p), doc.DefaultWidth)
		if lines := strings.Count(screen, "\n"); lines > doc.ScreenLines || !strings.Contains(screen, "COST OF A RESULT") {
			t.Errorf("%d lines, want the cost in at most %d:\n%s", lines, doc.ScreenLines, screen)
		}
	}
}

// Names of machines come from elsewhere, and may be meant to harm; numbers that are none
// reach no file as such.
func TestHostileProcessors(t *testing.T) {
	for _, prefix := range doctest.Prefixes() {
		p := twoProcessors()
		doctest.EveryString(p, func(s string) string { return prefix + s + doctest.Payload }, "Unit")
		doctest.Harmless(t, Processors(p))
	}
	odd := twoProcessors()
	odd.Tasks[0].Costs[0].Low, odd.Tasks[0].Costs[0].High = math.NaN(), math.Inf(1)
	for _, p := range []*analysis.Processors{odd, {}} {
		for _, f := range doc.Formats() {
			if got := string(doctest.Set(t, Processors(p), f, doc.Options{})); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
				t.Errorf("%s holds a number that is none", f)
			}
		}
	}
}
