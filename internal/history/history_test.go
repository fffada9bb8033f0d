package history

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/analysis/analysistest"
	"primebench/results"
)

// later is a now that all runs of the tests lie before.
var later = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

// night is the run of a night: replays of a 2048-bit prime that take about mean
// seconds, with half a per cent of noise from night to night and within one.
func night(n int, mean float64) *analysistest.Builder {
	b := analysistest.NewBuilder(uint64(1000 + n))
	b.Run.Header.Start = b.Run.Header.Start.AddDate(0, 0, n)
	b.Run.Header.Seed = fmt.Sprint(n)
	b.Run.Header.Revision = fmt.Sprintf("rev%d", n)
	b.Run.Header.Host.CPU = "Example 9000"
	c := analysistest.Search("prime", "onthefly", 2048, 400)
	c.Mode, c.List = results.ModeReplay, "aa"
	id := b.Cell(c)
	mean *= b.Luck.Noise(0.005)
	for range 10 {
		b.Replays(id, mean*b.Luck.Noise(0.005))
	}
	return b
}

func pastRun(b *analysistest.Builder, t testing.TB, file string) PastRun {
	t.Helper()
	a, err := analysis.Analyse(&b.Run)
	if err != nil {
		t.Fatal(err)
	}
	return PastRun{File: file, Analysis: a, Why: b.Run.Damage.String()}
}

// nights are runs of a level each night, named by their number.
func nights(t testing.TB, levels ...float64) []PastRun {
	t.Helper()
	var past []PastRun
	for n, mean := range levels {
		past = append(past, pastRun(night(n, mean), t, fmt.Sprintf("%02d.jsonl", n)))
	}
	return past
}

func level(n int, mean float64) []float64 { return slices.Repeat([]float64{mean}, n) }

func TestHistoryFindsTheNight(t *testing.T) {
	past := nights(t, append(level(12, 0.1), level(9, 0.105)...)...)
	slices.Reverse(past) // the order of the files means nothing
	h := New(past, later)
	if len(h.Runs) != 21 || len(h.Series) != 1 || len(h.Unused) != 0 {
		t.Fatalf("%d runs, %d series, unused %v, remarks %v", len(h.Runs), len(h.Series), h.Unused, h.Remarks)
	}
	s := h.Series[0]
	if s.Basis != BasisMeasured || s.Quantity != QuantityTime || s.Need != 0 || len(s.Changes) != 1 || len(s.Points) != 21 {
		t.Fatalf("%+v", s)
	}
	c := s.Changes[0]
	if c.Point != 12 || h.Runs[s.Points[c.Point].Run].File != "12.jsonl" {
		t.Errorf("change at %d, want the night 12", c.Point)
	}
	analysistest.Near(t, "before", c.Before, 0.1, 0.01)
	analysistest.Near(t, "after", c.After, 0.105, 0.01)
	if c.Ratio.Low > 1.05 || c.Ratio.High < 1.05 || c.Ratio.Unit != analysis.UnitTimes || c.Ratio.Better != analysis.Lower || c.Ratio.N != 21 || c.P > 1e-6 {
		t.Errorf("%+v, want a ratio of 1.05", c)
	}
	for _, want := range []string{"prime 2048 onthefly replay, 1 worker, mr20+lucas takes 1.0", "x as long (95 % interval 1.0", "revision rev11 at 2026-03-12", "revision rev12 at 2026-03-13"} {
		if !strings.Contains(c.Sentence, want) {
			t.Errorf("%q does not hold %q", c.Sentence, want)
		}
	}
	for i := 1; i < len(h.Runs); i++ {
		if !h.Runs[i-1].Start.Before(h.Runs[i].Start) {
			t.Errorf("run %d is not after the one before", i)
		}
	}
}

func TestHistoryOfOneLevelHasNoChange(t *testing.T) {
	for _, s := range New(nights(t, level(30, 0.1)...), later).Series {
		if len(s.Changes) != 0 || s.Why != "" || s.Need != 0 {
			t.Errorf("%+v", s)
		}
	}
}

