// A document with every sort of content, in every format.

package doc_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"primebench/internal/doctest"
	"primebench/report/doc"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A sample is the row of the fixture's tables.
type sample struct {
	Kind     string
	Bits     int
	Mode     string
	Time     doc.Number
	Off      doc.Number
	Verdict  doc.Verdict
	Comment  string
	NoNumber doc.Value
}

func sampleColumns() []doc.Column[sample] {
	return []doc.Column[sample]{
		{Heading: "kind", Names: true, Value: func(s sample) doc.Value { return doc.Text(s.Kind) }},
		{Heading: "bits", Names: true, Value: func(s sample) doc.Value { return doc.Count(s.Bits) }},
		{Heading: "mode", Names: true, Spare: 3, Value: func(s sample) doc.Value { return doc.Word(s.Mode) }},
		{Heading: "time", Unit: "s", Better: doc.Lower, Interval: doc.Interval95, IntervalSpare: 2, Value: func(s sample) doc.Value { return s.Time }},
		{Heading: "off", Unit: "+%", Spare: 1, Note: "Off: how far the guess was.", Value: func(s sample) doc.Value { return s.Off }},
		{Heading: "nothing", Spare: 4, Value: func(s sample) doc.Value { return s.NoNumber }},
		{Heading: "verdict", Value: func(s sample) doc.Value { return doc.State{Word: s.Verdict.Word, Severity: s.Verdict.Severity} }},
		{Heading: "comment", Value: func(s sample) doc.Value { return doc.Text(s.Comment) }}, // which nobody makes
	}
}

func samples() []sample {
	return []sample{
		{Kind: "prime", Bits: 1024, Mode: "replay", Time: doc.Number{Value: 0.00231, Low: 0.00229, High: 0.00233}, Off: doc.Number{Value: 0.0012}, Verdict: doc.Verdict{Word: "pass", Severity: doc.Good}},
		{Kind: "prime", Bits: 2048, Mode: "replay", Time: doc.Number{Value: 0.0251, Low: 0.0249, High: 0.0253, Modelled: true}, Off: doc.Number{Value: -0.03}, Verdict: doc.Verdict{Word: "regression", Severity: doc.Bad}},
		{Kind: "safe", Bits: 2048, Time: doc.Number{Value: 10.3, Need: 2}, Off: doc.Number{Value: math.NaN()}, Verdict: doc.Verdict{Word: "open", Severity: doc.Doubtful}},
	}
}

// A drawn is a Drawing of one element.
type drawn struct{ err error }

func (d drawn) SVG() ([]byte, error) {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), d.err
}
func (d drawn) PNG() ([]byte, error) { return []byte("png"), d.err }
func (d drawn) Element() ([]byte, error) {
	return []byte(`<svg role="img" aria-label="a drawing"></svg>`), d.err
}

func fixture() *doc.Document {
	table := doc.NewGroupedTable(sampleColumns(), doc.Group[sample]{Title: "near", Rows: samples()[:2], Remarks: []string{"two of two"}},
		doc.Group[sample]{Title: "none"}, doc.Group[sample]{Title: "far", Rows: samples()[2:]})
	table.Remarks = []string{"the whole of it"}
	return &doc.Document{
		Name: "sample", Title: "primebench sample",
		Verdict: doc.Verdict{Word: "regression", Sentence: "1 of 3 got slower.", Severity: doc.Bad},
		Summary: []string{"Three numbers were measured on a made-up machine, and one of them a model had to make."},
		Note:    "Advisory: nothing of it was measured.",
		Facts:   []doc.Fact{{Name: "machine", Value: doc.Text("Example 9000 @ 3.70GHz"), First: true}, {Name: "budget", Value: doc.Number{Value: 90, Unit: "s", Given: true}}, {Name: "seed"}},
		Answers: []doc.Answer{
			{Question: "4096 against 2048 bits", Sentence: "It costs 13.2x as much.", Number: doc.Number{Value: 13.2, Low: 11.6, High: 15.1, Unit: "x"}},
			{Question: "512 bits", Sentence: "Nobody knows."},
		},
		Sections: []doc.Section{
			{Title: "Empty", Note: "which is left out"},
			{Title: "Changes", Note: "What changed.", Table: table, Pictures: []doc.Picture{{Name: "shifts", Title: "Shifts", Alt: "Each change as a marker", Drawing: drawn{}}}},
			{Title: "Remarks", Lines: []string{"one", "two", "three"}, Most: 2},
			{Title: "Machine", Detail: true, Facts: []doc.Fact{{Name: "memory", Value: doc.Number{Value: 8 << 30, Unit: "B"}}, {Name: "rate", Value: doc.Number{Value: 120, Low: 110, High: 130, Unit: "1/s"}}}},
		},
		Object: map[string]any{"report": "sample", "rows": samples()},
	}
}

