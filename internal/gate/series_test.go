// Records of made numbers: what is timed, what is counted, and what does not fit.

package gate

import (
	"errors"
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/rng"
)

// series are so many processes of so many numbers about a value, with a relative standard
// deviation.
func series(luck *rng.Stream, s Series, value, spread float64, processes, each int) Series {
	for range processes {
		var values []float64
		for range each {
			noise := -6.0
			for range 12 {
				noise += float64(luck.Uint64()>>11) / (1 << 53)
			}
			values = append(values, value*(1+spread*noise))
		}
		s.Processes = append(s.Processes, values)
	}
	return s
}

func luckOf(t *testing.T, hex string) *rng.Stream {
	t.Helper()
	seed, err := rng.ParseSeed(hex)
	if err != nil {
		t.Fatal(err)
	}
	return seed.Stream(0)
}

func TestCompareRecords(t *testing.T) {
	for _, test := range []struct {
		name           string
		series         Series
		factor, spread float64
		inTurn         bool
		want           Verdict
		wantRatio      float64
	}{
		{"same", Series{Metric: "wall time", Unit: "s", Better: analysis.Lower}, 1, 0.01, true, Pass, 1},
		{"slower", Series{Metric: "wall time", Unit: "s", Better: analysis.Lower}, 1.03, 0.005, true, Regression, 1.03},
		{"faster", Series{Metric: "wall time", Unit: "s", Better: analysis.Lower}, 0.9, 0.01, true, Faster, 0.9},
		{"noisy", Series{Metric: "wall time", Unit: "s", Better: analysis.Lower}, 1.03, 0.2, true, Inconclusive, 1},
		{"one after the other", Series{Metric: "wall time", Unit: "s", Better: analysis.Lower}, 1.2, 0.01, false, Regression, 1.2},
		{"a higher rate", Series{Metric: "requests", Unit: "1/s", Better: analysis.Higher}, 1.2, 0.01, true, Faster, 1.2},
		{"a lower rate", Series{Metric: "requests", Unit: "1/s", Better: analysis.Higher}, 0.8, 0.01, true, Regression, 0.8},
		{"memory that scatters", Series{Metric: "memory", Unit: "B", Better: analysis.Lower}, 1.1, 0.01, true, Regression, 1.1},
		{"memory that does not", Series{Metric: "memory", Unit: "B", Better: analysis.Lower}, 1.1, 0, true, Regression, 1.1},
		{"less memory", Series{Metric: "memory", Unit: "B", Better: analysis.Lower}, 0.5, 0, true, Faster, 0.5},
		{"a clock that stands", Series{Metric: "wall time", Unit: "s", Better: analysis.Lower}, 1.1, 0, true, Inconclusive, 1.1},
	} {
		luck := luckOf(t, "5e71")
		base := Record{Names: []string{"a"}, Series: []Series{series(luck, test.series, 0.5, test.spread, 24, 1)}}
		head := Record{Names: []string{"b"}, Series: []Series{series(luck, test.series, 0.5*test.factor, test.spread, 24, 1)}}
		d, err := CompareRecords(base, head, test.inTurn, Rules{})
		if err != nil || d.Verdict != test.want || len(d.Changes) != 1 {
			t.Errorf("%s: %v, %+v", test.name, err, d)
			continue
		}
		c := d.Changes[0]
		if test.spread < 0.1 && math.Abs(c.Ratio.Value/test.wantRatio-1) > 0.01 || c.Ratio.Low > c.Ratio.Value || c.Ratio.High < c.Ratio.Value {
			t.Errorf("%s: %+v, want %v", test.name, c.Ratio, test.wantRatio)
		}
		if c.Metric != test.series.Metric || c.Base.Unit != test.series.Unit || c.Base.Better != test.series.Better || math.Abs(c.Base.Value/0.5-1) > 0.2 || c.Name() != c.Metric {
			t.Errorf("%s: %+v", test.name, c)
		}
	}
}

