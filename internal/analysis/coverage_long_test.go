//go:build long

package analysis

import (
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// From samples to the table: how often the intervals hold the true cost of a
// search on a machine with 3 % of noise. 10,000 draws scatter by 0.0022; noise
// in proportion to the search costs the ratio estimate half a per cent, as
// stats.RatioMean says.
func TestCoverageOfSearchTimes(t *testing.T) {
	const draws, truth = 10000, 100*0.001 + 0.01
	var ratio, naive int
	for seed := range uint64(draws) {
		b := analysistest.NewBuilder(seed)
		b.Searches(b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100)), 20, 100, 0.001, 0.01)
		a, err := Analyse(&b.Run)
		if err != nil {
			t.Fatal(err)
		}
		c := a.Cells[0]
		if c.Time.Low <= truth && truth <= c.Time.High {
			ratio++
		}
		if c.Naive.Low <= truth && truth <= c.Naive.High {
			naive++
		}
	}
	t.Logf("ratio %.4f, naive %.4f (seeds 0 to %d)", float64(ratio)/draws, float64(naive)/draws, draws-1)
	if ratio < 0.93*draws || ratio > 0.97*draws {
		t.Errorf("the ratio estimate's interval holds the truth in %d of %d", ratio, draws)
	}
	// The acceptance does not scatter, so that the exponential law is cautious.
	if naive < 0.95*draws || naive > 0.99*draws {
		t.Errorf("the plain mean's interval holds the truth in %d of %d", naive, draws)
	}
}