func TestGolden(t *testing.T) {
	d := fixture()
	names := map[doc.Format]string{doc.FormatText: "sample.txt", doc.FormatMarkdown: "sample.md", doc.FormatCSV: "sample.csv", doc.FormatJSON: "sample.json", doc.FormatHTML: "index.html"}
	for _, f := range doc.Formats() {
		doctest.Golden(t, update, names[f], doctest.Set(t, d, f, doc.Options{Pictures: doc.PictureFolder}))
	}
	doctest.Golden(t, update, "colour.txt", doctest.Set(t, d, doc.FormatText, doc.Options{Colour: true, Width: 60}))
}

func TestTextKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{0, 60, 80, 132} {
		limit := width
		if limit == 0 {
			limit = doc.DefaultWidth
		}
		for i, line := range strings.Split(string(doctest.Set(t, fixture(), doc.FormatText, doc.Options{Width: width})), "\n") {
			if n := utf8.RuneCountInString(line); n > limit {
				t.Errorf("width %d: line %d has %d characters: %s", limit, i+1, n, line)
			}
		}
	}
}

func TestColourAddsNothingButStyle(t *testing.T) {
	coloured := string(doctest.Set(t, fixture(), doc.FormatText, doc.Options{Colour: true}))
	if !strings.Contains(coloured, "\x1b[1m") || !strings.Contains(coloured, "\x1b[2m") {
		t.Error("coloured text has no bold or no dim")
	}
	for _, s := range []string{"\x1b[1m", "\x1b[2m", "\x1b[0m"} {
		coloured = strings.ReplaceAll(coloured, s, "")
	}
	if coloured != string(doctest.Set(t, fixture(), doc.FormatText, doc.Options{})) {
		t.Error("coloured text without its styles is not the plain text")
	}
}

// Rows that differ in a single naming column show it, however narrow the terminal; a
// column that tells nothing apart goes.
func TestNamingColumnsStayWhereTheyTell(t *testing.T) {
	rows := []sample{samples()[0], samples()[0]}
	narrow := func() string {
		d := &doc.Document{Sections: []doc.Section{{Title: "t", Table: doc.NewTable(sampleColumns(), rows)}}}
		return string(doctest.Set(t, d, doc.FormatText, doc.Options{Width: 30}))
	}
	rows[1].Bits = 2048
	if text := narrow(); strings.Contains(text, "mode") {
		t.Errorf("a column that tells nothing stays:\n%s", text)
	}
	rows[1].Bits, rows[1].Mode = rows[0].Bits, "search"
	if text := narrow(); !strings.Contains(text, "search") {
		t.Errorf("the rows read the same:\n%s", text)
	}
}

// A column's note stands where the column does.
func TestNotesExplainTheColumnsThatAreThere(t *testing.T) {
	for _, width := range []int{30, 40, 60, 100} {
		text := string(doctest.Set(t, fixture(), doc.FormatText, doc.Options{Width: width}))
		shows := strings.Contains(text, " off ")
		if says := strings.Contains(strings.Join(strings.Fields(text), " "), "Off: how far"); says != shows {
			t.Errorf("width %d: the note explains the column: %v, the table has it: %v", width, says, shows)
		}
	}
}

