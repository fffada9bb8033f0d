package analysis

import (
	"math"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// The luck of 20 searches misleads their mean; the ratio estimate finds the cost
// of an average search: 400 tests of 5 ms and 30 ms of acceptance.
func TestSearchFindsTheTruth(t *testing.T) {
	const truth = 400*0.005 + 0.03
	var errorOfMean, errorOfRatio float64
	for seed := range uint64(50) {
		b := analysistest.NewBuilder(seed)
		b.Searches(b.Cell(analysistest.Search("safe", results.StrategyOnTheFly, 2048, 400)), 20, 400, 0.005, 0.03)
		a := analyse(b, t)
		c := a.Cells[0]
		if c.Status != Measured || c.N != 20 || len(c.Times) != 20 || c.Time.N != 20 || c.Time.Modelled {
			t.Fatalf("seed %d: cell %+v", seed, c)
		}
		if c.Naive.High-c.Naive.Low < 5*(c.Time.High-c.Time.Low) {
			t.Errorf("seed %d: naive %+v, ratio %+v", seed, c.Naive, c.Time)
		}
		errorOfMean += math.Abs(c.Naive.Value/truth-1) / 50
		errorOfRatio += math.Abs(c.Time.Value/truth-1) / 50
		analysistest.Near(t, "time", c.Time.Value, truth, 0.05)
		analysistest.Near(t, "processor time", c.CPU.Value, truth, 0.05)
		analysistest.Near(t, "rate", c.Rate.Value, 1/c.Time.Value, 1e-12)
		analysistest.Near(t, "low rate", c.Rate.Low, 1/c.Time.High, 1e-12)
	}
	t.Logf("mean error: plain %.4f, ratio %.4f (seeds 0 to 49)", errorOfMean, errorOfRatio)
	if errorOfMean < 0.1 || errorOfRatio > 0.012 {
		t.Errorf("mean error of the plain mean %.4f, want about 0.2; of the ratio %.4f, want below 0.012", errorOfMean, errorOfRatio)
	}
}

func TestSearchCounts(t *testing.T) {
	b := analysistest.NewBuilder(1)
	b.Searches(b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100)), 400, 100, 0.001, 0.01)
	a := analyse(b, t)
	unwarned(t, a)
	c := a.Cells[0]

	if th := c.Theory; th.Searches != 400 || math.Abs(th.Z) > 4 || th.Suspect || th.Expected.Survivors != 100 ||
		math.Abs(th.Observed.Candidates/th.Observed.Survivors-10) > 1e-9 || th.Chance < 1e-4 {
		t.Errorf("theory %+v", th)
	}
	// 400 searches are enough for order statistics everywhere, and they lie near
	// the exponential law's.
	for i, want := range []float64{0.69315, 2.30259, 2.99573, 4.60517} {
		p := c.Percentiles[i]
		if p.Modelled || p.P != percentileLevels[i] {
			t.Errorf("percentile %+v", p)
		}
		analysistest.Near(t, "percentile", p.Value, 0.01+0.1*want, 0.25)
	}
	// Sieve and test take half each, the acceptance 10 of 110 ms, nothing else.
	for i, want := range []struct {
		name  string
		share float64
	}{{"sieve", 0.4545}, {"test", 0.4545}, {"accept", 0.0909}} {
		if c.Phases[i].Name != want.name {
			t.Errorf("phase %+v", c.Phases[i])
		}
		analysistest.Near(t, want.name, c.Phases[i].Share, want.share, 0.1)
	}
	if other := c.Phases[3]; other.Name != "other" || other.Share > 1e-6 {
		t.Errorf("phase %+v", other)
	}
}

// Streams: a time to a find, from few samples of many searches, and nothing of
// single ones.
func TestStreamsTellTheMean(t *testing.T) {
	for _, mode := range []string{results.ModeStream, results.ModeBulk} {
		b := analysistest.NewBuilder(6)
		cell := analysistest.Search("safe", results.StrategyOnTheFly, 2048, 400)
		cell.Mode, cell.Operations = mode, nil
		b.Streams(b.Cell(cell), 5, 32, 400, 0.005, 0.03)
		b.Streams(b.Cell(cell), 2, 32, 400, 0.005, 0.03)
		a := analyse(b, t)
		c := a.Cells[0]
		if c.Status != Measured || c.Times != nil || c.Percentiles != nil || len(c.Samples) != 5 || c.Time.N != 5 || c.Time.Modelled ||
			c.Time.Method != "cost a survivor in 160 searches in 5 streams x survivors expected" {
			t.Errorf("%s: cell %+v", mode, c)
		}
		const truth = 400*0.005 + 0.03
		if c.Time.Low > truth || c.Time.High < truth {
			t.Errorf("%s: time %+v, want %v", mode, c.Time, truth)
		}
		// 160 searches, not 5: their mean is known to a fifth or so.
		if c.Naive.Low > truth || c.Naive.High < truth || c.Naive.High > 1.5*c.Naive.Low || c.Naive.N != 5 {
			t.Errorf("%s: naive %+v, want %v", mode, c.Naive, truth)
		}
		if th := c.Theory; th.Searches != 160 || math.Abs(th.Z) > 4 || math.Abs(th.Observed.Survivors/400-1) > 0.3 {
			t.Errorf("%s: theory %+v", mode, th)
		}
		analysistest.Near(t, "acceptance", c.Phases[2].Seconds, 0.03, 1e-6)
		warned(t, a, 1, "2 streams", "plain mean", "1 more")
	}
}

