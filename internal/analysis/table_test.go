// Headlines, comparisons, growth, scaling and the warnings of a whole run.

package analysis

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// cubic adds cells in mode operations of both kinds and the given strategies at the sizes;
// the cost of a test grows as the cube of the size and that of a search with it.
func cubic(b *analysistest.Builder, strategy string, slower float64, sizes ...int) {
	for _, kind := range []string{"prime", "safe"} {
		for _, bits := range sizes {
			c := analysistest.Search(kind, strategy, bits, 400)
			c.Operations = []results.Operation{{Name: "test", PerSearch: 400}}
			cell := b.Cell(c)
			b.Modelled(cell, "too long")
			n := float64(bits) / 1024
			test := slower * 0.001 * n * n * n
			b.Costs(cell, "test", test, 1.01*test, 0.99*test)
		}
	}
}

func titles(a *Analysis) []string {
	var all []string
	for _, h := range a.Headlines {
		all = append(all, h.Title)
	}
	return all
}

func TestHeadlines(t *testing.T) {
	b := analysistest.NewBuilder(1)
	cubic(b, results.StrategyStdlib, 9, 1024, 2048, 4096)
	cubic(b, results.StrategyOnTheFly, 1, 512, 2048, 4096, 8192)
	a := analyse(b, t)
	want := []string{
		"4096 against 2048 bits, safe, onthefly", "4096 against 2048 bits, prime, onthefly",
		"onthefly against stdlib, safe, 2048 bits", "onthefly against stdlib, prime, 2048 bits",
		"4096 against 2048 bits, safe, stdlib", "4096 against 2048 bits, prime, stdlib",
	}
	if got := titles(a); !slices.Equal(got, want) {
		t.Errorf("titles %q, want %q", got, want)
	}
	first, gain := a.Headlines[0], a.Headlines[2]
	analysistest.Near(t, "ratio", first.Ratio.Value, 8, 1e-6)
	analysistest.Near(t, "gain", gain.Ratio.Value, 9, 1e-6)
	if first.Ratio.Better != Lower || gain.Ratio.Better != Higher || !first.Ratio.Modelled || first.Ratio.Unit != "x" {
		t.Errorf("ratios %+v and %+v", first.Ratio, gain.Ratio)
	}
	if want := "A 4096-bit safe prime costs 8.00x a 2048-bit one (95 % interval 7.72 to 8.29; modelled): 25.6 s against 3.20 s, by onthefly on 1 worker at the policy mr20+lucas."; first.Sentence != want {
		t.Errorf("sentence %q, want %q", first.Sentence, want)
	}
	if want := "onthefly finds a 2048-bit safe prime 9.00x as fast as stdlib (95 % interval 8.69 to 9.32; modelled): 3.20 s against 28.8 s at the policy mr20+lucas, on 1 worker."; gain.Sentence != want {
		t.Errorf("sentence %q, want %q", gain.Sentence, want)
	}
	unwarned(t, a)
}

// Without an interval on either side there is none of the ratio.
func TestHeadlineWithoutInterval(t *testing.T) {
	b := analysistest.NewBuilder(2)
	for i, bits := range []int{2048, 4096} {
		c := analysistest.Search("safe", results.StrategyOnTheFly, bits, 400)
		c.Operations = []results.Operation{{Name: "test", PerSearch: 400}}
		b.Costs(b.Cell(c), "test", []float64{0.001, 0.008, 0.008}[:1+2*i][2*i:]...)
	}
	b.Costs(1, "test", 0.0081)
	a := analyse(b, t)
	h := a.Headlines[0]
	if h.Ratio.Need != 1 || h.Ratio.Low != h.Ratio.High || !h.Withheld || !strings.HasSuffix(h.Sentence, "Not known; 1 more would give an interval.") {
		t.Errorf("headline %+v, ratio %+v", h, h.Ratio)
	}
	if why := a.Cells[0].Why; why != "no whole search was finished" {
		t.Errorf("why %q", why)
	}
}

