package analysis

import (
	"errors"
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

func operationsCell(bits int) results.Cell {
	c := analysistest.Search("safe", results.StrategyOnTheFly, bits, 400)
	c.Mode = results.ModeOperations
	return c
}

// 20 windows of 2 ms, 400 tests of 1 ms and one acceptance of 10 ms.
func threeCosts(b *analysistest.Builder, cell int) {
	b.Costs(cell, "sieve", 0.002, 0.00202, 0.00198)
	b.Costs(cell, "test", 0.001, 0.00101, 0.00099)
	b.Costs(cell, "accept", 0.01, 0.0101, 0.0099)
}

func TestOperationsCell(t *testing.T) {
	b := analysistest.NewBuilder(1)
	threeCosts(b, b.Cell(operationsCell(2048)))
	a := analyse(b, t)
	unwarned(t, a)
	c := a.Cells[0]
	if c.Status != Modelled || !c.Time.Modelled || c.Time.N != 9 || c.Naive != nil || len(c.Operations) != 3 || c.Theory.Searches != 0 {
		t.Errorf("cell %+v, time %+v", c, c.Time)
	}
	analysistest.Near(t, "time", c.Time.Value, 20*0.002+400*0.001+0.01, 1e-9)
	analysistest.Near(t, "processor time", c.CPU.Value, 0.45, 1e-9)
	// Each cost is known to t(2) * 1 % / sqrt(3), times 1 on the logarithmic scale;
	// the sum's variance is that of the parts.
	relative := math.Expm1(4.30265272974946 * 0.01 / math.Sqrt(3))
	analysistest.Near(t, "operation", c.Operations[1].Cost.High, 0.001*(1+relative), 1e-6)
	analysistest.Near(t, "high end", c.Time.High, 0.45+relative*math.Sqrt(0.04*0.04+0.4*0.4+0.01*0.01), 1e-6)
	if c.Phases[1].Name != "test" {
		t.Errorf("phases %+v", c.Phases)
	}
	analysistest.Near(t, "share of tests", c.Phases[1].Share, 0.4/0.45, 1e-9)
	analysistest.Near(t, "p95", c.Percentiles[2].Value, 0.45*math.Log(20), 1e-9)
}

func TestModelledSearch(t *testing.T) {
	b := analysistest.NewBuilder(2)
	cell := b.Cell(analysistest.Search("safe", results.StrategyOnTheFly, 8192, 400))
	b.Modelled(cell, "a search would take about 285 s, more than its share of 11 s")
	threeCosts(b, cell)
	c := analyse(b, t).Cells[cell]
	if c.Status != Modelled || !strings.Contains(c.Why, "285 s") || !c.Time.Modelled || !c.Rate.Modelled {
		t.Errorf("cell %+v", c)
	}
	analysistest.Near(t, "time", c.Time.Value, 0.45, 1e-9)

	// Luck that ended a search within the share says nothing: longer ones did not.
	b.Searches(cell, 1, 400, 0.001, 0.01)
	c = analyse(b, t).Cells[cell]
	if c.Status != Modelled || c.Naive != nil || len(c.Times) != 0 || c.N != 9 || c.Theory.Searches != 0 {
		t.Errorf("cell %+v", c)
	}
	analysistest.Near(t, "time", c.Time.Value, 0.45, 1e-9)
}

func TestModelWithoutAnOperation(t *testing.T) {
	b := analysistest.NewBuilder(3)
	cell := b.Cell(operationsCell(2048))
	b.Costs(cell, "test", 0.001, 0.00101)
	a := analyse(b, t)
	if c := a.Cells[cell]; c.Time != nil || c.Rate != nil || len(c.Operations) != 1 || c.Status != Measured {
		t.Errorf("cell %+v", c)
	}
	warned(t, a, cell, "operation sieve has no sample")
}

func TestOneSampleHasNoInterval(t *testing.T) {
	b := analysistest.NewBuilder(4)
	cell := b.Cell(operationsCell(2048))
	b.Costs(cell, "sieve", 0.002, 0.00201)
	b.Costs(cell, "test", 0.001)
	b.Costs(cell, "accept", 0.01, 0.0101)
	a := analyse(b, t)
	c := a.Cells[cell]
	if cost := c.Operations[1].Cost; cost.Need != 1 || cost.Low != cost.Value {
		t.Errorf("cost %+v", cost)
	}
	if c.Time.Need != 1 || c.Time.Low != c.Time.High || c.Rate.Need != 1 {
		t.Errorf("time %+v, rate %+v", c.Time, c.Rate)
	}
	warned(t, a, cell, "operation test", "1 more")
}

func TestHardCoded(t *testing.T) {
	b := analysistest.NewBuilder(5)
	c := analysistest.Search("safe", "hardcoded", 2048, 0)
	c.Operations = []results.Operation{{Name: "lookup"}, {Name: "validate"}}
	cell := b.Cell(c)
	b.Modelled(cell, "nothing to search for")
	b.Costs(cell, "lookup", 1e-7, 1.01e-7)
	b.Costs(cell, "validate", 0.1, 0.101)
	a := analyse(b, t)
	got := a.Cells[cell]
	if got.Status != Measured || got.Why != "" || got.Time != nil || got.Theory != nil || len(got.Operations) != 2 {
		t.Errorf("cell %+v", got)
	}
	analysistest.Near(t, "look-up", got.Operations[0].Cost.Value, 1.005e-7, 1e-6)
	unwarned(t, a)
	if len(a.Headlines)+len(a.Comparisons)+len(a.Growth) > 0 {
		t.Errorf("analysis %+v", a)
	}
}

func replayCell(strategy, listOf string) results.Cell {
	c := analysistest.Search("prime", strategy, 1024, 100)
	c.Mode, c.List = results.ModeReplay, strings.Repeat(listOf, 64)
	return c
}

func TestReplay(t *testing.T) {
	b := analysistest.NewBuilder(6)
	few, many, one := b.Cell(replayCell(results.StrategyOnTheFly, "a")), b.Cell(replayCell(results.StrategyStdlib, "a")), b.Cell(replayCell("gmp", "b"))
	b.Replays(few, 1, 1.02, 0.98)
	b.Replays(many, 3, 2.9, 3.3, 3.1, 3.05, 2.95, 3.02)
	b.Replays(one, 2)
	a := analyse(b, t)
	analysistest.Near(t, "mean of few", a.Cells[few].Time.Value, 1, 1e-9)
	if e := a.Cells[many].Time; e.Value != 3.02 || e.Low != 2.9 || e.High != 3.3 || !strings.Contains(e.Method, "median") {
		t.Errorf("median %+v", e)
	}
	if e := a.Cells[one].Time; e.Need != 1 || e.Value != 2 {
		t.Errorf("one replay %+v", e)
	}
	warned(t, a, one, "1 replay", "1 more")
	// Another list is another task.
	if len(a.Comparisons) != 1 || a.Comparisons[0].A != many || a.Comparisons[0].B != few {
		t.Errorf("comparisons %+v", a.Comparisons)
	}
	analysistest.Near(t, "ratio", a.Comparisons[0].Ratio.Value, 3.02, 1e-9)
}

func TestSpreadIsWarnedOf(t *testing.T) {
	b := analysistest.NewBuilder(7)
	replay, operations := b.Cell(replayCell(results.StrategyOnTheFly, "a")), b.Cell(operationsCell(1024))
	b.Replays(replay, 1, 1.5, 0.8)
	threeCosts(b, operations)
	b.Costs(operations, "test", 0.004)
	a := analyse(b, t)
	warned(t, a, replay, "replays", "differ", "by 32.8 %")
	warned(t, a, operations, "operation test", "differ")
	if len(a.Warnings) != 2 {
		t.Errorf("warnings %+v", a.Warnings)
	}
}

func TestEmptyCells(t *testing.T) {
	for reason, want := range map[string]string{
		"":                        "cut short",
		results.ReasonInterrupted: "interrupted",
		results.ReasonFailed:      "disk full",
		results.ReasonDone:        "without a sample",
	} {
		b := analysistest.NewBuilder(8)
		b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100))
		b.Run.Closing.Reason, b.Run.Closing.Error = reason, "disk full"
		if reason == "" {
			b.Run.Closing = nil
		}
		a := analyse(b, t)
		c := a.Cells[0]
		if a.Complete || c.Status != Empty || !strings.Contains(c.Why, want) || c.Time != nil {
			t.Errorf("%s: cell %+v", reason, c)
		}
		warned(t, a, -1, "incomplete", want, "1 of 1 cell")
	}
}