// hostile is the fixture with a payload in each string, the units too.
func hostile(prefix string) *doc.Document {
	d := fixture()
	poison := func(s string) string { return prefix + s + doctest.Payload }
	doctest.EveryString(d, poison, "Name")
	rows := samples()
	doctest.EveryString(&rows, poison)
	columns := sampleColumns()
	doctest.EveryString(&columns, poison)
	d.Sections[1].Table = doc.NewGroupedTable(columns, doc.Group[sample]{Title: poison("t"), Rows: rows, Remarks: []string{poison("r")}})
	d.Object = rows
	d.Name = prefix
	return d
}

func TestHostileStringsAreHarmless(t *testing.T) {
	for _, prefix := range doctest.Prefixes() {
		d := hostile(prefix)
		doctest.Harmless(t, d)
		dir := t.TempDir()
		files, err := d.WriteDir(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if folder := filepath.Dir(file); folder != dir && folder != filepath.Join(dir, doc.PictureFolder) || len(filepath.Base(file)) > 90 {
				t.Errorf("%q: a file at %q", prefix, file)
			}
		}
	}
}

func TestPageStandsAlone(t *testing.T) {
	page := doctest.Set(t, fixture(), doc.FormatHTML, doc.Options{})
	doctest.Markup(t, page)
	for _, external := range []string{"http:", "https:", "//", "src=", "url(", "@import", "<link", "<script", "xmlns"} {
		if at := bytes.Index(page, []byte(external)); at >= 0 {
			t.Errorf("the page refers outside itself: %q", page[max(0, at-40):at+40])
		}
	}
	d := &doc.Document{Sections: []doc.Section{{Title: "answer", Lines: []string{"a"}}, {Title: "Twice", Lines: []string{"a"}}, {Title: "twice", Lines: []string{"b"}}}}
	page = doctest.Set(t, d, doc.FormatHTML, doc.Options{})
	for _, id := range []string{"answer-2", "twice", "twice-2"} {
		if n := bytes.Count(page, []byte(`id="`+id+`"`)); n != 1 {
			t.Errorf("the page has %d anchors %s", n, id)
		}
	}
}

func TestSameBytesEachTime(t *testing.T) {
	for _, f := range doc.Formats() {
		if !bytes.Equal(doctest.Set(t, fixture(), f, doc.Options{}), doctest.Set(t, fixture(), f, doc.Options{})) {
			t.Errorf("%s differs from one time to the next", f)
		}
	}
}

