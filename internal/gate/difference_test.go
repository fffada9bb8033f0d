package gate

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// A machine makes runs of replays and searches whose times are known but for
// noise: of a sample, and of a process as a whole.
type machine struct {
	luck    analysistest.Source
	clock   time.Time
	sample  float64 // standard deviation of a sample, relative
	process float64 // and of a process
}

func newMachine(seed uint64) *machine {
	return &machine{luck: analysistest.Source{State: seed}, clock: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), sample: 0.01, process: 0.002}
}

func listCell(bits int) results.Cell {
	return results.Cell{
		Kind: "prime", Bits: bits, Strategy: "onthefly", Mode: results.ModeReplay, Policy: analysistest.Policy("mr5"), Kernel: "ifma",
		List: strings.Repeat("0a", 32),
	}
}

// run measures replays of 10 ms at 1024 bits and 40 ms at 2048, all slower by a
// factor.
func (m *machine) run(name, seed string, samples int, factor float64) Input {
	b := analysistest.NewBuilder(m.luck.Next())
	m.clock = m.clock.Add(time.Minute)
	b.Run.Header.Start, b.Run.Header.Seed = m.clock, seed
	b.Run.Header.Host.CPU, b.Run.Header.Host.OS, b.Run.Header.Host.Arch = "cpu", "linux", "amd64"
	layout := b.Luck.Noise(m.process)
	for i, bits := range []int{1024, 2048} {
		cell := b.Cell(listCell(bits))
		for range samples {
			b.Replays(cell, 0.01*math.Pow(4, float64(i))*factor*layout*b.Luck.Noise(m.sample))
		}
	}
	return Input{name, &b.Run}
}

// sides are so many runs each of a base and a head that is slower by a factor, one
// side after the other or in turn.
func (m *machine) sides(runs int, inTurn bool, factor float64) (base, head []Input) {
	for i := range runs {
		seed := fmt.Sprintf("%064x", i)
		base = append(base, m.run(fmt.Sprintf("base %d", i), seed, 20, 1))
		if inTurn {
			head = append(head, m.run(fmt.Sprintf("head %d", i), seed, 20, factor))
		}
	}
	for i := range runs {
		if !inTurn {
			head = append(head, m.run(fmt.Sprintf("head %d", i), fmt.Sprintf("%064x", 100+i), 20, factor))
		}
	}
	return base, head
}

func TestVerdicts(t *testing.T) {
	for _, inTurn := range []bool{true, false} {
		for _, runs := range []int{1, 3, 20} {
			for factor, want := range map[float64]Verdict{1: Pass, 1.005: Pass, 1.1: Regression, 0.9: Faster} {
				if inTurn && runs < 20 {
					continue // too few pairs for an interval
				}
				base, head := newMachine(7).sides(runs, inTurn, factor)
				d, err := Compare(base, head, Rules{Tolerance: 0.03, Geomean: true})
				if err != nil {
					t.Fatal(err)
				}
				if d.Paired != inTurn || d.Verdict != want || len(d.Changes) != 2 || d.Geomean.Verdict != want {
					t.Errorf("in turn %v, %d runs, factor %v: paired %v, %s, geomean %+v, want %s: %+v", inTurn, runs, factor, d.Paired, d.Verdict, d.Geomean, want, d.Changes)
				}
				for i := range d.Changes {
					c := &d.Changes[i]
					analysistest.Near(t, c.Name(), c.Ratio.Value, factor, 0.01)
					if c.Ratio.Low > c.Ratio.Value || c.Ratio.Value > c.Ratio.High || c.Confidence < 0.95 || c.Limit < 0.03 {
						t.Errorf("%+v", c)
					}
				}
			}
		}
	}
}

// The clearest change of a family is judged at the strictest level, and the next
// ones, as long as all are clear, at the next stricter.
func TestHolmLevels(t *testing.T) {
	base, head := newMachine(3).sides(20, true, 1.2)
	d, err := Compare(base, head, Rules{})
	if err != nil {
		t.Fatal(err)
	}
	levels := []float64{d.Changes[0].Confidence, d.Changes[1].Confidence}
	slices.Sort(levels)
	analysistest.Near(t, "level", levels[0], 0.95, 1e-12)
	analysistest.Near(t, "level", levels[1], 0.975, 1e-12)

	// With a change that is not clear, its level is that of the rest.
	base, head = newMachine(3).sides(20, true, 1.02)
	if d, err = Compare(base, head, Rules{Tolerance: 0.02}); err != nil {
		t.Fatal(err)
	}
	for _, c := range d.Changes {
		analysistest.Near(t, "level", c.Confidence, 0.975, 1e-12)
		if c.Verdict != Inconclusive || c.Why == "" {
			t.Errorf("%+v", c)
		}
	}
}

