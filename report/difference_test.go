// Comparisons and self-tests of gates in every format, against golden files and
// against strings that are meant to harm.

package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"primebench/internal/gate"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

func differenceAs(t *testing.T, f Format, d *gate.Difference, opts Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteDifference(&b, f, d, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldenDifferences(t *testing.T) {
	for name, d := range differences() {
		for _, f := range DifferenceFormats() {
			golden(t, filepath.Join("differences", name+filepath.Ext(fileName(f))), differenceAs(t, f, d, Options{}))
		}
	}
	golden(t, "differences/colour.txt", differenceAs(t, FormatText, difference(), Options{Colour: true, Width: 140}))
}

func TestGoldenShifts(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("coordinates are kept as amd64 rounds them")
	}
	plot, ok := ShiftPlot(difference())
	if !ok {
		t.Fatal("no plot")
	}
	svg, err := plot.SVG()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "plots/shifts.svg", svg)
	checkMarkup(t, svg)
}

func TestGoldenGateTest(t *testing.T) {
	for _, f := range []Format{FormatText, FormatMarkdown} {
		var b bytes.Buffer
		if err := WriteGateTest(&b, f, gateTest(), Options{}); err != nil {
			t.Fatal(err)
		}
		golden(t, "differences/gatetest"+filepath.Ext(fileName(f)), b.Bytes())
		checkPrintable(t, b.Bytes())
	}
}

func TestDifferenceFormatsAreAll(t *testing.T) {
	known := DifferenceFormats()
	for _, f := range append(Formats(), "", "benchfmt?") {
		var b bytes.Buffer
		err := WriteDifference(&b, f, difference(), Options{})
		if want := strings.Contains(fmt.Sprint(known), string(f)) && f != ""; want != (err == nil) || !want && !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %v", f, err)
		}
		b.Reset()
		err = WriteGateTest(&b, f, gateTest(), Options{})
		if want := f == FormatText || f == FormatMarkdown; want != (err == nil) || !want && (!errors.Is(err, ErrFormat) || b.Len() > 0) {
			t.Errorf("self-test as %q: %v", f, err)
		}
	}
}

// The verdict is the first line that a person reads, and stands in what a program
// reads; what is not comparable has none.
func TestVerdictComesFirst(t *testing.T) {
	for name, want := range map[string][2]string{
		"regression": {"REGRESSION: 1 of 7 ", "regression"}, "inconclusive": {"INCONCLUSIVE: 1 of 1 ", "inconclusive"},
		"pass": {"PASS: none of 3 got slower by 3 % or more; 1 of 3 got faster", "pass"}, "across": {"PASS: all 2 got faster by more than 3 %.", "faster"},
		"incomparable": {"NOT COMPARABLE\n", "not comparable"},
	} {
		d := differences()[name]
		if text := differenceAs(t, FormatText, d, Options{}); !bytes.HasPrefix(text, []byte(want[0])) {
			t.Errorf("%s: text begins with %.100q", name, text)
		}
		var got struct{ Verdict string }
		if err := json.Unmarshal(differenceAs(t, FormatJSON, d, Options{}), &got); err != nil || got.Verdict != want[1] {
			t.Errorf("%s: verdict %q, %v, want %q", name, got.Verdict, err, want[1])
		}
	}
}

func TestDifferenceKeepsToTheWidth(t *testing.T) {
	for name, d := range differences() {
		for _, width := range []int{80, DefaultWidth, 132, 200} {
			for i, line := range strings.Split(string(differenceAs(t, FormatText, d, Options{Width: width})), "\n") {
				if n := utf8.RuneCountInString(line); n > width {
					t.Errorf("%s, width %d: line %d has %d characters: %s", name, width, i+1, n, line)
				}
			}
		}
	}
}

// hostileDifference has a payload in each string but in those that the analysis
// chooses from a few.
func hostileDifference(prefix string) *gate.Difference {
	d := difference()
	d.Obstacles = incomparable().Obstacles
	sound := difference()
	everyString(reflect.ValueOf(d), func(s string) string { return prefix + s + payload })
	d.Verdict, d.Geomean.Verdict = sound.Verdict, sound.Geomean.Verdict
	for i := range d.Changes {
		d.Changes[i].Verdict = sound.Changes[i].Verdict
	}
	return d
}

func TestHostileDifferences(t *testing.T) {
	for _, prefix := range []string{"", "=", "+", "-", "@", "\t=", "<", "\x1b]0;", strings.Repeat("long ", 500)} {
		for _, obstacles := range []bool{false, true} {
			d := hostileDifference(prefix)
			if !obstacles {
				d.Obstacles = nil
			}
			for _, f := range DifferenceFormats() {
				out := differenceAs(t, f, d, Options{})
				checkPrintable(t, out)
				switch f {
				case FormatMarkdown:
					checkMarkdown(t, string(out))
				case FormatCSV:
					checkCSV(t, out)
				case FormatJSON:
					if !json.Valid(out) {
						t.Errorf("%q: JSON is broken", prefix)
					}
				}
			}
			plot, ok := ShiftPlot(d)
			if !ok {
				t.Fatal("no plot")
			}
			svg, err := plot.SVG()
			if err != nil {
				t.Fatal(err)
			}
			checkMarkup(t, svg)
			checkPrintable(t, bytes.ReplaceAll(svg, []byte("\t"), nil))
		}
		g := gateTest()
		everyString(reflect.ValueOf(g), func(s string) string { return prefix + s + payload })
		for _, f := range []Format{FormatText, FormatMarkdown} {
			var b bytes.Buffer
			if err := WriteGateTest(&b, f, g, Options{}); err != nil {
				t.Fatal(err)
			}
			checkPrintable(t, b.Bytes())
			if f == FormatMarkdown {
				checkMarkdown(t, b.String())
			}
		}
	}
}

