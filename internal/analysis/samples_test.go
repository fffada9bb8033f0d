package analysis

import (
	"math"
	"testing"

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
	b := newBuilder(5)
	searched := b.cell(search("prime", onTheFly, 1024, 40))
	b.searches(searched, 4, 40, 0.001, 0.01)
	b.threeCosts(searched) // its trials

	given := b.cell(search("safe", onTheFly, 8192, 400))
	b.modelled(given, "one would take too long")
	b.threeCosts(given)
	b.searches(given, 1, 400, 0.001, 0.01)

	kernel := b.cell(kernelCell(2048))
	b.threeCosts(kernel)

	c := search("prime", onTheFly, 512, 18)
	c.Mode = results.ModeReplay
	replayed := b.cell(c)
	b.replays(replayed, 0.3, 0.31, 0.29)

	empty := b.cell(search("prime", onTheFly, 4096, 140))

	a := b.analyse(t)
	for cell, want := range map[int]map[string]int{
		searched: {"search": 4},
		given:    {},
		kernel:   {"sieve": 3, "test": 3, "accept": 3},
		replayed: {"replay": 3},
		empty:    {},
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
		from := b.run.Samples[i]
		if s.WallNS != float64(from.WallNS) || s.Survivors != float64(from.Survivors) || s.Count != 1 {
			t.Errorf("search %d is %+v, want that of %+v", i, s, from)
		}
	}
	// 100 repetitions of 2 ms are one sample of 2 ms.
	if s := a.Cells[kernel].Samples[0]; s.Count != 100 || s.Survivors != 0 {
		t.Errorf("first operation %+v", s)
	} else {
		near(t, "wall time", s.WallNS, 2e6, 1e-12)
		near(t, "processor time", s.CPUNS, 2e6, 1e-12)
	}
}

// TestSamplesOfAGivenUpSearch: not even a cell that cannot be modelled shows the
// short searches of one that was given up.
func TestSamplesOfAGivenUpSearch(t *testing.T) {
	b := newBuilder(6)
	cell := b.cell(search("safe", onTheFly, 8192, 400))
	b.modelled(cell, "one would take too long")
	b.costs(cell, "sieve", 0.002, 0.00202)
	b.searches(cell, 2, 400, 0.001, 0.01)
	if got := b.analyse(t).Cells[cell].Samples; len(got) != 0 {
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
