package analysis

import (
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// rsaRun has keys of two primes, each of a geometric number of survivors of mean 50, at
// 10 us a survivor. counted says whether the survivors are told.
func rsaRun(seed uint64, keys int, counted bool) *analysistest.Builder {
	b := analysistest.NewBuilder(seed)
	c := analysistest.Search(results.KindRSA, results.StrategyStdlib, 2048, 100)
	c.Operations = nil
	if !counted {
		c.Expected = results.Work{}
	}
	id := b.Cell(c)
	for range keys {
		survivors := b.Luck.Geometric(50) + b.Luck.Geometric(50)
		s := results.Sample{Cell: id, Op: results.OpSearch, WallNS: survivors * 10_000, CPUNS: survivors * 10_000, Primes: 2}
		if counted {
			s.Candidates, s.Survivors, s.Tests = 10*survivors, survivors, survivors
		}
		b.Sample(s)
	}
	return b
}

// TestKeysFollowTheirLaw: intervals of the mean of keys hold the truth as often as they
// say, of which those of an exponential law would be too wide; and what was counted does
// not contradict theory.
func TestKeysFollowTheirLaw(t *testing.T) {
	const runs, keys = 300, 20
	held, width := 0, 0.0
	for seed := range uint64(runs) {
		c := analyse(rsaRun(seed, keys, false), t).Cells[0]
		if c.Time.Low <= 1e-3 && c.Time.High >= 1e-3 {
			held++
		}
		width += c.Time.High/c.Time.Low - 1
		if !strings.Contains(c.Time.Method, "law of two primes") {
			t.Fatalf("method %q", c.Time.Method)
		}
	}
	if share := float64(held) / runs; share < 0.92 || share > 0.985 {
		t.Errorf("%v of the intervals hold the mean", share)
	}
	if width /= runs; width > 0.95 { // 40 exponential values; 20 would make it 1.6
		t.Errorf("intervals are %v wide", width)
	}
	contradicted := 0
	for seed := range uint64(runs) {
		c := analyse(rsaRun(seed, keys, true), t).Cells[0]
		analysistest.Near(t, "ratio estimate", c.Time.Value, 1e-3, 1e-3)
		if math.Abs(c.Theory.Z) > 2 {
			contradicted++
		}
	}
	if share := float64(contradicted) / runs; share < 0.01 || share > 0.10 {
		t.Errorf("|z| is above 2 in %v of the runs, want about 0.05", share)
	}
}

// TestKeyPercentiles: the median of a sum of two exponential times is 0.839 of its mean,
// its 95 % quantile 2.372 of it (the gamma law of shape 2).
func TestKeyPercentiles(t *testing.T) {
	c := analyse(rsaRun(5, 4, true), t).Cells[0]
	for _, p := range c.Percentiles {
		want := map[float64]float64{50: 0.8392, 90: 1.9449, 95: 2.3719, 99: 3.3192}[p.P]
		analysistest.Near(t, "percentile", p.Value, want*c.Time.Value, 1e-3)
	}
	if len(c.Percentiles) != 4 {
		t.Errorf("percentiles %+v", c.Percentiles)
	}
}