// TestCounts: what is equal each time needs no statistics, and 0 has no quotient.
func TestCounts(t *testing.T) {
	for _, test := range []struct {
		base, head []float64
		better     analysis.Better
		want       Verdict
	}{
		{[]float64{3, 3, 3, 3}, []float64{3, 3, 3, 3}, analysis.Lower, Pass},
		{[]float64{3, 3, 3, 3}, []float64{4, 4, 4, 4}, analysis.Lower, Regression},
		{[]float64{3, 3, 3, 3}, []float64{4, 4, 4, 4}, analysis.Higher, Faster},
		{[]float64{1000, 1000, 1000, 1000}, []float64{1010, 1010, 1010, 1010}, analysis.Lower, Pass},
		{[]float64{3}, []float64{4}, analysis.Lower, Inconclusive},
		{[]float64{0, 0, 0, 0}, []float64{0, 0, 0, 0}, analysis.Lower, Pass},
		{[]float64{0}, []float64{0}, analysis.Lower, Pass},
		{[]float64{0, 0, 0, 0}, []float64{1, 1, 1, 1}, analysis.Lower, Regression},
		{[]float64{0, 0, 0, 0}, []float64{1, 2, 3, 4}, analysis.Lower, Regression},
		{[]float64{0, 0, 0, 0}, []float64{1}, analysis.Lower, Inconclusive},
		{[]float64{1, 1, 1, 1}, []float64{0, 0, 0, 0}, analysis.Lower, Faster},
		{[]float64{1, 1, 1, 1}, []float64{0, 0, 0, 0}, analysis.Higher, Regression},
		{[]float64{0, 0, 0, 1}, []float64{0, 0, 1, 0}, analysis.Lower, Pass},
		{[]float64{0, 0, 0, 1}, []float64{0, 1, 1, 1}, analysis.Lower, Inconclusive},
	} {
		record := func(values []float64) Record {
			return Record{Series: []Series{{Benchmark: "B", Metric: "allocs", Unit: "1", Better: test.better, Processes: [][]float64{values}}}}
		}
		d, err := CompareRecords(record(test.base), record(test.head), false, Rules{})
		if err != nil || d.Verdict != test.want || (d.Verdict == Inconclusive) != (d.Changes[0].Why != "") {
			t.Errorf("%v and %v: %v, %+v, want %v", test.base, test.head, err, d, test.want)
		}
	}
}

func TestRecordsThatDoNotFit(t *testing.T) {
	fitting := func(n float64) Record {
		s := Series{Benchmark: "B", Metric: "time", Unit: "s", Better: analysis.Lower, Processes: [][]float64{{1, 2, 3, 4, 5, n}}}
		other := s
		other.Benchmark = "C"
		return Record{Names: []string{"x"}, Machine: Machine{CPU: "cpu"}, Series: []Series{s, other}}
	}
	for want, change := range map[string]func(*Record){
		"B: time: unit is s in the base and ms in the head":           func(r *Record) { r.Series[0].Unit = "ms" },
		"B: time: better is lower in the base and higher in the head": func(r *Record) { r.Series[0].Better = analysis.Higher },
		"C: time: the head lacks it":                                  func(r *Record) { r.Series = r.Series[:1] },
		"D: time: the base lacks it": func(r *Record) {
			s := r.Series[1]
			s.Benchmark = "D"
			r.Series = append(r.Series, s)
		},
		"x: processor is cpu in the base and other in the head":       func(r *Record) { r.Machine.CPU = "other" },
		"B: time: a value that is not between 1e-30 and 1e+30 s":      func(r *Record) { r.Series[0].Processes = [][]float64{{0, 0, 0, 0, 0}} },
		"B: time: a value that is not between 1e-30 and 1e+30 s, and": func(r *Record) { r.Series[0].Processes = [][]float64{{-1, -1, -1, -1, -1}} },
	} {
		head := fitting(7)
		change(&head)
		d, err := CompareRecords(fitting(6), head, false, Rules{})
		if !errors.Is(err, ErrNotComparable) || !strings.Contains(err.Error(), want) || d.Verdict != NotComparable || len(d.Changes) > 0 {
			t.Errorf("%v, want %s", err, want)
		}
		left := strings.Contains(want, "lacks") || strings.Contains(want, "unit") || strings.Contains(want, "better")
		d, err = CompareRecords(fitting(6), head, false, Rules{Common: true})
		if (err == nil) != left || left && (len(d.Changes) == 0 || !strings.Contains(strings.Join(d.Remarks, "\n"), "left out, being no part of both sides: "+want)) {
			t.Errorf("in common: %v, %+v, want a remark %s", err, d, want)
		}
	}
	for _, common := range []bool{false, true} {
		if _, err := CompareRecords(Record{}, Record{}, false, Rules{Common: common}); !errors.Is(err, ErrNotComparable) {
			t.Errorf("of nothing: %v", err)
		}
		apart := fitting(7)
		apart.Series[0].Benchmark, apart.Series[1].Benchmark = "X", "Y"
		if _, err := CompareRecords(fitting(6), apart, false, Rules{Common: common}); !errors.Is(err, ErrNotComparable) {
			t.Errorf("of nothing in common: %v", err)
		}
	}
	if _, err := CompareRecords(fitting(6), fitting(6), false, Rules{}); !errors.Is(err, ErrNotComparable) || !strings.Contains(err.Error(), "x: the same measurements as the base's") {
		t.Errorf("a copy: %v", err)
	}
	if _, err := CompareRecords(fitting(6), fitting(7), false, Rules{Tolerance: 2}); !errors.Is(err, ErrRules) {
		t.Errorf("%v", err)
	}
}

