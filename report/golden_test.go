// The reports of the fixture against those kept in testdata. After a wanted
// change, "go test ./report -update" writes them anew; look at the difference.

package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want = bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n")) // of a checkout on Windows
	if bytes.Equal(got, want) {
		return
	}
	gotLines, wantLines := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range gotLines {
		if i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("%s differs from line %d on:\ngot  %q\nwant %q", path, i+1, gotLines[i], wantLines[min(i, len(wantLines)-1)])
		}
	}
	t.Fatalf("%s: got %d lines, want %d", path, len(gotLines), len(wantLines))
}

func written(t *testing.T, f Format, opts Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, f, scaled(), opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drawings matches what the golden page leaves out: plots have files of their
// own.
var drawings = regexp.MustCompile(`(?s)(<svg [^>]*>).*?</svg>`)

func TestGoldenReports(t *testing.T) {
	for _, f := range Formats() {
		t.Run(string(f), func(t *testing.T) {
			got := written(t, f, Options{})
			if f == FormatHTML {
				got = drawings.ReplaceAll(got, []byte("$1</svg>"))
			}
			golden(t, fileName(f), got)
		})
	}
	t.Run("colour", func(t *testing.T) { golden(t, "colour.txt", written(t, FormatText, Options{Colour: true, Width: 140})) })
}

func TestGoldenPlots(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("coordinates are kept as amd64 rounds them")
	}
	for _, p := range Plots(scaled()) {
		svg, err := p.SVG()
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("plots", p.Name+".svg"), svg)
	}
}

func TestSameBytesEachTime(t *testing.T) {
	for _, f := range Formats() {
		if !bytes.Equal(written(t, f, Options{}), written(t, f, Options{})) {
			t.Errorf("%s differs from one time to the next", f)
		}
	}
	first, err := plotNamed(t, scaled(), "scaling").PNG()
	if err != nil {
		t.Fatal(err)
	}
	second, err := plotNamed(t, scaled(), "scaling").PNG()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("scaling.png differs from one time to the next")
	}
}

func TestTextKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{0, 80, 100, 132, 200} {
		limit := width
		if limit == 0 {
			limit = DefaultWidth
		}
		for i, line := range strings.Split(string(written(t, FormatText, Options{Width: width})), "\n") {
			if n := utf8.RuneCountInString(line); n > limit {
				t.Errorf("width %d: line %d has %d characters: %s", limit, i+1, n, line)
			}
		}
	}
}

func TestTextShowsMoreWhenWider(t *testing.T) {
	if narrow := written(t, FormatText, Options{}); bytes.Contains(narrow, []byte("status")) {
		t.Error("the status column fits into 100 characters; the rank of spare columns is no longer tested")
	}
	if wide := written(t, FormatText, Options{Width: 140}); !bytes.Contains(wide, []byte("status")) {
		t.Error("140 characters do not show the status column")
	}
}

func TestColourAddsNothingButStyle(t *testing.T) {
	coloured := string(written(t, FormatText, Options{Colour: true}))
	if !strings.Contains(coloured, string(bold)) || !strings.Contains(coloured, string(dim)) {
		t.Error("coloured text has no bold or no dim")
	}
	for _, s := range []style{bold, dim, reset} {
		coloured = strings.ReplaceAll(coloured, string(s), "")
	}
	if coloured != string(written(t, FormatText, Options{})) {
		t.Error("coloured text without its styles is not the plain text")
	}
}