func TestHeadlinesOfOtherSizes(t *testing.T) {
	for _, c := range []struct {
		sizes []int
		want  string
	}{
		{[]int{256, 512, 1024, 3072}, "1024 against 512 bits, safe, onthefly"},
		{[]int{2048, 4096, 8192}, "4096 against 2048 bits, safe, onthefly"},
		{[]int{1024, 3072}, "3072 bits, safe, onthefly"},
	} {
		b := analysistest.NewBuilder(2)
		cubic(b, results.StrategyOnTheFly, 1, c.sizes...)
		a := analyse(b, t)
		if got := a.Headlines[0]; got.Title != c.want || (got.Ratio == nil) == strings.Contains(c.want, "against") {
			t.Errorf("sizes %v: headline %+v, want %q", c.sizes, got, c.want)
		}
	}
}

// Searches speak before models, and more workers before fewer.
func TestHeadlineChoosesSeries(t *testing.T) {
	b := analysistest.NewBuilder(3)
	add := func(mode string, workers int, test float64) {
		for _, bits := range []int{2048, 4096} {
			c := analysistest.Search("safe", results.StrategyOnTheFly, bits, 400)
			c.Mode, c.Workers = mode, workers
			cell := b.Cell(c)
			cost := test * float64(bits) / 2048
			if mode == results.ModeOperations {
				b.Costs(cell, "sieve", cost, cost)
				b.Costs(cell, "test", cost, cost)
				b.Costs(cell, "accept", cost, cost)
			} else {
				b.Searches(cell, 10, 400, cost, 0)
			}
		}
	}
	add(results.ModeOperations, 8, 0.002)
	add(results.ModeSearch, 1, 0.004)
	add(results.ModeSearch, 4, 0.001)
	a := analyse(b, t)
	if len(a.Headlines) != 1 || !strings.HasSuffix(a.Headlines[0].Sentence, "by onthefly on 4 workers at the policy mr20+lucas.") {
		t.Errorf("headlines %+v", a.Headlines)
	}
	if strings.Contains(a.Headlines[0].Sentence, "modelled") {
		t.Errorf("a measured ratio is called modelled: %q", a.Headlines[0].Sentence)
	}
	// The two worker counts of a size make a scaling.
	if len(a.Scaling) != 2 || a.Scaling[0].Bits != 2048 || len(a.Scaling[0].Points) != 2 {
		t.Fatalf("scaling %+v", a.Scaling)
	}
	points := a.Scaling[0].Points
	if points[0].Workers != 1 || points[0].Speedup != nil || points[1].Speedup.Better != Higher {
		t.Errorf("points %+v", points)
	}
	analysistest.Near(t, "speed-up", points[1].Speedup.Value, 4, 0.1)
}

func TestGrowth(t *testing.T) {
	b := analysistest.NewBuilder(4)
	cubic(b, results.StrategyOnTheFly, 1, 1024, 2048, 4096, 8192)
	cubic(b, results.StrategyStdlib, 1, 1024, 2048)
	a := analyse(b, t)
	if len(a.Growth) != 4 { // of onthefly, each kind's search and test; two sizes are too few
		t.Fatalf("growth %+v", a.Growth)
	}
	g := a.Growth[0]
	if g.Kind != "prime" || g.Quantity != results.OpSearch || !slices.Equal(g.Sizes, []int{1024, 2048, 4096, 8192}) ||
		g.Policy != "mr20+lucas" || !g.Exponent.Modelled || g.Exponent.N != 4 {
		t.Errorf("growth %+v", g)
	}
	analysistest.Near(t, "exponent", g.Exponent.Value, 3, 1e-6)
	if op := a.Growth[1]; op.Quantity != "test" || op.Exponent.Modelled {
		t.Errorf("growth %+v", op)
	}
}