// Every digit goes to programs, and what is missing is empty and null.
func TestDifferenceForPrograms(t *testing.T) {
	d := difference()
	records, err := csv.NewReader(bytes.NewReader(differenceAs(t, FormatCSV, d, Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(row int, name string) string {
		for i, n := range records[0] {
			if n == name {
				return records[row][i]
			}
		}
		t.Fatalf("no column %s", name)
		return ""
	}
	if len(records) != 1+7+1 || column(8, "kind") != "geomean" {
		t.Fatalf("%d rows, the last %q", len(records), records[len(records)-1])
	}
	for i := range d.Changes {
		c := &d.Changes[i]
		wantLow := fmt.Sprint(c.Ratio.Low)
		if c.Ratio.Need > 0 {
			wantLow = ""
		}
		if column(i+1, "ratio") != fmt.Sprint(c.Ratio.Value) || column(i+1, "low") != wantLow || column(i+1, "verdict") != string(c.Verdict) || column(i+1, "why") != c.Why {
			t.Errorf("row %d: %q", i+1, records[i+1])
		}
	}
	var got struct {
		Changes []struct {
			Ratio   struct{ Value, Low, High *float64 }
			Verdict string
		}
		Geomean *struct{ Verdict string }
	}
	if err := json.Unmarshal(differenceAs(t, FormatJSON, d, Options{}), &got); err != nil {
		t.Fatal(err)
	}
	for i, c := range got.Changes {
		want := &d.Changes[i].Ratio
		if *c.Ratio.Value != want.Value || (c.Ratio.Low == nil) != (want.Need > 0) || c.Ratio.Low != nil && *c.Ratio.Low != want.Low {
			t.Errorf("change %d: %+v, want %+v", i, c, want)
		}
	}
	if got.Geomean == nil || got.Geomean.Verdict != string(gate.Pass) {
		t.Errorf("geomean %+v", got.Geomean)
	}
}

func TestWriteDifferenceDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "for", "it")
	if err := WriteDifferenceDir(t.Context(), dir, difference()); err != nil {
		t.Fatal(err)
	}
	want := "comparison.csv comparison.json comparison.md comparison.txt shifts.png shifts.svg"
	var got []string
	for _, f := range filesBelow(t, dir) {
		got = append(got, filepath.Base(f))
	}
	if strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	dir = t.TempDir()
	if err := WriteDifferenceDir(ended, dir, difference()); !errors.Is(err, context.Canceled) || len(filesBelow(t, dir)) > 0 {
		t.Errorf("%v, wrote %q", err, filesBelow(t, dir))
	}
}

// Rows that differ in a single field show it, however narrow the terminal.
func TestRowsAreToldApart(t *testing.T) {
	for name, change := range map[string]func(c *gate.Change){
		"mr20+lucas": func(c *gate.Change) { c.Cell.Policy.Name = "mr20+lucas" },
		"16":         func(c *gate.Change) { c.Cell.Workers = 16 },
		"search":     func(c *gate.Change) { c.Cell.Mode = "search" },
		"validate":   func(c *gate.Change) { c.Op = "validate" },
		"> avx2":     func(c *gate.Change) { c.HeadKernel = "avx2" },
	} {
		d := difference()
		d.Changes = []gate.Change{d.Changes[0], d.Changes[0]}
		change(&d.Changes[1])
		if text := string(differenceAs(t, FormatText, d, Options{Width: 60})); !strings.Contains(text, " "+name+" ") {
			t.Errorf("no %q in\n%s", name, text)
		}
		rows := shiftRows(d)
		if rows[0].Name == rows[1].Name {
			t.Errorf("%s: both rows of the plot are called %s", name, rows[0].Name)
		}
	}
}

func TestGeomeanAloneRegresses(t *testing.T) {
	d := passed()
	d.Geomean, d.Verdict = difference().Geomean, gate.Regression
	d.Geomean.Verdict = gate.Regression
	if text := unwrapped(string(differenceAs(t, FormatText, d, Options{}))); !strings.HasPrefix(text, "REGRESSION: all 3 together got slower by more than the tolerance of 3 % and") {
		t.Errorf("%.200s", text)
	}
}

// Numbers that cannot be drawn leave their row out, and without any there is no
// plot.
func TestShiftsOfNoNumbers(t *testing.T) {
	d := difference()
	d.Geomean = nil
	for i, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		d.Changes[i].Ratio.Value = v
	}
	d.Changes[3].Ratio.High = math.Inf(1)
	if got := len(shiftRows(d)); got != 4 {
		t.Errorf("%d rows, want 4", got)
	}
	if plot, ok := ShiftPlot(d); !ok {
		t.Error("no plot")
	} else if svg, err := plot.SVG(); err != nil || bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
		t.Errorf("the plot holds what is no number: %v", err)
	}
	d.Changes = d.Changes[:3]
	if _, ok := ShiftPlot(d); ok {
		t.Error("a plot of nothing")
	}
	if _, ok := ShiftPlot(incomparable()); ok {
		t.Error("a plot of what is not comparable")
	}
}