// All equal values are no reason for doubt, and half a per cent is too little to
// tell, however sure it is.
func TestHistoryOfEqualValues(t *testing.T) {
	for _, second := range []int64{1e8, 100_500_000} {
		past := nights(t, level(10, 0.1)...)
		for n, p := range past {
			e := p.Analysis.Cells[0].Time
			e.Value = 0.1
			if n >= 5 {
				e.Value = float64(second) / 1e9
			}
		}
		if s := New(past, later).Series[0]; len(s.Changes) != 0 || s.Why != "" {
			t.Errorf("%d ns after 1e8: %+v", second, s)
		}
	}
}

func TestHistorySaysHowManyRunsItTakes(t *testing.T) {
	for n, need := range map[int]int{1: 7, 7: 1} {
		h := New(nights(t, level(n, 0.1)...), later)
		s := h.Series[0]
		if s.Need != need || len(s.Changes) != 0 || !strings.Contains(s.Why, fmt.Sprintf("%d more", need)) {
			t.Errorf("%d runs: need %d, %q", n, s.Need, s.Why)
		}
		if len(h.Remarks) != 1 || !strings.Contains(h.Remarks[0], "1 of 1 series are of fewer than the 8 runs") {
			t.Errorf("%d runs: %q", n, h.Remarks)
		}
	}
}

// Each difference that makes cells incomparable makes two series.
func TestHistoryKeepsApart(t *testing.T) {
	header := func(change func(*results.Header)) func(*analysistest.Builder) {
		return func(b *analysistest.Builder) { change(&b.Run.Header) }
	}
	cell := func(change func(*results.Cell)) func(*analysistest.Builder) {
		return func(b *analysistest.Builder) { change(&b.Run.Header.Cells[0]) }
	}
	for name, change := range map[string]func(*analysistest.Builder){
		"processor": header(func(h *results.Header) { h.Host.CPU = "Other" }),
		"system":    header(func(h *results.Header) { h.Host.OS = "plan9" }),
		"arch":      header(func(h *results.Header) { h.Host.Arch = "arm64" }),
		"kind":      cell(func(c *results.Cell) { c.Kind = "safe" }),
		"bits":      cell(func(c *results.Cell) { c.Bits = 3072 }),
		"strategy":  cell(func(c *results.Cell) { c.Strategy = "stdlib" }),
		"workers":   cell(func(c *results.Cell) { c.Workers = 2 }),
		"kernel":    cell(func(c *results.Cell) { c.Kernel = "ifma" }),
		"list":      cell(func(c *results.Cell) { c.List = "bb" }),
		"sieve":     cell(func(c *results.Cell) { c.SieveLimit = 1 << 20 }),
		"rounds":    cell(func(c *results.Cell) { c.Policy.Rounds = 4 }),
		"lucas":     cell(func(c *results.Cell) { c.Policy.Lucas = false }),
	} {
		other := night(1, 0.1)
		change(other)
		h := New([]PastRun{pastRun(night(0, 0.1), t, "a"), pastRun(other, t, "b")}, later)
		if len(h.Series) != 2 || len(h.Series[0].Points) != 1 || len(h.Series[1].Points) != 1 {
			t.Errorf("another %s: %d series", name, len(h.Series))
		}
	}
	for detail, change := range map[string]func(*results.Cell){
		"kernel ifma":   func(c *results.Cell) { c.Kernel = "ifma" },
		"list bbbbbbbb": func(c *results.Cell) { c.List = "bbbbbbbbbbbb" },
		"sieve to 1024": func(c *results.Cell) { c.SieveLimit = 1024 },
		"4 rounds":      func(c *results.Cell) { c.Policy.Rounds = 4 },
		"Lucas false":   func(c *results.Cell) { c.Policy.Lucas = false },
		"":              func(c *results.Cell) { c.Bits = 4096 },
	} {
		other := night(1, 0.1)
		change(&other.Run.Header.Cells[0])
		h := New([]PastRun{pastRun(night(0, 0.1), t, "a"), pastRun(other, t, "b")}, later)
		if len(h.Series) != 2 || h.Series[0].Detail != detail && h.Series[1].Detail != detail || (h.Series[0].Detail == "") != (detail == "") {
			t.Errorf("details %q and %q, want %q", h.Series[0].Detail, h.Series[1].Detail, detail)
		}
	}
	same := night(1, 0.1)
	same.Run.Header.Version, same.Run.Header.Suite, same.Run.Header.Cells[0].Policy.Name = "v2", "quick", "another name"
	if h := New([]PastRun{pastRun(night(0, 0.1), t, "a"), pastRun(same, t, "b")}, later); len(h.Series) != 1 || len(h.Series[0].Points) != 2 {
		t.Errorf("another version: %d series, want one of two points", len(h.Series))
	}
}