// Each size has its own default policy, or several that are told apart.
func TestPoliciesOfASeries(t *testing.T) {
	b := analysistest.NewBuilder(5)
	cubic(b, results.StrategyOnTheFly, 1, 1024, 2048, 4096)
	for i := range b.Run.Header.Cells {
		b.Run.Header.Cells[i].Policy = analysistest.Policy([]string{"mr5", "mr4", "mr3"}[i%3])
	}
	if a := analyse(b, t); a.Growth[0].Policy != BySize || a.Headlines[0].Title != "4096 against 2048 bits, safe, onthefly" {
		t.Errorf("growth %+v, headlines %+v", a.Growth, a.Headlines)
	}

	b = analysistest.NewBuilder(5)
	cubic(b, results.StrategyOnTheFly, 1, 1024, 2048, 4096)
	cubic(b, results.StrategyOnTheFly, 2, 1024, 2048, 4096)
	for i := range b.Run.Header.Cells[6:] {
		b.Run.Header.Cells[6+i].Policy = analysistest.Policy("mr64")
	}
	a := analyse(b, t)
	var policies []string
	for _, g := range a.Growth {
		policies = append(policies, g.Policy)
	}
	if want := []string{"mr20+lucas", "mr20+lucas", "mr64", "mr64"}; !slices.Equal(policies[:4], want) {
		t.Errorf("policies %q", policies)
	}
	if len(a.Headlines) != 2 {
		t.Errorf("headlines %+v", a.Headlines)
	}
}

// A strategy of one worker is not compared with searches of several, and the
// reader is told what would mend that, once for all sizes.
func TestWorkersInCommon(t *testing.T) {
	b := analysistest.NewBuilder(17)
	for _, bits := range []int{1024, 2048, 3072} {
		for _, s := range []struct {
			strategy string
			workers  int
		}{{results.StrategyOnTheFly, 2}, {results.StrategyOnTheFly, 1}, {"gmp", 1}, {results.StrategyStdlib, 2}} {
			if s.strategy == results.StrategyOnTheFly && s.workers == 1 && bits != 2048 {
				continue // both have one worker at 2048 bits alone
			}
			c := analysistest.Search("prime", s.strategy, bits, 400)
			c.Workers = s.workers
			b.Searches(b.Cell(c), 5, 400, 0.001, 0)
		}
	}
	a := analyse(b, t)
	warned(t, a, -1, "gmp has one worker and onthefly several", "prime", "at 1024 and 3072 bits", "--workers 1")
	for _, w := range a.Warnings {
		if strings.Contains(w.Text, "stdlib has one worker") {
			t.Errorf("of as many workers, and yet: %s", w.Text)
		}
	}
}

func TestComparisons(t *testing.T) {
	b := analysistest.NewBuilder(6)
	for _, s := range []struct {
		strategy, policy string
		test             float64
	}{{results.StrategyStdlib, "mr20+lucas", 0.009}, {results.StrategyOnTheFly, "mr20+lucas", 0.001}, {"openssl", "mr20+lucas", 0.004}, {results.StrategyOnTheFly, "mr3", 0.001}, {"gmp", "mr64", 0.004}} {
		c := analysistest.Search("prime", s.strategy, 2048, 400)
		c.Policy = analysistest.Policy(s.policy)
		b.Searches(b.Cell(c), 30, 400, s.test, 0)
	}
	b.Searches(b.Cell(analysistest.Search("prime", results.StrategyStdlib, 1024, 400)), 30, 400, 0.001, 0) // alone at its size
	a := analyse(b, t)
	var pairs [][2]int
	for _, c := range a.Comparisons {
		pairs = append(pairs, [2]int{c.A, c.B})
	}
	if want := [][2]int{{0, 1}, {2, 0}, {2, 1}}; !reflect.DeepEqual(pairs, want) {
		t.Fatalf("pairs %v, want %v", pairs, want)
	}
	analysistest.Near(t, "ratio", a.Comparisons[0].Ratio.Value, 9, 0.05)
	if r := a.Comparisons[0].Ratio; r.Low > 9 || r.High < 9 || r.Better != Lower || r.N != 60 || r.Modelled {
		t.Errorf("ratio %+v", r)
	}
	titles := ""
	for _, h := range a.Headlines {
		titles += h.Title + "\n"
	}
	if !strings.HasPrefix(titles, "2048 bits, prime, onthefly\nonthefly against stdlib, prime, 2048 bits\nonthefly against openssl, prime, 2048 bits\n") ||
		strings.Contains(titles, "against gmp") {
		t.Errorf("headlines of what policies allow to compare:\n%s", titles)
	}
	warned(t, a, -1, "onthefly", "gmp", "2048", "--policy default,mr64")
	for _, w := range a.Warnings {
		if strings.Contains(w.Text, "openssl and gmp") {
			t.Errorf("no policy suits both, and yet: %s", w.Text)
		}
		if strings.Contains(w.Text, "stdlib and onthefly") || strings.Contains(w.Text, "onthefly and stdlib") {
			t.Errorf("compared at one policy, and yet: %s", w.Text)
		}
	}
}

