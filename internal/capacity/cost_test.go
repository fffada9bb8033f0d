// Costs out of runs: which cell speaks, and what is made of it.

package capacity

import (
	"errors"
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/results"
)

func costOK(t *testing.T, s Service, bits int, runs ...*analysis.Analysis) *Cost {
	t.Helper()
	if s.Load == (Load{}) {
		s.Load.Rate = 1
	}
	c, err := CostOf(s, bits, Input{Runs: runs, Tests: engineTests})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A search of known parts: 2 ms to accept, 50 tests of 0.16 ms on average.
func TestSearchCost(t *testing.T) {
	c := costOK(t, Service{Kind: Prime}, 1024, primes(t))
	near(t, "seconds", c.Seconds.Value, 0.010, 0.02)
	near(t, "fixed part", c.Law.Fixed, 0.002, 0.1)
	near(t, "memoryless part", c.Law.Stage, 0.008, 0.03)
	near(t, "mean of the law", c.Law.Mean(), c.Seconds.Value, 1e-12)
	if c.Basis != Measured || len(c.Times) != 400 || c.Policy != "mr6" {
		t.Errorf("basis %s, %d times, policy %q, want measured, 400 and mr6", c.Basis, len(c.Times), c.Policy)
	}
	key := costOK(t, Service{Kind: RSA}, 2048, primes(t))
	near(t, "two primes", key.Seconds.Value, 2*c.Seconds.Value, 1e-12)
	near(t, "their variation", key.Law.CV2(), c.Law.CV2()/2, 1e-12)
	four := costOK(t, Service{Kind: Prime, Workers: 4}, 1024, primes(t))
	near(t, "core-seconds of four", four.CoreSeconds(), 4*four.Seconds.Value, 1e-12)
	near(t, "four workers on one", four.Seconds.Value, c.Law.Fixed+c.Law.Stage/4, 1e-12)
	if len(four.Remarks) == 0 || four.Times != nil {
		t.Errorf("a cost that was reckoned from another worker count: %q, %d times, want a remark and none", four.Remarks, len(four.Times))
	}
}

// What of a search is luck, by its phases.
func TestMemorylessShare(t *testing.T) {
	phases := func(sieve, test, accept float64) []analysis.Phase {
		return []analysis.Phase{{Name: "sieve", Share: sieve}, {Name: "test", Share: test}, {Name: "accept", Share: accept}, {Name: "other", Share: 1 - sieve - test - accept}}
	}
	cell := func(strategy string, windows float64, p []analysis.Phase) *analysis.Cell {
		return &analysis.Cell{Phases: p, Cell: results.Cell{
			Strategy: strategy, Expected: results.Work{Survivors: 20},
			Operations: []results.Operation{{Name: "sieve", PerSearch: windows}, {Name: "test", PerSearch: 25}},
		}}
	}
	for _, c := range []struct {
		name string
		cell *analysis.Cell
		want float64
	}{
		{"one window: the tests less those that fill the batch", cell("onthefly", 1.02, phases(0.1, 0.5, 0.3)), 0.5 * 20 / 25},
		{"many windows", cell("onthefly", 4, phases(0.1, 0.5, 0.3)), 0.5*20/25 + 0.1},
		{"candidates one by one", cell("stdlib", 0, phases(0.1, 0.5, 0.3)), 0.7},
		{"no phases", cell("stdlib-rand", 0, nil), 1},
	} {
		near(t, c.name, memorylessShare(c.cell), c.want, 1e-12)
	}
}

// With as many workers as asked, measured before modelled, of several runs the dearer.
func TestWhichCell(t *testing.T) {
	b := newBuilder()
	b.searches(Prime, 1024, 2, 30, 0.001, 0.0001)
	b.searches(Prime, 1024, 1, 30, 0.001, 0.0002)
	b.parts(Prime, 1024, 1<<16, 0.00005, 0.0001, 0.001)
	cheap := b.analyse(t)
	d := newBuilder()
	d.searches(Prime, 1024, 1, 30, 0.001, 0.0004)
	dear := d.analyse(t)
	for _, c := range []struct {
		workers   int
		runs      []*analysis.Analysis
		run, cell int
	}{
		{1, []*analysis.Analysis{cheap}, 0, 1},
		{2, []*analysis.Analysis{cheap}, 0, 0},
		{1, []*analysis.Analysis{cheap, dear}, 1, 0},
		{1, []*analysis.Analysis{dear, cheap}, 0, 0},
		{2, []*analysis.Analysis{dear, cheap}, 1, 0},
	} {
		got := costOK(t, Service{Kind: Prime, Workers: c.workers}, 1024, c.runs...)
		if got.Run != c.run || got.Cell != c.cell {
			t.Errorf("%d workers of %d runs: run %d cell %d, want run %d cell %d", c.workers, len(c.runs), got.Run, got.Cell, c.run, c.cell)
		}
	}
}

// A few searches with an interval as wide as their luck do not count before what a
// search is made of; many do.
func TestVagueSearches(t *testing.T) {
	for _, c := range []struct {
		searches int
		want     Basis
	}{{2, Modelled}, {200, Measured}} {
		b := newBuilder()
		b.searches(Safe, 1024, 1, c.searches, 0.0001, 0.0004)
		b.parts(Safe, 1024, 1<<16, 0.00005, 0.0001, 0.001)
		got := costOK(t, Service{Kind: Safe}, 1024, b.analyse(t))
		if got.Basis != c.want {
			t.Errorf("%d searches: %s, %v to %v of %v, want %s", c.searches, got.Basis, got.Seconds.Low, got.Seconds.High, got.Seconds.Value, c.want)
		}
		alone := newBuilder()
		alone.searches(Safe, 1024, 1, c.searches, 0.0001, 0.0004)
		if got := costOK(t, Service{Kind: Safe}, 1024, alone.analyse(t)); got.Basis != Measured {
			t.Errorf("%d searches alone: %s", c.searches, got.Basis)
		}
	}
}

func TestPowerCost(t *testing.T) {
	b := newBuilder()
	b.uses(2048, "onthefly", map[string]float64{"keygen": 0.002, "shared": 0.003, "shared-short": 0.0004, "shared-short-x8": 0.00005})
	b.uses(2048, "openssl", map[string]float64{"shared-short": 0.0006, "shared-short-ct": 0.0009})
	a := b.analyse(t)
	for _, c := range []struct {
		kind, strategy string
		want           float64
	}{
		{DHKeygen, "", 0.002},          // the only one there is
		{DHShared, "onthefly", 0.0004}, // short, and one at a time
		{DHShared, "", 0.0009},         // by what is fit for secrets
		{DHShared, "openssl", 0.0009},  // in constant time
	} {
		got := costOK(t, Service{Kind: c.kind, Strategy: c.strategy}, 2048, a)
		near(t, c.kind+" "+c.strategy, got.Seconds.Value, c.want, 0.001)
		if got.Law.CV2() != 0 || got.Basis != Measured {
			t.Errorf("%s: %+v, want a constant measured time", c.kind, got.Law)
		}
	}
}

func TestValidationCost(t *testing.T) {
	b := newBuilder()
	b.operations(results.Cell{Kind: Safe, Bits: 2048, Strategy: "hardcoded", Operations: []results.Operation{{Name: "lookup"}, {Name: "validate"}}},
		map[string]float64{"lookup": 1e-7, "validate": 0.02})
	got := costOK(t, Service{Kind: Safe, Strategy: "hardcoded"}, 2048, b.analyse(t))
	near(t, "validation", got.Seconds.Value, 0.02, 0.001)
}

// What is missing is named with the command that measures it.
func TestMissingNamesTheCommand(t *testing.T) {
	for _, c := range []struct {
		service Service
		bits    int
		want    string
	}{
		{Service{Kind: Safe}, 2048, "primebench run --mode operations --kind safe --bits 2048 --strategy onthefly --workers 1"},
		{Service{Kind: Prime, Strategy: "stdlib"}, 2048, "primebench run --kind prime --bits 2048 --strategy stdlib --workers 1"},
		{Service{Kind: RSA, Strategy: "gmp"}, 4096, "primebench run --kind rsa --bits 4096 --strategy gmp"},
		{Service{Kind: RSA}, 4096, "primebench run --kind rsa --bits 4096 --strategy stdlib"},
		{Service{Kind: DHShared}, 2048, "primebench run --mode operations --kind safe --bits 2048 --strategy openssl --workers 1"},
		{Service{Kind: Safe, Strategy: "hardcoded"}, 2048, "primebench run --kind safe --bits 2048 --strategy hardcoded"},
	} {
		c.service.Load.Rate = 1
		_, err := CostOf(c.service, c.bits, Input{Runs: []*analysis.Analysis{primes(t)}, Tests: engineTests})
		if !errors.Is(err, ErrMissing) || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%+v: %v, want ErrMissing that ends in %q", c.service, err, c.want)
		}
	}
}