// A night that takes twice as long is marked, hides no change beside it and is
// none.
func TestHistoryMarksOutliers(t *testing.T) {
	levels := append(level(10, 0.1), level(8, 0.105)...)
	levels[6] = 0.2
	h := New(nights(t, levels...), later)
	s := h.Series[0]
	if len(s.Changes) != 1 || s.Changes[0].Point != 10 || !s.Points[6].Outlier {
		t.Errorf("changes %+v, the slow night an outlier: %v", s.Changes, s.Points[6].Outlier)
	}
	if s.Points[6].Value.Value < 0.19 {
		t.Errorf("the slow night is told as %v", s.Points[6].Value.Value)
	}
	if len(h.Remarks) != 1 || !strings.Contains(h.Remarks[0], "of 18 points are outliers") {
		t.Errorf("remarks %q", h.Remarks)
	}
}

// What is measured, modelled and a plain mean stands apart, and operations do
// where a cell is there for them.
func TestHistoryBases(t *testing.T) {
	b := analysistest.NewBuilder(5)
	b.Run.Header.Host.CPU = "Example 9000"
	measured := b.Cell(analysistest.Search("prime", "onthefly", 512, 50))
	b.Searches(measured, 20, 50, 1e-4, 1e-3)
	plain := b.Cell(analysistest.Search("prime", "onthefly", 1024, 100))
	b.Searches(plain, 2, 100, 1e-3, 1e-3)
	modelled := b.Cell(analysistest.Search("safe", "onthefly", 1024, 400))
	b.Modelled(modelled, "too long")
	operations := analysistest.Search("safe", "onthefly", 2048, 400)
	operations.Mode = results.ModeOperations
	ops := b.Cell(operations)
	for _, id := range []int{modelled, ops} {
		for _, op := range analysistest.Parts {
			b.Costs(id, op.Name, 1e-5, 1.1e-5, 1.05e-5)
		}
	}
	h := New([]PastRun{pastRun(b, t, "a")}, later)
	var got []string
	for _, s := range h.Series {
		got = append(got, fmt.Sprintf("%s %d %s %s", s.Cell.Kind, s.Cell.Bits, s.Quantity, s.Basis))
	}
	want := []string{
		"prime 512 time measured", "prime 1024 time plain mean", "safe 1024 time modelled",
		"safe 2048 sieve measured", "safe 2048 test measured", "safe 2048 accept measured", "safe 2048 time modelled",
	}
	if !slices.Equal(got, want) {
		t.Errorf("series %q, want %q", got, want)
	}
	if !slices.ContainsFunc(h.Remarks, func(r string) bool { return strings.Contains(r, "plain means") }) {
		t.Errorf("remarks %q", h.Remarks)
	}
}

// A change in modelled values is modelled itself.
func TestModelledChange(t *testing.T) {
	var past []PastRun
	for n := range 12 {
		b := analysistest.NewBuilder(uint64(n))
		b.Run.Header.Start = b.Run.Header.Start.AddDate(0, 0, n)
		b.Run.Header.Seed = fmt.Sprint(n)
		id := b.Cell(analysistest.Search("safe", "onthefly", 1024, 400))
		b.Modelled(id, "too long")
		for _, op := range analysistest.Parts {
			cost := 1e-5 * b.Luck.Noise(0.005)
			if n >= 6 {
				cost *= 0.9
			}
			b.Costs(id, op.Name, cost, cost*1.001, cost*0.999)
		}
		past = append(past, pastRun(b, t, fmt.Sprint(n)))
	}
	h := New(past, later)
	if len(h.Series) != 1 || len(h.Series[0].Changes) != 1 || !h.Series[0].Changes[0].Ratio.Modelled || h.Series[0].Changes[0].Point != 6 {
		t.Fatalf("%+v", h.Series)
	}
	if s := h.Series[0].Changes[0].Sentence; !strings.Contains(s, "modelled") {
		t.Errorf("%q does not say that it is modelled", s)
	}
	if !slices.ContainsFunc(h.Remarks, func(r string) bool { return strings.Contains(r, "do not name their processor") }) {
		t.Errorf("remarks %q", h.Remarks)
	}
}

