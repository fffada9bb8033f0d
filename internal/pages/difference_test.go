// Comparisons and self-tests of gates in every format, against golden files and
// against strings that are meant to harm.

package pages

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"primebench/internal/doctest"
	"primebench/internal/gate"
	"primebench/report/doc"
)

// endings are those of the files of golden documents.
func endings() map[doc.Format]string {
	return map[doc.Format]string{
		doc.FormatText: ".txt", doc.FormatMarkdown: ".md", doc.FormatCSV: ".csv", doc.FormatJSON: ".json", doc.FormatHTML: ".html",
	}
}

// drawings matches what golden pages leave out: pictures have files of their own.
var drawings = regexp.MustCompile(`(?s)(<svg [^>]*>).*?</svg>`)

// style matches what golden pages leave out besides: it is that of all pages.
var style = regexp.MustCompile(`(?s)<style>.*?</style>`)

// goldenDocument holds a document in every format against files of a name.
func goldenDocument(t *testing.T, name string, d *doc.Document) {
	t.Helper()
	for f, ending := range endings() {
		got := doctest.Set(t, d, f, doc.Options{Pictures: doc.PictureFolder})
		if f == doc.FormatHTML {
			doctest.Markup(t, got)
			got = style.ReplaceAll(drawings.ReplaceAll(got, []byte("$1</svg>")), nil)
		}
		doctest.Golden(t, update, name+ending, got)
	}
}

// goldenPictures holds the pictures of a document against files in a folder.
func goldenPictures(t *testing.T, folder string, d *doc.Document) {
	t.Helper()
	if runtime.GOARCH != "amd64" {
		t.Skip("coordinates are kept as amd64 rounds them")
	}
	for _, s := range d.Sections {
		for _, p := range s.Pictures {
			svg, err := p.Drawing.SVG()
			if err != nil {
				t.Fatal(err)
			}
			doctest.Markup(t, svg)
			doctest.Golden(t, update, folder+"/"+p.Name+".svg", svg)
		}
	}
}

// unwrapped undoes the breaking of lines.
func unwrapped(s string) string { return strings.Join(strings.Fields(s), " ") }

func differenceAs(t *testing.T, f doc.Format, d *gate.Difference, opts doc.Options) []byte {
	t.Helper()
	return doctest.Set(t, Difference(d), f, opts)
}

func TestGoldenDifferences(t *testing.T) {
	for name, d := range differences() {
		goldenDocument(t, "differences/"+name, Difference(d))
	}
	doctest.Golden(t, update, "differences/colour.txt", differenceAs(t, doc.FormatText, difference(), doc.Options{Colour: true, Width: 140}))
}

func TestGoldenShifts(t *testing.T) { goldenPictures(t, "differences", Difference(difference())) }

func TestGoldenSelfTest(t *testing.T) {
	goldenDocument(t, "differences/selftest", SelfTest(selfTest()))
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
		if text := differenceAs(t, doc.FormatText, d, doc.Options{}); !bytes.HasPrefix(text, []byte(want[0])) {
			t.Errorf("%s: text begins with %.100q", name, text)
		}
		var got struct{ Verdict string }
		if err := json.Unmarshal(differenceAs(t, doc.FormatJSON, d, doc.Options{}), &got); err != nil || got.Verdict != want[1] {
			t.Errorf("%s: verdict %q, %v, want %q", name, got.Verdict, err, want[1])
		}
	}
}

func TestDifferenceKeepsToTheWidth(t *testing.T) {
	for name, d := range differences() {
		for _, width := range []int{80, doc.DefaultWidth, 132, 200} {
			for i, line := range strings.Split(string(differenceAs(t, doc.FormatText, d, doc.Options{Width: width})), "\n") {
				if n := utf8.RuneCountInString(line); n > width {
					t.Errorf("%s, width %d: line %d has %d characters: %s", name, width, i+1, n, line)
				}
			}
		}
	}
}

func TestHostileDifferences(t *testing.T) {
	for _, prefix := range doctest.Prefixes() {
		poison := func(s string) string { return prefix + s + doctest.Payload }
		for _, d := range []*gate.Difference{difference(), incomparable(), records(), commands()} {
			doctest.EveryString(d, poison, "Unit", "Verdict")
			doctest.Harmless(t, Difference(d))
		}
		g := selfTest()
		doctest.EveryString(g, poison, "Unit")
		doctest.Harmless(t, SelfTest(g))
	}
}

// The folder has the formats and the picture, and nothing of a former comparison.
func TestDifferenceAsAFolder(t *testing.T) {
	dir := t.TempDir()
	files, err := Difference(difference()).WriteDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, filepath.Base(f))
	}
	if want := "comparison.txt comparison.md comparison.csv comparison.json index.html comparison.junit.xml comparison.bmf.json shifts.svg shifts.png"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
	if _, err := Difference(incomparable()).WriteDir(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(files[len(files)-1]); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the picture of a former comparison is still there: %v", err)
	}
}

// Every digit goes to programs, and what is missing is empty and null.
func TestDifferenceForPrograms(t *testing.T) {
	d := difference()
	records, err := csv.NewReader(bytes.NewReader(differenceAs(t, doc.FormatCSV, d, doc.Options{}))).ReadAll()
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
	if err := json.Unmarshal(differenceAs(t, doc.FormatJSON, d, doc.Options{}), &got); err != nil {
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
		if text := string(differenceAs(t, doc.FormatText, d, doc.Options{Width: 60})); !strings.Contains(text, " "+name+" ") {
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
	if text := unwrapped(string(differenceAs(t, doc.FormatText, d, doc.Options{}))); !strings.HasPrefix(text, "REGRESSION: all 3 together got slower by more than the tolerance of 3 % and") {
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
	if plot, ok := shiftsPlot(d); !ok {
		t.Error("no plot")
	} else if svg, err := plot.SVG(); err != nil || bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
		t.Errorf("the plot holds what is no number: %v", err)
	}
	d.Changes = d.Changes[:3]
	if _, ok := shiftsPlot(d); ok {
		t.Error("a plot of nothing")
	}
	if _, ok := shiftsPlot(incomparable()); ok {
		t.Error("a plot of what is not comparable")
	}
}