func TestNothingToSay(t *testing.T) {
	for _, f := range doc.Formats() {
		if out := doctest.Set(t, &doc.Document{}, f, doc.Options{}); f != doc.FormatText && len(out) == 0 {
			t.Errorf("%s of an empty document is empty", f)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, f := range doc.Formats() {
		if got, err := doc.ParseFormat(string(f)); err != nil || got != f {
			t.Errorf("%s: got %q, %v", f, got, err)
		}
	}
	for _, name := range []string{"", "Text", "pdf"} {
		if _, err := doc.ParseFormat(name); !errors.Is(err, doc.ErrFormat) || !strings.Contains(err.Error(), "markdown") {
			t.Errorf("%q: got error %v", name, err)
		}
	}
	if err := fixture().Write(&bytes.Buffer{}, "pdf", doc.Options{}); !errors.Is(err, doc.ErrFormat) {
		t.Errorf("Write: got error %v", err)
	}
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestErrorsSurface(t *testing.T) {
	for _, f := range doc.Formats() {
		if err := fixture().Write(fullDisk{}, f, doc.Options{}); !errors.Is(err, errFull) || !strings.Contains(err.Error(), string(f)) {
			t.Errorf("%s: got error %v", f, err)
		}
	}
	d := fixture()
	d.Sections[1].Pictures[0].Drawing = drawn{errFull}
	if err := d.Write(&bytes.Buffer{}, doc.FormatHTML, doc.Options{}); !errors.Is(err, errFull) {
		t.Errorf("a picture that cannot be drawn: %v", err)
	}
}

// A shaped chooses what stands for it.
type shaped struct{ low float64 }

func (s shaped) JSONShape() any {
	return struct {
		Low float64 `json:"low"`
	}{s.low}
}

func TestJSON(t *testing.T) {
	type Inner struct {
		Word string `json:"word"`
	}
	type outer struct {
		Report string `json:"report"`
		*Inner
		Value    float64           `json:"value"`
		Odd      []float64         `json:"odd"`
		None     []string          `json:"none"`
		Nil      *Inner            `json:"nil"`
		Skipped  int               `json:"-"`
		Left     string            `json:"left,omitempty"`
		Never    time.Time         `json:"never,omitzero"`
		Pair     struct{ X []int } `json:"pair,omitzero"`
		When     time.Time         `json:"when"`
		Took     time.Duration     `json:"took_s"`
		Shape    shaped            `json:"shape"`
		Shapes   []*shaped         `json:"shapes"`
		Map      map[string]int    `json:"map"`
		hidden   int
		Untagged bool
	}
	v := outer{
		Report: "r", Inner: &Inner{"a\x1b<b>"}, Value: 0.1, Odd: []float64{math.NaN(), math.Inf(1), 1e21, 3},
		When: time.Date(2026, 1, 2, 3, 4, 5, 6e8, time.FixedZone("x", 3600)), Took: 1500 * time.Millisecond,
		Shape: shaped{math.Inf(-1)}, Shapes: []*shaped{{2}, nil}, Map: map[string]int{"b": 2, "a": 1}, hidden: 1, Skipped: 2,
	}
	got, err := doc.JSON(v)
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, got); err != nil {
		t.Fatal(err)
	}
	want := `{"report":"r","word":"a\\x1b\u003cb\u003e","value":0.1,"odd":[null,null,1e+21,3],"none":[],"nil":null,"when":"2026-01-02T02:04:05.6Z","took_s":1.5,` +
		`"shape":{"low":null},"shapes":[{"low":2},null],"map":{"a":1,"b":2},"Untagged":false}`
	if compact.String() != want {
		t.Errorf("got  %s\nwant %s", compact.String(), want)
	}
	for _, bad := range []any{func() {}, map[int]string{1: "a"}, struct{ C chan int }{}, []any{complex(1, 2)}} {
		if out, err := doc.JSON(bad); err == nil {
			t.Errorf("%T: got %s", bad, out)
		}
	}
	if got, err := doc.JSON(nil); err != nil || string(got) != "null\n" {
		t.Errorf("nil: %q, %v", got, err)
	}
}

// Sentences are broken at the width, each line below the first, and never cut.
func TestProseIsBroken(t *testing.T) {
	const sentence = "the governor is powersave, which lowers the clock when little is to be done and raises it too late for a short measurement"
	type row struct{ name, seen string }
	d := doc.Document{Sections: []doc.Section{{Title: "findings", Table: doc.NewTable([]doc.Column[row]{
		{Heading: "finding", Names: true, Value: func(r row) doc.Value { return doc.Text(r.name) }},
		{Heading: "what was seen", Prose: true, Value: func(r row) doc.Value { return doc.Text(r.seen) }},
	}, []row{{"governor", sentence}, {"swap", ""}, {"heat", "cool"}})}}}
	for _, width := range []int{20, 60, 100} {
		var b bytes.Buffer
		if err := d.Write(&b, doc.FormatText, doc.Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(strings.Fields(b.String()), " "); !strings.Contains(got, "governor "+sentence) || !strings.Contains(got, "swap heat cool") {
			t.Errorf("width %d:\n%s", width, b.String())
		}
		for line := range strings.Lines(b.String()) {
			if n := len(strings.TrimSuffix(line, "\n")); n > max(width, 42) {
				t.Errorf("width %d: a line of %d characters: %q", width, n, line)
			}
		}
	}
}
