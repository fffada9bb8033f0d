package analysis

import (
	"math"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// operationsOf counts the samples of a cell by operation.
func operationsOf(samples []Sample) map[string]int {
	counts := map[string]int{}
	for _, s := range samples {
		counts[s.Op]++
	}
	return counts
}

func TestSamplesAreOfWhatWasMeasured(t *testing.T) {
	b := analysistest.NewBuilder(5)
	searched := b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 40))
	b.Searches(searched, 4, 40, 0.001, 0.01)
	threeCosts(b, searched) // its trials

	given := b.Cell(analysistest.Search("safe", results.StrategyOnTheFly, 8192, 400))
	b.Modelled(given, "one would take too long")
	threeCosts(b, given)
	b.Searches(given, 1, 400, 0.001, 0.01)

	operations := b.Cell(operationsCell(2048))
	threeCosts(b, operations)

	c := analysistest.Search("prime", results.StrategyOnTheFly, 512, 18)
	c.Mode = results.ModeReplay
	replayed := b.Cell(c)
	b.Replays(replayed, 0.3, 0.31, 0.29)

	empty := b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 4096, 140))

	a := analyse(b, t)
	for cell, want := range map[int]map[string]int{
		searched:   {"search": 4},
		given:      {},
		operations: {"sieve": 3, "test": 3, "accept": 3},
		replayed:   {"replay": 3},
		empty:      {},
	} {
		got := operationsOf(a.Cells[cell].Samples)
		if len(got) != len(want) {
			t.Errorf("cell %d has samples of %v, want %v", cell, got, want)
		}
		for op, n := range want {
			if got[op] != n {
				t.Errorf("cell %d has samples of %v, want %v", cell, got, want)
			}
		}
	}
	for i, s := range a.Cells[searched].Samples {
		from := b.Run.Samples[i]
		if s.WallNS != float64(from.WallNS) || s.Survivors != float64(from.Survivors) || s.Count != 1 {
			t.Errorf("search %d is %+v, want that of %+v", i, s, from)
		}
	}
	// 100 repetitions of 2 ms are one sample of 2 ms.
	if s := a.Cells[operations].Samples[0]; s.Count != 100 || s.Survivors != 0 {
		t.Errorf("first operation %+v", s)
	} else {
		analysistest.Near(t, "wall time", s.WallNS, 2e6, 1e-12)
		analysistest.Near(t, "processor time", s.CPUNS, 2e6, 1e-12)
	}
}

// TestSamplesOfAGivenUpSearch: not even a cell that cannot be modelled shows the
// short searches of one that was given up.
func TestSamplesOfAGivenUpSearch(t *testing.T) {
	b := analysistest.NewBuilder(6)
	cell := b.Cell(analysistest.Search("safe", results.StrategyOnTheFly, 8192, 400))
	b.Modelled(cell, "one would take too long")
	b.Costs(cell, "sieve", 0.002, 0.00202)
	b.Searches(cell, 2, 400, 0.001, 0.01)
	if got := analyse(b, t).Cells[cell].Samples; len(got) != 0 {
		t.Errorf("samples %+v, want none", got)
	}
}

func TestMargin(t *testing.T) {
	for _, test := range []struct {
		e    Estimate
		want float64
		ok   bool
	}{
		{Estimate{Value: 10, Low: 9, High: 12}, 2, true},
		{Estimate{Value: 10, Low: 7, High: 12}, 3, true},
		{Estimate{Value: 10, Low: 10, High: 10}, 0, true},
		{Estimate{Value: 10, Low: 10, High: 10, Need: 2}, 0, false},
		{Estimate{Value: 10, Low: math.NaN(), High: 12}, 0, false},
		{Estimate{Value: 10, Low: 9, High: math.Inf(1)}, 0, false},
	} {
		if got, ok := test.e.Margin(); got != test.want || ok != test.ok {
			t.Errorf("%+v: %v, %v, want %v, %v", test.e, got, ok, test.want, test.ok)
		}
	}
}
