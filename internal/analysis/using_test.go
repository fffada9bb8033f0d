package analysis

import (
	"slices"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// usingRun has two sizes and two strategies, at a cost of bits in nanoseconds for
// short exponents and ten times that for full ones; math/big takes twice as long.
// Eight at once take a quarter of the time each.
func usingRun(sizes ...int) *analysistest.Builder {
	b := analysistest.NewBuilder(11)
	for _, bits := range sizes {
		for _, strategy := range []string{results.StrategyStdlib, results.StrategyOnTheFly} {
			c := analysistest.Search("safe", strategy, bits, 400)
			c.Mode = results.ModeOperations
			uses, each := analysistest.Uses(bits, analysistest.Keygen, analysistest.SharedShort, analysistest.Shared), 2.0
			if strategy == results.StrategyOnTheFly {
				uses, each = analysistest.Uses(bits, analysistest.SharedShortBatch, analysistest.SharedShort), 1
			}
			c.Operations = append(slices.Clone(analysistest.Parts), uses...)
			id := b.Cell(c)
			threeCosts(b, id)
			for _, op := range uses {
				cost := each * float64(bits) * 1e-9
				if !op.Short {
					cost *= 10
				}
				if op.AtOnce == 8 {
					cost /= 4
				}
				b.Costs(id, op.Name, cost, cost*1.01, cost*0.99)
			}
		}
	}
	return b
}

func TestUsing(t *testing.T) {
	a := analyse(usingRun(2048, 4096), t)
	var got []string
	for _, u := range a.Using {
		c := a.Cells[u.Cell]
		got = append(got, strings.Join([]string{c.Strategy, u.Name}, " "))
		if want := analysistest.Uses(c.Bits, u.Operation)[0]; u.Operation != want || u.Cost.N != 3 || u.Cost.Need != 0 {
			t.Errorf("%+v", u)
		}
		switch {
		case c.Bits == 2048 && u.Ratio != nil:
			t.Errorf("ratio %+v at 2048 bits", u.Ratio)
		case c.Bits == 4096:
			analysistest.Near(t, "ratio of "+u.Name, u.Ratio.Value, 2, 1e-3)
			if base := a.Cells[*u.Base]; base.Bits != 2048 || base.Strategy != c.Strategy || u.Ratio.N != 6 {
				t.Errorf("ratio %+v over cell %+v", u.Ratio, base)
			}
		}
	}
	size := []string{
		"stdlib keygen", "stdlib shared", "stdlib shared-short", "onthefly shared-short-x8", "onthefly shared-short",
	}
	if want := append(slices.Clone(size), size...); !slices.Equal(got, want) {
		t.Errorf("uses %q, want %q", got, want)
	}
	analysistest.Near(t, "cost", a.Using[1].Cost.Value, 2*10*2048e-9, 1e-3)
}

// TestUsesAreNoPartOfASearch: the search that a cell in mode operations is a model of is the
// same with them and without, and a cell of nothing else has none.
func TestUsesAreNoPartOfASearch(t *testing.T) {
	a := analyse(usingRun(2048), t)
	for _, c := range a.Cells {
		analysistest.Near(t, "time", c.Time.Value, 0.45, 1e-9)
		analysistest.Near(t, "processor time", c.CPU.Value, 0.45, 1e-9)
		if len(c.Phases) != 3 || c.Time.N != 9 || c.Status != Modelled {
			t.Errorf("phases %+v, time %+v", c.Phases, c.Time)
		}
	}
	b := analysistest.NewBuilder(12)
	only := analysistest.Search("safe", "openssl", 4096, 0)
	constant := analysistest.SharedShort
	constant.ConstantTime = true
	only.Mode, only.Operations = results.ModeOperations, analysistest.Uses(4096, constant)
	id := b.Cell(only)
	b.Costs(id, "shared-short-ct", 0.002)
	a = analyse(b, t)
	if c := a.Cells[id]; c.Time != nil || c.Rate != nil || len(c.Phases) > 0 || c.Status != Measured || len(c.Operations) != 1 {
		t.Errorf("cell %+v", c)
	}
	if len(a.Using) != 1 || a.Using[0].Cost.Need != 1 || !a.Using[0].ConstantTime || a.Using[0].Ratio != nil {
		t.Errorf("uses %+v", a.Using)
	}
	warned(t, a, id, "operation shared-short-ct has 1 sample")
}

// TestNoUses: what only looks like one is an operation like any other.
func TestNoUses(t *testing.T) {
	b := analysistest.NewBuilder(13)
	searched, power := analysistest.Uses(2048, analysistest.SharedShort)[0], results.Operation{Step: results.StepPower, AtOnce: 8}.Named()
	searched.PerSearch = 2
	for _, op := range []results.Operation{searched, power, {Name: "shared-slow"}, {Name: "lookup"}} {
		c := analysistest.Search("safe", results.StrategyOnTheFly, 2048, 400)
		c.Mode, c.Operations = results.ModeOperations, []results.Operation{op}
		b.Costs(b.Cell(c), op.Name, 0.001, 0.00101)
	}
	c := analysistest.Search("safe", results.StrategyOnTheFly, 1024, 400) // of no group with short exponents
	c.Mode, c.Operations = results.ModeOperations, analysistest.Uses(1024, analysistest.SharedShort)
	b.Costs(b.Cell(c), "shared-short", 0.001, 0.00101)
	if a := analyse(b, t); len(a.Using) != 0 {
		t.Errorf("uses %+v, want none", a.Using)
	}
}

// TestUsesOfSeveralPolicies: a policy has no part in it.
func TestUsesOfSeveralPolicies(t *testing.T) {
	b := analysistest.NewBuilder(14)
	for _, name := range []string{"mr5", "mr20+lucas"} {
		c := analysistest.Search("safe", results.StrategyOnTheFly, 2048, 400)
		c.Mode, c.Operations, c.Policy = results.ModeOperations, analysistest.Uses(2048, analysistest.SharedShort), analysistest.Policy(name)
		b.Costs(b.Cell(c), "shared-short", 0.001, 0.00101)
	}
	if a := analyse(b, t); len(a.Using) != 1 || a.Using[0].Cell != 0 {
		t.Errorf("uses %+v, want the one of the first cell", a.Using)
	}
}

// TestConstantTimeComesFirst: as secrets are raised.
func TestConstantTimeComesFirst(t *testing.T) {
	b := usingRun(2048, 4096)
	for _, bits := range []int{2048, 4096} {
		c := analysistest.Search("safe", results.StrategyOpenSSL, bits, 400)
		use := analysistest.SharedShort
		use.ConstantTime = true
		c.Mode, c.Operations = results.ModeOperations, analysistest.Uses(bits, use)
		cost := 1e-9 * float64(bits)
		b.Costs(b.Cell(c), c.Operations[0].Name, cost, cost*1.01, cost*0.99)
	}
	a := analyse(b, t)
	at := slices.IndexFunc(a.Headlines, func(h Headline) bool { return strings.HasPrefix(h.Title, "using ") })
	if at < 0 || a.Headlines[at].Title != "using 4096 against 2048 bits, openssl" {
		t.Errorf("%+v", a.Headlines)
	}
}

func TestUsingHeadlines(t *testing.T) {
	titles := func(a *Analysis) (titles []string, all []Headline) {
		for _, h := range a.Headlines {
			if strings.HasPrefix(h.Title, "using ") {
				titles, all = append(titles, h.Title), append(all, h)
			}
		}
		return titles, all
	}
	got, all := titles(analyse(usingRun(1024, 2048, 4096, 8192), t))
	if want := []string{"using 4096 against 2048 bits, onthefly", "using 4096 against 2048 bits, stdlib"}; !slices.Equal(got, want) {
		t.Fatalf("headlines %q, want %q", got, want)
	}
	for i, want := range []string{
		"Using a 4096-bit group costs 2.00x a 2048-bit one (95 % interval ", "a shared secret with a short exponent (325 and 225 bits) takes",
		"1.024 µs against 512 ns, by onthefly on 1 worker: 8 at once, so a throughput and no latency; not in constant time.",
		"8.19 µs against 4.10 µs, by stdlib on 1 worker: one at a time; not in constant time.",
	} {
		if h := all[i/3]; !strings.Contains(h.Sentence, want) || h.Ratio == nil {
			t.Errorf("%q has no %q", h.Sentence, want)
		}
	}
	got, all = titles(analyse(usingRun(3072), t))
	if want := []string{"using 3072 bits, onthefly", "using 3072 bits, stdlib"}; !slices.Equal(got, want) || all[0].Ratio != nil ||
		!strings.HasPrefix(all[1].Sentence, "Using a 3072-bit group costs 6.14 µs (95 % interval ") {
		t.Errorf("headlines %+v, want %q", all, want)
	}
}
