package analysis

import (
	"math"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// sliced is a cell whose searches take 10,000 tests of 2 ms by one of the workers and
// an acceptance of 0.5 s.
func sliced(b *analysistest.Builder, workers, slices int) int {
	c := analysistest.Search(results.KindSafe, results.StrategyOpenSSL, 2048, 10_000)
	c.Workers = workers
	c.Operations = []results.Operation{{Name: results.OpDraw, PerSearch: 10_000}, {Name: results.OpTest, PerSearch: 10_000}, {Name: results.OpAccept, PerSearch: 1}}
	cell := b.Cell(c)
	b.Costs(cell, results.OpDraw, 0.1) // which slices hold
	b.Costs(cell, results.OpAccept, 0.48, 0.5, 0.52, 0.49, 0.51)
	b.Slices(cell, slices, 1000, 10_000, 0.002, 0.5)
	return cell
}

// Slices tell the time of searches that nobody waited for, with a narrow interval
// that holds the truth.
func TestSlicesFindTheTruth(t *testing.T) {
	for _, workers := range []int{1, 4} {
		truth, held := 10_000*0.002/float64(workers)+0.5, 0
		for seed := range uint64(40) {
			b := analysistest.NewBuilder(seed)
			b.Modelled(sliced(b, workers, 20), "an average search takes long")
			a := analyse(b, t)
			c := a.Cells[0]
			if c.Status != Modelled || c.Why != "an average search takes long" || !c.Time.Modelled || c.Time.N != 25 || c.Naive != nil || c.Times != nil ||
				c.Time.Method != "cost a test in 20 slices x tests expected + accept" || c.Samples != nil || len(c.Percentiles) != 4 {
				t.Fatalf("cell %+v", c)
			}
			if c.Time.Low <= truth && truth <= c.Time.High {
				held++
			}
			if c.Time.High > 1.06*c.Time.Low || len(a.Warnings) > 0 {
				t.Errorf("time %+v, warnings %+v", c.Time, a.Warnings)
			}
			analysistest.Near(t, "processor time", c.CPU.Value, 10_000*0.002+0.5, 0.05)
			analysistest.Near(t, "acceptance", c.Phases[1].Share, 0.5*float64(workers)/(20+0.5*float64(workers)), 0.05)
			if th := c.Theory; th.Suspect || math.Abs(th.Z) > 4 || th.Searches > 10 {
				t.Errorf("theory %+v", th)
			}
		}
		if held < 35 {
			t.Errorf("%d workers: %d of 40 intervals hold the truth, want about 38 (seeds 0 to 39)", workers, held)
		}
	}
}

// What was done once for many searches moves an estimate and leaves its interval as
// wide.
func TestSlicesAndOneSieve(t *testing.T) {
	at := func(sieves ...float64) *Estimate {
		b := analysistest.NewBuilder(7)
		c := analysistest.Search(results.KindSafe, results.StrategySSHKeygen, 2048, 1000)
		c.Mode, c.Operations = results.ModeBulk, []results.Operation{{Name: results.OpSieve, PerSearch: 0.25}}
		cell := b.Cell(c)
		b.Costs(cell, results.OpSieve, sieves...)
		b.Slices(cell, 20, 100, 1000, 0.002, 0)
		a := analyse(b, t)
		if len(sieves) == 1 {
			warned(t, a, 0, "operation sieve has 1 sample")
		}
		if a.Cells[0].Percentiles != nil || a.Cells[0].Why != "searches were cut off" {
			t.Errorf("cell %+v", a.Cells[0])
		}
		return a.Cells[0].Time
	}
	without, with := at(1e-9), at(40)
	analysistest.Near(t, "value", with.Value, without.Value+10, 1e-6)
	analysistest.Near(t, "width", with.High-with.Low, without.High-without.Low, 0.05)
	if with.Need != 0 {
		t.Errorf("%+v has no interval", with)
	}
}

// Two slices have a value and no interval; without the acceptance there is nothing.
func TestTooFewSlices(t *testing.T) {
	b := analysistest.NewBuilder(8)
	sliced(b, 1, 2)
	a := analyse(b, t)
	if e := a.Cells[0].Time; e.Need != 1 || e.Low != e.High || math.Abs(e.Value/20.5-1) > 0.1 {
		t.Errorf("time %+v", e)
	}
	warned(t, a, 0, "2 slices", "1 more")

	b = analysistest.NewBuilder(9)
	cell := sliced(b, 1, 20)
	for i := range b.Run.Samples {
		if b.Run.Samples[i].Op == results.OpAccept {
			b.Run.Samples[i].Op = results.OpDraw
		}
	}
	a = analyse(b, t)
	if a.Cells[cell].Time != nil {
		t.Errorf("time %+v", a.Cells[cell].Time)
	}
	warned(t, a, 0, "operation accept has no sample")
}

// Tests that are counted twice show in the finds, though no search was whole.
func TestSlicesContradictTheory(t *testing.T) {
	b := analysistest.NewBuilder(10)
	cell := sliced(b, 1, 0)
	b.Slices(cell, 200, 100_000, 10_000, 0.002, 0.5)
	if a := analyse(b, t); a.Cells[0].Theory.Suspect || a.Cells[0].Theory.Searches < 1000 {
		t.Errorf("theory %+v", a.Cells[0].Theory)
	}
	for i := range b.Run.Samples {
		b.Run.Samples[i].Survivors *= 2
	}
	a := analyse(b, t)
	if !a.Cells[0].Theory.Suspect {
		t.Errorf("theory %+v", a.Cells[0].Theory)
	}
	warned(t, a, 0, "contradict theory")
}
