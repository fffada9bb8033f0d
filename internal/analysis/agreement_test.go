package analysis

import (
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// Searches of 41 tests of 1 ms and the operations that make them up, the model
// being off by a factor.
func agreementRun(t *testing.T, test, factor float64) *Analysis {
	b := analysistest.NewBuilder(8)
	whole := analysistest.Search("prime", results.StrategyOnTheFly, 2048, 41)
	whole.Operations = nil
	b.Searches(b.Cell(whole), 200, 41, test, 0)
	operations := analysistest.Search("prime", results.StrategyOnTheFly, 2048, 41)
	operations.Mode = results.ModeOperations
	operations.Operations = []results.Operation{{Name: "test", PerSearch: 41}}
	b.Costs(b.Cell(operations), "test", test*factor, 1.001*test*factor, 0.999*test*factor)
	return analyse(b, t)
}

func TestAgreement(t *testing.T) {
	for _, c := range []struct {
		test, factor float64
		want         Agreed
	}{
		{0.001, 1, Agree}, {0.001, 1.05, Agree}, {0.001, 1.3, Apart}, {0.001, 0.7, Apart}, {0.001, 1.1, Open}, {0.0001, 0.7, Short},
	} {
		a := agreementRun(t, c.test, c.factor)
		if len(a.Agreements) != 1 {
			t.Fatalf("%+v: %d agreements", c, len(a.Agreements))
		}
		g := a.Agreements[0]
		analysistest.Near(t, "ratio", g.Ratio.Value, c.factor, 0.02)
		if g.Verdict != c.want || g.Search != 0 || g.Model != 1 {
			t.Errorf("%+v: %+v", c, g)
		}
		if c.want == Apart {
			warned(t, a, 0, "the model of cell 1")
		} else {
			unwarned(t, a)
		}
	}
}