func TestHistoryNamesWhatItDoesNotUse(t *testing.T) {
	sound := night(0, 0.1)
	future := night(1, 0.1)
	future.Run.Header.Start = later.Add(11 * time.Minute)
	empty := night(2, 0.1)
	empty.Cell(analysistest.Search("safe", "onthefly", 2048, 400))
	twice := night(3, 0.1)
	again := twice.Run.Header.Cells[0]
	again.Policy.Name = "the same by another name"
	twice.Replays(twice.Cell(again), 0.1, 0.1)
	nan := pastRun(night(4, 0.1), t, "nan")
	nan.Analysis.Cells[0].Time.Value = math.NaN()
	negative := pastRun(night(5, 0.1), t, "negative")
	negative.Analysis.Cells[0].Time.Value = -1

	h := New([]PastRun{
		pastRun(sound, t, "sound"), pastRun(sound, t, "copy"), pastRun(future, t, "future"), pastRun(empty, t, "empty"), pastRun(twice, t, "twice"), nan, negative,
		{File: "junk", Why: "not a primebench run"},
	}, later)
	var got []string
	for _, u := range h.Unused {
		got = append(got, u.File+"|"+u.Cell+"|"+u.Why)
	}
	want := []string{
		"junk||not a primebench run",
		`sound||it is the same run as "copy"`,
		"future||it starts at 2030-01-01 00:11:00Z, in the future of 2030-01-01 00:00:00Z",
		"empty|safe 2048 onthefly search, 1 worker, mr20+lucas|the run ended without a sample of it",
		"twice|prime 2048 onthefly replay, 1 worker, the same by another name|an earlier cell of the same run",
		"nan|prime 2048 onthefly replay, 1 worker, mr20+lucas|its time is NaN",
		"negative|prime 2048 onthefly replay, 1 worker, mr20+lucas|its time is -1",
	}
	if len(got) != len(want) {
		t.Fatalf("unused %q, want %q", got, want)
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("unused %q, want %q", got[i], want[i])
		}
	}
	if len(h.Runs) != 5 {
		t.Errorf("%d runs are used, want 5", len(h.Runs))
	}
	if empty := New(nil, later); len(empty.Runs)+len(empty.Series)+len(empty.Unused)+len(empty.Remarks) != 0 {
		t.Errorf("a history of nothing is %+v", empty)
	}
}

func TestHistoryNamesFlaws(t *testing.T) {
	for want, change := range map[string]func(*analysistest.Builder){
		"incomplete: it was cut short":   func(b *analysistest.Builder) { b.Run.Closing = nil },
		"incomplete: it was interrupted": func(b *analysistest.Builder) { b.Run.Closing.Reason = results.ReasonInterrupted },
		"incomplete: it failed: no memory": func(b *analysistest.Builder) {
			b.Run.Closing.Reason, b.Run.Closing.Error = results.ReasonFailed, "no memory"
		},
		"incomplete: not every cell was measured": func(b *analysistest.Builder) { b.Cell(analysistest.Search("safe", "onthefly", 2048, 400)) },
		"damaged: line 9 is lost: it is the last and torn": func(b *analysistest.Builder) {
			b.Run.Damage, b.Run.Closing = results.Damages{{Line: 9, Reason: "it is the last and torn"}}, nil
		},
	} {
		b := night(0, 0.1)
		change(b)
		h := New([]PastRun{pastRun(b, t, "a")}, later)
		if len(h.Runs) != 1 || h.Runs[0].Flaw != want || len(h.Remarks) == 0 || !strings.Contains(h.Remarks[0], want) {
			t.Errorf("%+v, remarks %q, want %q", h.Runs, h.Remarks, want)
		}
	}
}

func TestCellNames(t *testing.T) {
	tested, drawn := analysistest.Search("safe", "onthefly", 2048, 400), results.Cell{Kind: results.KindRandom, Bits: 128, Strategy: results.StrategyCrypto, Mode: results.ModeOperations, Workers: 2}
	tested.Workers = 1
	for _, c := range []struct {
		cell results.Cell
		want string
	}{{tested, "safe 2048 onthefly search, 1 worker, mr20+lucas"}, {drawn, "random 128 crypto operations, 2 workers"}} {
		if got := analysis.CellName(&c.cell); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