// TestGeomeanOfRecords is over times alone, and needs as many processes of each.
func TestGeomeanOfRecords(t *testing.T) {
	luck := luckOf(t, "6e0")
	record := func(factor float64, processes int) Record {
		time := Series{Metric: "time", Unit: "s", Better: analysis.Lower}
		a, b, c := time, time, Series{Benchmark: "c", Metric: "memory", Unit: "B", Better: analysis.Lower}
		a.Benchmark, b.Benchmark = "a", "b"
		return Record{Series: []Series{
			series(luck, a, 1, 0.005, 10, 1), series(luck, b, 5*factor, 0.005, processes, 1), series(luck, c, 100, 0, 10, 1),
		}}
	}
	d, err := CompareRecords(record(1, 10), record(1.21, 10), false, Rules{Geomean: true})
	if err != nil || d.Geomean == nil || math.Abs(d.Geomean.Ratio.Value-1.1) > 0.01 {
		t.Errorf("%v, %+v", err, d)
	}
	d, err = CompareRecords(record(1, 10), record(1.21, 9), false, Rules{Geomean: true})
	if err != nil || d.Geomean != nil || !strings.Contains(strings.Join(d.Remarks, "\n"), "there is no geometric mean") {
		t.Errorf("%v, %+v", err, d)
	}
}

// TestSpareBusy: a busy machine leaves no regression, and nothing else out.
func TestSpareBusy(t *testing.T) {
	s := Series{Metric: "wall time", Unit: "s", Better: analysis.Lower}
	luck := luckOf(t, "b5")
	base, head := Record{Series: []Series{series(luck, s, 1, 0.01, 20, 1)}}, Record{Series: []Series{series(luck, s, 1.2, 0.01, 20, 1)}}
	d, err := CompareRecords(base, head, true, Rules{})
	if err != nil {
		t.Fatal(err)
	}
	if d.SpareBusy(""); d.Verdict != Regression {
		t.Errorf("quiet: %v", d.Verdict)
	}
	if d.SpareBusy("made busy"); d.Verdict != Inconclusive || !strings.Contains(d.Changes[0].Why, "made busy") {
		t.Errorf("busy: %+v", d.Changes[0])
	}
}

// TestCommonCells: cells that one side has alone are left out where the rules say so.
func TestCommonCells(t *testing.T) {
	m := newMachine(5)
	base, head := m.sides(1, false, 1)
	more := base[0].Run.Header.Cells[1]
	more.ID, more.Bits = 2, 512
	base[0].Run.Header.Cells = append(base[0].Run.Header.Cells, more)
	for _, sample := range base[0].Run.Samples {
		if sample.Cell == 1 {
			sample.Cell = 2
			base[0].Run.Samples = append(base[0].Run.Samples, sample)
		}
	}
	if _, err := Compare(base, head, Rules{}); !errors.Is(err, ErrNotComparable) {
		t.Errorf("%v", err)
	}
	d, err := Compare(base, head, Rules{Common: true})
	if err != nil || len(d.Changes) != 2 || !strings.Contains(strings.Join(d.Remarks, "\n"), "left out, being no part of both sides: ") {
		t.Errorf("%v, %+v", err, d)
	}
}
