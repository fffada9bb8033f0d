// The documents of made-up runs against files of expected output, against strings that
// are meant to harm, and against numbers that are none.

package pages

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"primebench/internal/analysis"
	"primebench/internal/doctest"
	"primebench/report/doc"
	"primebench/results"
)

func TestGoldenRuns(t *testing.T) {
	d := Run(scaledRun())
	goldenDocument(t, "runs/report", d)
	for _, o := range d.Others {
		doctest.Golden(t, update, "runs/"+o.File, doctest.Set(t, d, o.Format, doc.Options{}))
	}
	doctest.Golden(t, update, "runs/colour.txt", doctest.Set(t, d, doc.FormatText, doc.Options{Colour: true, Width: 140}))
}

func TestGoldenRunPictures(t *testing.T) { goldenPictures(t, "runs", Run(scaledRun())) }

func TestRunHasTheSameBytesEachTime(t *testing.T) {
	for _, f := range RunFormats() {
		once, again := runAs(t, f, scaledRun()), runAs(t, f, scaledRun())
		if once != again {
			t.Errorf("%s differs from one time to the next", f)
		}
	}
	var scaling [2][]byte
	for i := range scaling {
		var err error
		if scaling[i], err = plotNamed(t, scaledRun(), "scaling").PNG(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(scaling[0], scaling[1]) {
		t.Error("scaling.png differs from one time to the next")
	}
}

func TestRunKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{80, 100, 132, 200} {
		out := doctest.Set(t, Run(scaledRun()), doc.FormatText, doc.Options{Width: width})
		for i, line := range strings.Split(string(out), "\n") {
			if n := utf8.RuneCountInString(line); n > width {
				t.Errorf("width %d: line %d has %d characters: %s", width, i+1, n, line)
			}
		}
	}
}

func TestRunShowsMoreWhenWider(t *testing.T) {
	if narrow := runAs(t, doc.FormatText, scaledRun()); strings.Contains(narrow, "status") {
		t.Error("the status column fits into 100 characters; the rank of spare columns is no longer tested")
	}
	if wide := doctest.Set(t, Run(scaledRun()), doc.FormatText, doc.Options{Width: 140}); !bytes.Contains(wide, []byte("status")) {
		t.Error("140 characters do not show the status column")
	}
}

// hostileRun has nothing but strings that are meant to harm, but for the units, which
// are the analysis's own.
func hostileRun(prefix string) *analysis.Analysis {
	a := withRandom(scaledRun())
	a.Header.Peers = []results.Peer{{Strategy: "openssl", Version: "OpenSSL 3", Path: "libcrypto.so.3"}}
	doctest.EveryString(a, func(s string) string { return prefix + s + doctest.Payload }, "Unit")
	return a
}

func TestHostileRuns(t *testing.T) {
	for _, prefix := range doctest.Prefixes() {
		d := Run(hostileRun(prefix))
		doctest.Harmless(t, d)
		for _, o := range d.Others {
			doctest.Printable(t, doctest.Set(t, d, o.Format, doc.Options{}))
		}
	}
}

// TestAnyNumbers gives each number of a run an arbitrary value: nothing panics, and the
// formats stay well-formed.
func TestAnyNumbers(t *testing.T) {
	special := []float64{0, -1, 1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, 1e-9, 1e9, 0.5}
	rapid.Check(t, func(r *rapid.T) {
		a := runFixture()
		a.Cells = a.Cells[:7]
		oneIn := rapid.IntRange(1, 10).Draw(r, "one in")
		state := rapid.Uint64().Draw(r, "seed")
		below := func(n int) int {
			state = state*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
			return int((state >> 33) % uint64(n))
		}
		everyNumber(reflect.ValueOf(a), func(v reflect.Value) {
			switch {
			case below(oneIn) > 0:
			case v.CanFloat():
				v.SetFloat(special[below(len(special))])
			default:
				v.SetInt([]int64{0, -1, 1, 7, math.MaxInt32}[below(5)])
			}
		})
		d := Run(a)
		for _, f := range RunFormats() {
			var b bytes.Buffer
			if err := d.Write(&b, f, doc.Options{Width: 80}); err != nil {
				r.Fatalf("%s: %v", f, err)
			}
			if f == doc.FormatJSON && !json.Valid(b.Bytes()) {
				r.Fatal("JSON is not valid")
			}
		}
	})
}

// everyNumber visits the floats and ints below v, but not the times of day.
func everyNumber(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			everyNumber(v.Elem(), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				everyNumber(v.Field(i), visit)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			everyNumber(v.Index(i), visit)
		}
	case reflect.Float64, reflect.Int, reflect.Int64:
		visit(v)
	}
}

func TestPageOfARunStandsAlone(t *testing.T) {
	page := runAs(t, doc.FormatHTML, scaledRun())
	doctest.Markup(t, []byte(page))
	for _, external := range []string{"http:", "https:", "//", "src=", "url(", "@import", "<link", "<script", "xmlns"} {
		if before, after, found := strings.Cut(page, external); found {
			t.Errorf("the page refers outside itself: %q", before[max(0, len(before)-40):]+external+after[:40])
		}
	}
	if got, want := strings.Count(page, "<svg "), len(runPlots(scaledRun())); got != want {
		t.Errorf("%d pictures in the page, want %d", got, want)
	}
	for _, id := range []string{"costs", "theory", "groups", "warnings"} {
		if n := strings.Count(page, `id="`+id+`"`); n != 1 {
			t.Errorf("the page has %d anchors %s", n, id)
		}
	}
}

// TestRunAsAFolder: pictures of a former run with more of them go.
func TestRunAsAFolder(t *testing.T) {
	dir := t.TempDir()
	former, err := Run(scaledRun()).WriteDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range former {
		names = append(names, strings.TrimPrefix(strings.ReplaceAll(f, "\\", "/"), strings.ReplaceAll(dir, "\\", "/")+"/"))
	}
	want := []string{"report.txt", "report.md", "report.csv", "report.json", "index.html", "bench.txt", "bench.json"}
	for _, name := range []string{"answer", "cost-prime", "cost-safe", "theory", "scaling", "phases", "times"} {
		want = append(want, "plots/"+name+".svg", "plots/"+name+".png")
	}
	if !slices.Equal(names, want) {
		t.Errorf("got files %q, want %q", names, want)
	}
	if _, err := Run(&analysis.Analysis{}).WriteDir(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	for _, f := range former {
		_, err := os.Stat(f)
		if drawn := strings.Contains(f, "plots"); drawn != errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s after a run without pictures: %v", f, err)
		}
	}
}

// TestEmptyRun: nothing to tell is told without a panic.
func TestEmptyRun(t *testing.T) {
	for _, f := range RunFormats() {
		if runAs(t, f, &analysis.Analysis{}) == "" {
			t.Errorf("%s of an empty analysis is empty", f)
		}
	}
	if plots := runPlots(&analysis.Analysis{}); len(plots) > 0 {
		t.Errorf("%d plots of nothing", len(plots))
	}
}