// A slowdown between the tolerance and what the machine does to the same build is
// neither a pass nor a regression.
func TestNoiseRaisesTheLimit(t *testing.T) {
	m := newMachine(5)
	m.sample = 0.001
	m.process = 0
	quiet, noisy := m.run("quiet", "1", 100, 1.05), m.run("noisy", "2", 100, 1)
	half := len(noisy.Run.Samples) / 4
	for i := range noisy.Run.Samples {
		if i%(2*half) < half {
			noisy.Run.Samples[i].WallNS = noisy.Run.Samples[i].WallNS * 104 / 100
		}
	}
	d, err := Compare([]Input{noisy}, []Input{quiet}, Rules{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range d.Changes {
		if c.Verdict != Inconclusive || c.Limit < 0.07 || c.Noise < 0.035 {
			t.Errorf("%+v", c)
		}
	}
	if !slices.ContainsFunc(d.Remarks, func(r string) bool { return strings.Contains(r, "primebench doctor") }) {
		t.Errorf("remarks %q do not name the noise", d.Remarks)
	}
}

func TestInconclusiveSaysWhatIsMissing(t *testing.T) {
	m := newMachine(2)
	one := m.run("one", "1", 1, 1)
	many := m.run("many", "2", 50, 1)
	d, err := Compare([]Input{one}, []Input{many}, Rules{})
	if err != nil {
		t.Fatal(err)
	}
	if c := d.Changes[0]; d.Verdict != Inconclusive || c.Ratio.Need == 0 || c.More == 0 || !strings.Contains(c.Why, "want at least") {
		t.Errorf("%+v", c)
	}

	m.sample, m.process = 0, 0
	same, other := m.run("same", "3", 30, 1), m.run("other", "4", 30, 1)
	if d, err = Compare([]Input{same}, []Input{other}, Rules{}); err != nil {
		t.Fatal(err)
	}
	if d.Verdict != Inconclusive || !strings.Contains(d.Changes[0].Why, "take exactly") {
		t.Errorf("all samples equal: %s, %+v", d.Verdict, d.Changes)
	}

	m.sample = 0.05
	base, head := m.sides(3, false, 1.015)
	if d, err = Compare(base, head, Rules{}); err != nil {
		t.Fatal(err)
	}
	if c := d.Changes[0]; c.Verdict == Inconclusive && c.More == 0 && !strings.Contains(c.Why, "would") {
		t.Errorf("%+v", c)
	}
}

// Luck does not count in searches that theory knows: three searches of very
// different length a block, at the same cost of a test.
func TestSearchesWithoutLuck(t *testing.T) {
	side := func(seed uint64, test float64) []Input {
		b := analysistest.NewBuilder(seed)
		b.Searches(b.Cell(analysistest.Search("prime", "onthefly", 1024, 40)), 60, 40, test, 0.001)
		return []Input{{fmt.Sprint("run ", seed), &b.Run}}
	}
	for factor, want := range map[float64]Verdict{1: Pass, 1.2: Regression} {
		d, err := Compare(side(1, 0.001), side(2, 0.001*factor), Rules{Tolerance: 0.08})
		if err != nil {
			t.Fatal(err)
		}
		if d.Verdict != want {
			t.Errorf("factor %v: %s, want %s: %+v", factor, d.Verdict, want, d.Changes)
		}
		analysistest.Near(t, "ratio", d.Changes[0].Ratio.Value, factor, 0.04)
	}
}

func TestOperationsAndModels(t *testing.T) {
	side := func(seed uint64, factor float64) []Input {
		b := analysistest.NewBuilder(seed)
		operations := analysistest.Search("safe", "onthefly", 2048, 1000)
		operations.Mode = results.ModeOperations
		modelled := b.Cell(analysistest.Search("safe", "onthefly", 4096, 5000))
		b.Modelled(modelled, "it takes too long")
		for _, cell := range []int{b.Cell(operations), modelled} {
			for _, op := range analysistest.Parts {
				for range 20 {
					b.Costs(cell, op.Name, 0.001*factor*b.Luck.Noise(0.002))
				}
			}
		}
		return []Input{{fmt.Sprint("run ", seed), &b.Run}}
	}
	d, err := Compare(side(1, 1), side(2, 1.1), Rules{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Changes) != 1+len(analysistest.Parts) || d.Verdict != Regression {
		t.Fatalf("%d changes, %s: %+v", len(d.Changes), d.Verdict, d.Changes)
	}
	if whole := d.Changes[0]; whole.Op != "" || !whole.Ratio.Modelled || d.Changes[1].Op != "sieve" || d.Changes[1].Ratio.Modelled {
		t.Errorf("%+v", d.Changes)
	}
}

// Slices are compared by what a test costs, whatever they found, with what is apart
// from them.
func TestSlices(t *testing.T) {
	side := func(seed uint64, factor float64) []Input {
		var inputs []Input
		for i := range uint64(3) {
			b := analysistest.NewBuilder(10*seed + i)
			b.Run.Header.Start = b.Run.Header.Start.Add(time.Duration(10*seed+i) * time.Minute)
			cell := b.Cell(analysistest.Search(results.KindSafe, results.StrategyOpenSSL, 2048, 10_000))
			b.Modelled(cell, "it takes too long")
			b.Costs(cell, results.OpSieve, 0.001, 0.001)
			b.Costs(cell, results.OpAccept, 1, 1)
			b.Slices(cell, 20, 1000, 10_000, 0.002*factor, 0.5)
			inputs = append(inputs, Input{fmt.Sprint("run ", 10*seed+i), &b.Run})
		}
		return inputs
	}
	for factor, want := range map[float64]Verdict{1: Pass, 1.2: Regression} {
		d, err := Compare(side(1, 1), side(2, factor), Rules{Tolerance: 0.05})
		if err != nil {
			t.Fatal(err)
		}
		if d.Verdict != want || len(d.Changes) != 1 || !d.Changes[0].Ratio.Modelled {
			t.Errorf("factor %v: %s, want %s: %+v", factor, d.Verdict, want, d.Changes)
		}
		analysistest.Near(t, "ratio", d.Changes[0].Ratio.Value, (20*factor+1.02)/21.02, 0.02)
	}
}

// Each thing that makes two sides incomparable is named, whichever side it is on.
func TestNotComparable(t *testing.T) {
	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for what, spoil := range map[string]func(r *results.Run){
		"processor is cpu in the base and other": func(r *results.Run) { r.Header.Host.CPU = "other" },
		"architecture":                           func(r *results.Run) { r.Header.Host.Arch = "arm64" },
		"operating system":                       func(r *results.Run) { r.Header.Host.OS = "plan9" },
		"list of candidates":                     func(r *results.Run) { r.Header.Cells[0].List = strings.Repeat("ff", 32) },
		"policy is mr5 (5 rounds) in the base and mr5 (6 rounds)": func(r *results.Run) { r.Header.Cells[1].Policy.Rounds = 6 },
		"kernel is ifma in the base and avx2":                     func(r *results.Run) { r.Header.Cells[1].Kernel = "avx2" },
		"workers is 1 in the base and 2":                          func(r *results.Run) { r.Header.Cells[1].Workers = 2 },
		"strategy":                                                func(r *results.Run) { r.Header.Cells[1].Strategy = "stdlib" },
		"lacks it":                                                func(r *results.Run) { r.Header.Cells[1].Bits = 3072 },
		"in the future":                                           func(r *results.Run) { r.Header.Start = now.Add(time.Hour) },
		"without a cell":                                          func(r *results.Run) { r.Header.Cells, r.Samples = nil, nil },
		"without a sample":                                        func(r *results.Run) { r.Samples = nil },
		"it failed: a prime was none": func(r *results.Run) {
			r.Closing = &results.Closing{Reason: results.ReasonFailed, Error: "a prime was none"}
		},
		"no sample of it": func(r *results.Run) { r.Samples = r.Samples[:20] },
		"-5 ns":           func(r *results.Run) { r.Samples[3].WallNS = -5 },
		"NaN":             func(r *results.Run) { r.Header.Host.CgroupCores = math.NaN() },
	} {
		for _, swap := range []bool{false, true} {
			m := newMachine(1)
			good, bad := m.run("good", "1", 20, 1), m.run("bad", "2", 20, 1)
			spoil(bad.Run)
			base, head := []Input{good}, []Input{bad}
			text := what
			if swap {
				base, head = head, base
				text, _, _ = strings.Cut(what, " is ")
			}
			d, err := Compare(base, head, Rules{Now: now})
			if !errors.Is(err, ErrNotComparable) || !strings.Contains(err.Error(), text) || len(d.Obstacles) == 0 || len(d.Changes) > 0 || d.Verdict != NotComparable {
				t.Errorf("%q, swapped %v: %v, %+v", text, swap, err, d)
			}
		}
	}
	good := []Input{newMachine(1).run("good", "1", 20, 1)}
	for name, sides := range map[string][2][]Input{"no base": {nil, good}, "no head": {good, nil}, "nil": {good, {{"nil", nil}}}} {
		if _, err := Compare(sides[0], sides[1], Rules{}); !errors.Is(err, ErrNotComparable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, tolerance := range []float64{-0.1, 1.5, math.NaN(), math.Inf(1)} {
		if _, err := Compare(good, good, Rules{Tolerance: tolerance}); !errors.Is(err, ErrRules) {
			t.Errorf("tolerance %v: %v", tolerance, err)
		}
	}
}

// Slowdowns that are each too small to be told can be told of them all.
func TestGeomeanAlone(t *testing.T) {
	m := newMachine(12)
	m.sample, m.process = 0.001, 0.001
	base, head := m.sides(20, false, 1.03)
	for _, in := range slices.Concat(base, head) {
		luck := m.luck.Noise(0.04) // what one size gains the other loses
		for i := range in.Run.Samples {
			factor := luck
			if in.Run.Samples[i].Cell == 1 {
				factor = 1 / luck
			}
			in.Run.Samples[i].WallNS = int64(float64(in.Run.Samples[i].WallNS) * factor)
			in.Run.Samples[i].CPUNS = in.Run.Samples[i].WallNS
		}
	}
	for _, geomean := range []bool{false, true} {
		d, err := Compare(base, head, Rules{Geomean: geomean})
		if err != nil {
			t.Fatal(err)
		}
		want := map[bool]Verdict{false: Inconclusive, true: Regression}[geomean]
		if d.Verdict != want || worst(d.Changes) != Inconclusive || (d.Geomean != nil) != geomean {
			t.Errorf("geomean %v: %s, want %s: %+v, %+v", geomean, d.Verdict, want, d.Changes, d.Geomean)
		}
	}
}

// A run that stands twice, in whatever file and however short, is found out: it
// would pass any gate against itself.
func TestRepeatedRuns(t *testing.T) {
	m := newMachine(1)
	first, second, third := m.run("first", "1", 20, 1), m.run("second", "2", 20, 1), m.run("third", "3", 20, 1)
	copied, whole := first, *first.Run
	copied.Name, copied.Run = "copy", &whole
	whole.Header.Start = whole.Header.Start.In(time.FixedZone("", 3600)) // the same moment, written otherwise
	whole.Samples, whole.Closing = whole.Samples[:30], nil
	for name, sides := range map[string][2][]Input{
		"itself":                  {{first}, {first}},
		"a copy":                  {{first}, {copied}},
		"a copy first":            {{copied}, {first}},
		"one of several":          {{second, first}, {third, copied}},
		"twice on the same side":  {{first, copied}, {second}},
		"twice on the other side": {{second}, {third, first, first}},
	} {
		d, err := Compare(sides[0], sides[1], Rules{})
		if !errors.Is(err, ErrNotComparable) || !strings.Contains(err.Error(), "the same run as ") || len(d.Obstacles) != 1 {
			t.Errorf("%s: %v, %+v", name, err, d)
		}
	}
	for name, change := range map[string]func(r *results.Run){
		"another start": func(r *results.Run) { r.Header.Start = r.Header.Start.Add(1) },
		"another seed":  func(r *results.Run) { r.Header.Seed = "f" },
		"other times":   func(r *results.Run) { r.Samples = slices.Clone(r.Samples); r.Samples[7].WallNS++ },
	} {
		run := *first.Run
		change(&run)
		if _, err := Compare([]Input{first}, []Input{{"other", &run}}, Rules{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A build against itself in one way is told: a gate that is fed the wrong build
// passes for ever.
func TestSameBuildIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		base, head, kernel string
		told               bool
	}{
		"the same":       {"0123abcd", "0123abcd", "ifma", true},
		"another":        {"0123abcd", "4567abcd", "ifma", false},
		"not known":      {"unknown", "unknown", "ifma", false},
		"none":           {"", "", "ifma", false},
		"a changed tree": {"0123abcd+dirty", "0123abcd+dirty", "ifma", false},
		"two kernels":    {"0123abcd", "0123abcd", "avx2", false},
	} {
		m := newMachine(1)
		base, head := m.run("base", "1", 20, 1), m.run("head", "2", 20, 1)
		base.Run.Header.Revision, head.Run.Header.Revision = c.base, c.head
		for i := range head.Run.Header.Cells {
			head.Run.Header.Cells[i].Kernel = c.kernel
		}
		d, err := Compare([]Input{base}, []Input{head}, Rules{Across: []Field{FieldKernel}})
		if err != nil {
			t.Fatal(err)
		}
		if told := slices.ContainsFunc(d.Remarks, func(r string) bool { return strings.Contains(r, "compared with itself") }); told != c.told {
			t.Errorf("%s: told %v in %q", name, told, d.Remarks)
		}
	}
}

func TestAcross(t *testing.T) {
	m := newMachine(4)
	base, head := m.run("a", "1", 40, 1), m.run("b", "2", 40, 2)
	for i := range head.Run.Header.Cells {
		head.Run.Header.Cells[i].Kernel, head.Run.Header.Cells[i].Strategy = "", "stdlib"
	}
	d, err := Compare([]Input{base}, []Input{head}, Rules{Across: []Field{FieldKernel, FieldStrategy}})
	if err != nil {
		t.Fatal(err)
	}
	if name := d.Changes[0].Name(); d.Verdict != Regression || !strings.Contains(name, "against stdlib") {
		t.Errorf("%s, %q", d.Verdict, name)
	}
}

// In how many comparisons of a build with itself the gate fires, and that it finds
// what was planted.
func TestGateOnItself(t *testing.T) {
	m := newMachine(11)
	base, head := m.sides(80, true, 1)
	luck := analysistest.Source{State: 5}
	draw := func(n int) int { return int(luck.Next() % uint64(n)) }
	trials := []Trial{{0, 400}, {0.05, 200}}
	g, err := Try(base, head, Rules{}, 20, trials, draw)
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Rows) != 4 || g.Apart != 4 || g.Pairs != 80 {
		t.Fatalf("%+v", g)
	}
	for _, r := range g.Rows {
		share := r.Regressions.Value
		if r.Slowdown == 0 && share > 0.01 || r.Slowdown > 0 && share < 0.95 || r.Regressions.Low > share || r.Regressions.High < share {
			t.Errorf("%+v", r)
		}
		if r.Open+r.Passes+int(math.Round(share*float64(r.Comparisons))) != r.Comparisons {
			t.Errorf("the verdicts of %+v do not add up", r)
		}
	}
	if _, err := Try(base[:30], head[:30], Rules{}, 20, trials, draw); !errors.Is(err, ErrRules) {
		t.Errorf("too few pairs: %v", err)
	}
	for name, sides := range map[string][2][]Input{"one after the other": {base[:40], base[40:]}, "one side longer": {base, head[:40]}} {
		if _, err := Try(sides[0], sides[1], Rules{}, 20, trials, draw); !errors.Is(err, ErrNotComparable) || !strings.Contains(err.Error(), "in turn") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Try(base, nil, Rules{}, 20, trials, draw); !errors.Is(err, ErrNotComparable) {
		t.Errorf("no head: %v", err)
	}
}

// Exchanging the sides turns every ratio over, and the samples' unit does not
// matter.
func TestCompareIsEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(rapid.Uint64().Draw(t, "seed"))
		base, head := m.sides(rapid.IntRange(1, 4).Draw(t, "runs"), false, rapid.Float64Range(0.8, 1.25).Draw(t, "factor"))
		there, err := Compare(base, head, Rules{Geomean: true})
		if err != nil {
			t.Fatal(err)
		}
		back, err := Compare(head, base, Rules{Geomean: true})
		if err != nil {
			t.Fatal(err)
		}
		for i := range there.Changes {
			a, b := there.Changes[i].Ratio, back.Changes[i].Ratio
			if math.Abs(a.Value*b.Value-1) > 1e-9 || math.Abs(there.Changes[i].Noise-back.Changes[i].Noise) > 1e-12 {
				t.Errorf("%+v and %+v", a, b)
			}
		}
	})
}

// Whatever two runs hold, a comparison is made of sound numbers or names what
// prevents it.
func FuzzCompare(f *testing.F) {
	luck := analysistest.Source{State: 2}
	for size := range 40 {
		data := make([]byte, 50*size)
		for i := range data {
			data[i] = byte(luck.Next())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		base := analysistest.RunFrom(data[:len(data)/2])
		again := *base
		again.Header.Start = again.Header.Start.Add(time.Hour)
		for _, head := range []*results.Run{analysistest.RunFrom(data[len(data)/2:]), base, &again} {
			d, err := Compare([]Input{{"base", base}}, []Input{{"head", head}}, Rules{Geomean: true})
			if err != nil {
				if !errors.Is(err, ErrNotComparable) || len(d.Obstacles) == 0 {
					t.Fatal(err)
				}
				continue
			}
			for i := range d.Changes {
				c := &d.Changes[i]
				analysistest.Walk(t, "change", reflect.ValueOf(*c))
				if c.Verdict == "" || c.Verdict == Inconclusive && c.Why == "" {
					t.Errorf("%+v", c)
				}
			}
		}
	})
}
