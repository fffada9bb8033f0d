package analysis

import (
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// groupRun has safe primes by onthefly and hard-coded groups at the sizes: 1 ms a bit to
// find one, a tenth of that to validate one, a microsecond to look one up.
func groupRun(fresh, groups []int) *analysistest.Builder {
	b := analysistest.NewBuilder(21)
	spread := func(id int, op string, each float64) { b.Costs(id, op, each, 1.01*each, 0.99*each) }
	for _, bits := range fresh {
		c := analysistest.Search(results.KindSafe, results.StrategyOnTheFly, bits, 400)
		c.Workers, c.Operations = 2, []results.Operation{{Name: "test", PerSearch: 400}}
		id := b.Cell(c)
		b.Modelled(id, "too long")
		spread(id, "test", 0.001*float64(bits)/400)
	}
	for _, bits := range groups {
		c := analysistest.Search(results.KindSafe, results.StrategyHardcoded, bits, 0)
		c.Policy = analysistest.Policy("mr64+lucas")
		c.Operations = []results.Operation{{Name: results.OpLookup}, {Name: results.OpValidate}}
		id := b.Cell(c)
		spread(id, results.OpLookup, 1e-6)
		spread(id, results.OpValidate, 0.0001*float64(bits))
	}
	return b
}

// TestHardcodedHeadline is about the size that is asked about, else the largest that has
// both, and stands before what onthefly gains.
func TestHardcodedHeadline(t *testing.T) {
	for _, c := range []struct {
		fresh, groups []int
		want          string
	}{
		{[]int{1024, 2048, 4096}, []int{1024, 2048, 4096}, "fresh against hard-coded, safe, 2048 bits"},
		{[]int{1024, 3072, 4096}, []int{1024, 3072}, "fresh against hard-coded, safe, 3072 bits"},
		{[]int{1024}, []int{2048}, ""},
		{nil, []int{2048}, ""},
	} {
		a := analyse(groupRun(c.fresh, c.groups), t)
		var got string
		for _, h := range a.Headlines {
			if !strings.Contains(h.Title, "hard-coded") {
				continue
			}
			got = h.Title
			analysistest.Near(t, "ratio", h.Ratio.Value, 10, 1e-6)
			if !strings.HasPrefix(h.Sentence, h.Claim+": ") || !strings.Contains(h.Claim, " safe prime costs 10.00x the validation of a hard-coded one (95 % interval ") ||
				!strings.HasSuffix(h.Sentence, ", by onthefly on 2 workers at the policy mr20+lucas, and on 1 worker at mr64+lucas; looking one up takes 1.000 µs.") {
				t.Errorf("claim %q, sentence %q", h.Claim, h.Sentence)
			}
		}
		if got != c.want {
			t.Errorf("%v and %v: %q, want %q", c.fresh, c.groups, got, c.want)
		}
	}
}

// TestAsides: that a source of randomness is its own weakens no number.
func TestAsides(t *testing.T) {
	b := analysistest.NewBuilder(22)
	b.Searches(b.Cell(analysistest.Search("prime", results.StrategyStdlibRand, 1024, 100)), 5, 100, 0.001, 0)
	b.Run.Header.Cells[0].Seeded = false
	asides := 0
	for _, w := range analyse(b, t).Warnings {
		if w.Aside != strings.Contains(w.Text, "random source of its own") {
			t.Errorf("%+v", w)
		}
		if w.Aside {
			asides++
		}
	}
	if asides != 1 {
		t.Errorf("%d asides, want 1", asides)
	}
}