// Few searches: percentiles follow the law around the estimate.
func TestPercentilesByLaw(t *testing.T) {
	b := analysistest.NewBuilder(2)
	b.Searches(b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100)), 5, 100, 0.001, 0.01)
	c := analyse(b, t).Cells[0]
	for i, factor := range []float64{math.Ln2, math.Log(10), math.Log(20), math.Log(100)} {
		p := c.Percentiles[i]
		if !p.Modelled {
			t.Errorf("percentile %+v is not marked", p)
		}
		analysistest.Near(t, "percentile", p.Value, 0.01+(c.Time.Value-0.01)*factor, 1e-6)
		analysistest.Near(t, "its low end", p.Low, 0.01+(c.Time.Low-0.01)*factor, 1e-6)
	}
}

func TestFewSearchesFallBack(t *testing.T) {
	for n, need := range map[int]string{1: "2 more", 2: "1 more"} {
		b := analysistest.NewBuilder(3)
		b.Searches(b.Cell(analysistest.Search("safe", results.StrategyOnTheFly, 2048, 400)), n, 400, 0.005, 0.03)
		a := analyse(b, t)
		c := a.Cells[0]
		if *c.Time != *c.Naive || c.Time.N != n || len(c.Percentiles) != 4 {
			t.Errorf("%d searches: time %+v, naive %+v", n, c.Time, c.Naive)
		}
		warned(t, a, 0, need, "plain mean")
	}
	// The exact ends for one exponential value are 1/3.689 and 1/0.02532 of it.
	b := analysistest.NewBuilder(4)
	b.Searches(b.Cell(analysistest.Search("safe", results.StrategyOnTheFly, 2048, 400)), 1, 400, 0.005, 0.03)
	c := analyse(b, t).Cells[0]
	analysistest.Near(t, "low", c.Time.Low, c.Times[0]/3.68887945, 1e-8)
	analysistest.Near(t, "high", c.Time.High, c.Times[0]/0.0253178079, 1e-8)
}

// Without expected work there is the plain mean alone, and a wide one says so.
func TestSearchWithoutTheory(t *testing.T) {
	b := analysistest.NewBuilder(5)
	cell := analysistest.Search("prime", "stdlib-rand", 1024, 0)
	b.Searches(b.Cell(cell), 10, 100, 0.001, 0)
	b.Run.Header.Cells[0].Seeded = false
	for i := range b.Run.Samples {
		b.Run.Samples[i].Survivors, b.Run.Samples[i].Candidates, b.Run.Samples[i].Phases = 0, 0, results.Phases{}
	}
	a := analyse(b, t)
	c := a.Cells[0]
	if c.Theory != nil || c.Phases != nil || *c.Time != *c.Naive || c.CPU == nil {
		t.Errorf("cell %+v", c)
	}
	warned(t, a, 0, "about 385")
	warned(t, a, -1, "stdlib-rand", "prime 1024", "does not repeat")
}

func TestSuspectWork(t *testing.T) {
	b := analysistest.NewBuilder(6)
	b.Searches(b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100)), 100, 160, 0.001, 0.01) // 60 % too many
	a := analyse(b, t)
	if th := a.Cells[0].Theory; !th.Suspect || th.Z < 4 || th.Chance > suspectChance {
		t.Errorf("theory %+v", th)
	}
	warned(t, a, 0, "contradict theory", "sieve")

	// One unlucky search in 150 has z > 4, and is no fault.
	b = analysistest.NewBuilder(7)
	b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100))
	b.Sample(results.Sample{Op: results.OpSearch, WallNS: 1e9, Survivors: 560})
	th := analyse(b, t).Cells[0].Theory
	analysistest.Near(t, "z", th.Z, 460/math.Sqrt(9900), 1e-12)
	analysistest.Near(t, "chance", th.Chance, 2*math.Pow(0.99, 559), 1e-9)
	if th.Suspect {
		t.Errorf("theory %+v", th)
	}
}

// With equal times and equal work nothing is left to chance.
func TestAllEqual(t *testing.T) {
	b := analysistest.NewBuilder(8)
	cell := b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 50))
	for range 4 {
		b.Sample(results.Sample{Cell: cell, Op: results.OpSearch, WallNS: 2e9, Survivors: 40, Candidates: 400})
	}
	c := analyse(b, t).Cells[0]
	for _, v := range []float64{c.Time.Value, c.Time.Low, c.Time.High} {
		analysistest.Near(t, "time", v, 2.5, 1e-12)
	}
	if c.CPU != nil {
		t.Errorf("processor time %+v of samples that do not know it", c.CPU)
	}
}

// A search that counted no survivor cannot be scaled.
func TestUncountedWork(t *testing.T) {
	b := analysistest.NewBuilder(9)
	cell := b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 50))
	for range 4 {
		b.Sample(results.Sample{Cell: cell, Op: results.OpSearch, WallNS: 2e9})
	}
	a := analyse(b, t)
	analysistest.Near(t, "time", a.Cells[0].Time.Value, 2, 1e-12)
	warned(t, a, cell, "ratio estimate fails")
}

// TestPercentilesPastAllNumbers: a quantile that is no number is none, and not the shortest.
func TestPercentilesPastAllNumbers(t *testing.T) {
	c := &results.Cell{Kind: results.KindPrime}
	mean := &Estimate{Low: 1e300, Value: 1e305, High: 1.7e308, Unit: UnitSeconds}
	if e := byLaw(c, mean, 0, 99); e != nil {
		t.Errorf("of a mean up to 1.7e308 s: %+v, want none", e)
	}
	mean = &Estimate{Low: 1, Value: 3, High: 4, Unit: UnitSeconds}
	if e := byLaw(c, mean, 2, 50); e == nil || e.Low != 2 || !(e.Low < e.Value && e.Value < e.High) {
		t.Errorf("of a mean around the offset: %+v, want an interval from the offset on", e)
	}
}