// The costs of one base-2 test in microseconds that mode operations of this program
// measured on an AMD EPYC with AVX-512 (primebench run --mode operations --kind prime
// --bits 512,1024,2048,4096 --workers 1 --kernel ifma, avx2 and generic).
var measuredTests = map[string]map[int]float64{
	"ifma":    {512: 6.88, 768: 32.38, 1024: 43.09, 1536: 135.3, 2048: 299.1, 3072: 958, 4096: 2052},
	"avx2":    {512: 15.56, 1024: 91.0, 2048: 612, 4096: 4110},
	"generic": {512: 83.46, 1024: 432.0, 2048: 2700, 4096: 19300},
}

// The cost of a test of 4096 bits is predicted from 512, 1024 and 2048 within 10 %
// and its interval.
func TestPredictedTestOfTwiceTheSize(t *testing.T) {
	for kernel, costs := range measuredTests {
		var known []*analysis.Cell
		for _, bits := range []int{512, 1024, 2048} {
			known = append(known, &analysis.Cell{
				Cell:       results.Cell{Bits: bits},
				Operations: []analysis.OperationCost{{Operation: results.Operation{Name: results.OpTest}, Cost: analysis.Estimate{Value: costs[bits] / 1e6}}},
			})
		}
		part, err := predictPart(known, "test", 4096)
		if err != nil {
			t.Fatal(err)
		}
		truth := costs[4096] / 1e6
		t.Logf("%s: %.4g s by a %s (%.4g to %.4g), measured %.4g", kernel, part.Cost.Value, part.Model, part.Cost.Low, part.Cost.High, truth)
		near(t, kernel, part.Cost.Value, truth, 0.10)
		if truth < part.Cost.Low || truth > part.Cost.High {
			t.Errorf("%s: %.4g is outside of %.4g to %.4g", kernel, truth, part.Cost.Low, part.Cost.High)
		}
	}
}