func TestRunWarnings(t *testing.T) {
	b := analysistest.NewBuilder(7)
	for _, workers := range []int{1, 2, 12, 4} {
		c := analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100)
		c.Workers = workers
		b.Searches(b.Cell(c), 5, 100, 0.001, 0)
	}
	b.Run.Header.Host = results.Host{PhysicalCores: 2, CgroupCores: 1.5}
	b.Run.Damage = results.Damages{{Line: 21, Reason: "torn"}, {Line: 23, Reason: "no record with a checksum"}}
	b.Run.Closing.End = b.Run.Header.Start.Add(-time.Hour)
	a := analyse(b, t)
	if a.Complete {
		t.Error("a damaged run is called complete")
	}
	warned(t, a, -1, "damaged: line 21 is lost: torn; line 23 is lost: no record with a checksum")
	warned(t, a, -1, "ends at 2026-03-01 11:00:00Z", "before its start")
	warned(t, a, -1, "2, 4 and 12 workers", "quota is 1.50 cores")
	warned(t, a, -1, "4 and 12 workers", "2 physical cores")
	if len(a.Warnings) != 4 {
		t.Errorf("warnings %+v", a.Warnings)
	}
}

// TestNotesArePassedOn: but for those that say what a cell shows by itself.
func TestNotesArePassedOn(t *testing.T) {
	b := analysistest.NewBuilder(7)
	b.Searches(b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 1024, 100)), 5, 100, 0.001, 0)
	for _, code := range []string{results.NoteModelled, results.NoteEmpty, results.NotePartial, results.NoteEarly, "a code of tomorrow"} {
		b.Run.Notes = append(b.Run.Notes, results.Note{Cell: -1, Code: code, Text: "the note " + code})
	}
	a := analyse(b, t)
	warned(t, a, -1, "the note "+results.NoteEarly)
	warned(t, a, -1, "the note a code of tomorrow")
	for _, w := range a.Warnings {
		for _, code := range []string{results.NoteModelled, results.NoteEmpty, results.NotePartial} {
			if w.Text == "the note "+code {
				t.Errorf("warning %+v", w)
			}
		}
	}
}

func TestAnalyseIsPure(t *testing.T) {
	b := analysistest.NewBuilder(8)
	cubic(b, results.StrategyStdlib, 9, 1024, 2048, 4096)
	cubic(b, results.StrategyOnTheFly, 1, 1024, 2048, 4096)
	b.Searches(b.Cell(analysistest.Search("prime", results.StrategyOnTheFly, 512, 100)), 50, 100, 0.001, 0)
	samples := slices.Clone(b.Run.Samples)
	first, second := analyse(b, t), analyse(b, t)
	if !reflect.DeepEqual(first, second) {
		t.Error("two analyses of a run differ")
	}
	if !reflect.DeepEqual(b.Run.Samples, samples) {
		t.Error("the samples were changed")
	}
}

func TestLists(t *testing.T) {
	if got := list([]string{"a", "b", "c"}); got != "a, b and c" {
		t.Errorf("list = %q", got)
	}
}