func TestRunsThatAreNone(t *testing.T) {
	for name, spoil := range map[string]func(*results.Run){
		"ID":        func(r *results.Run) { r.Header.Cells[0].ID = 7 },
		"bits":      func(r *results.Run) { r.Header.Cells[0].Bits = 0 },
		"workers":   func(r *results.Run) { r.Header.Cells[0].Workers = -1 },
		"survivors": func(r *results.Run) { r.Header.Cells[0].Expected.Survivors = math.NaN() },
		"per":       func(r *results.Run) { r.Header.Cells[0].Operations = []results.Operation{{PerSearch: math.Inf(1)}} },
		"error":     func(r *results.Run) { r.Header.Cells[0].Policy.Log2Error = 1 },
		"quota":     func(r *results.Run) { r.Header.Host.CgroupCores = math.Inf(1) },
		"cell":      func(r *results.Run) { r.Samples[0].Cell = 1 },
		"no count":  func(r *results.Run) { r.Samples[0].Count = 0 },
		"no time":   func(r *results.Run) { r.Samples[0].WallNS = 0 },
		"phase":     func(r *results.Run) { r.Samples[0].Phases.TestNS = -1 },
		"note":      func(r *results.Run) { r.Notes = []results.Note{{Cell: 1}} },
	} {
		b := analysistest.NewBuilder(9)
		b.Searches(b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100)), 1, 100, 0.001, 0.01)
		spoil(&b.Run)
		if a, err := Analyse(&b.Run); !errors.Is(err, ErrRun) || a != nil {
			t.Errorf("%s: %v, want ErrRun", name, err)
		}
	}
	if _, err := Analyse(nil); !errors.Is(err, ErrRun) {
		t.Errorf("nil: %v", err)
	}
}

// A run without a matrix says nothing, and no more than that.
func TestNoCells(t *testing.T) {
	a := analyse(analysistest.NewBuilder(10), t)
	if !a.Complete || len(a.Cells)+len(a.Headlines)+len(a.Warnings) > 0 || a.Elapsed.Seconds() != 60 {
		t.Errorf("analysis %+v", a)
	}
}