// A search of a size that was not measured, from sizes whose costs follow a law.
func TestPredictedSearch(t *testing.T) {
	law := func(bits float64) float64 { return 1e-11*bits*bits + 3e-14*bits*bits*bits }
	b := newBuilder()
	for _, bits := range []int{512, 1024, 2048, 3072} {
		test := law(float64(bits))
		b.parts(Safe, bits, uint64(bits)<<12, test, 20*test, 12*test)
	}
	c := costOK(t, Service{Kind: Safe}, 4096, b.analyse(t))
	tests := engineTests(Safe, 4096, 4096<<12)
	near(t, "seconds", c.Seconds.Value, (tests+3.5+12)*law(4096)+20*law(4096), 0.02)
	near(t, "memoryless part", c.Law.Stage, tests*law(4096), 0.01)
	if p := c.Prediction; c.Basis != Predicted || p == nil || !p.Beyond || math.Abs(float64(p.SieveLimit)/(4096<<12)-1) > 0.01 || p.Parts[0].Model != modelSquareCube {
		t.Errorf("prediction %+v, want one beyond the sizes, sieved to %d, by square and cube", p, 4096<<12)
	}
	if c.Seconds.Low >= c.Seconds.Value || c.Seconds.High <= c.Seconds.Value {
		t.Errorf("interval %v to %v of %v", c.Seconds.Low, c.Seconds.High, c.Seconds.Value)
	}
	key := costOK(t, Service{Kind: Safe}, 1536, b.analyse(t))
	near(t, "a size in between", key.Seconds.Value, (engineTests(Safe, 1536, 1536<<12)+3.5+12+20)*law(1536), 0.02)
}

// Policies with fewer rounds at larger sizes make an acceptance cost 24, 11 and 10
// tests: the prediction stays near them, where a law over size would be lost.
func TestPredictedAcceptanceOfPoliciesBySize(t *testing.T) {
	b := newBuilder()
	costs := map[int]float64{512: 7.2e-6, 1024: 44.5e-6, 2048: 304e-6, 4096: 2.2e-3}
	multiples := map[int]float64{512: 24.4, 1024: 11.3, 2048: 10.4}
	for i, bits := range []int{512, 1024, 2048} {
		b.parts(Prime, bits, uint64(bits)<<10, costs[bits], costs[bits], multiples[bits]*costs[bits])
		b.run.Header.Cells[i].Policy.Name = []string{"mr12", "mr6", "mr3"}[i]
	}
	c := costOK(t, Service{Kind: Prime}, 4096, b.analyse(t))
	accept := c.Prediction.Parts[2]
	near(t, "acceptance", accept.Cost.Value, 10.4*c.Prediction.Parts[0].Cost.Value, 0.02)
	if test := c.Prediction.Parts[0].Cost.Value; accept.Model != modelTests || accept.Cost.High > 25*test || accept.Cost.Low < 10*test {
		t.Errorf("%+v, want 10 to 25 tests of %v", accept, test)
	}
	if c.Seconds.High > 2*c.Seconds.Value {
		t.Errorf("a search of %v, up to %v", c.Seconds.Value, c.Seconds.High)
	}
}

func TestPredictionEnds(t *testing.T) {
	b := newBuilder()
	for _, bits := range []int{512, 1024, 2048} {
		test := 3e-14 * float64(bits*bits*bits)
		b.parts(Prime, bits, 1<<16, test, test, test)
	}
	runs := []*analysis.Analysis{b.analyse(t)}
	s := Scenario{Services: []Service{{Kind: Prime, Bits: []int{6144}, Load: Load{Rate: 1}}}}
	if _, err := Make(s, Input{Runs: runs, Tests: engineTests}); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "extrapolating") {
		t.Errorf("three times the largest size: %v, want ErrMissing that speaks of extrapolating", err)
	}
	s.Extrapolate = true
	p, err := Make(s, Input{Runs: runs, Tests: engineTests})
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(p.Warnings, "\n"); !strings.Contains(text, "outside of those that were measured") {
		t.Errorf("warnings of an extrapolated size: %q", text)
	}
	if _, err := Make(s, Input{Runs: runs}); !errors.Is(err, ErrMissing) {
		t.Errorf("without theory: %v, want ErrMissing", err)
	}
}
