// A document with every sort of content, in every format.

package doc

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A sample is the row of the fixture's tables.
type sample struct {
	Kind     string
	Bits     int
	Mode     string
	Time     Number
	Off      Number
	Verdict  Verdict
	Comment  string
	NoNumber Value
}

func sampleColumns() []Column[sample] {
	return []Column[sample]{
		{Heading: "kind", Names: true, Value: func(s sample) Value { return Text(s.Kind) }},
		{Heading: "bits", Names: true, Value: func(s sample) Value { return Count(s.Bits) }},
		{Heading: "mode", Names: true, Spare: 3, Value: func(s sample) Value { return Word(s.Mode) }},
		{Heading: "time", Unit: "s", Better: Lower, Interval: Interval95, IntervalSpare: 2, Value: func(s sample) Value { return s.Time }},
		{Heading: "off", Unit: "+%", Spare: 1, Note: "Off: how far the guess was.", Value: func(s sample) Value { return s.Off }},
		{Heading: "nothing", Spare: 4, Value: func(s sample) Value { return s.NoNumber }},
		{Heading: "verdict", Value: func(s sample) Value { return State{Word: s.Verdict.Word, Severity: s.Verdict.Severity} }},
		{Heading: "comment", Value: func(s sample) Value { return Text(s.Comment) }}, // which nobody makes
	}
}

func samples() []sample {
	return []sample{
		{Kind: "prime", Bits: 1024, Mode: "replay", Time: Number{Value: 0.00231, Low: 0.00229, High: 0.00233}, Off: Number{Value: 0.0012}, Verdict: Verdict{Word: "pass", Severity: Good}},
		{Kind: "prime", Bits: 2048, Mode: "replay", Time: Number{Value: 0.0251, Low: 0.0249, High: 0.0253, Modelled: true}, Off: Number{Value: -0.03}, Verdict: Verdict{Word: "regression", Severity: Bad}},
		{Kind: "safe", Bits: 2048, Time: Number{Value: 10.3, Need: 2}, Off: Number{Value: math.NaN()}, Verdict: Verdict{Word: "open", Severity: Doubtful}},
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

func fixture() *Document {
	table := NewGroupedTable(sampleColumns(), Group[sample]{Title: "near", Rows: samples()[:2], Remarks: []string{"two of two"}},
		Group[sample]{Title: "none"}, Group[sample]{Title: "far", Rows: samples()[2:]})
	table.Remarks = []string{"the whole of it"}
	return &Document{
		Name: "sample", Title: "primebench sample",
		Verdict: Verdict{Word: "regression", Sentence: "1 of 3 got slower.", Severity: Bad},
		Summary: []string{"Three numbers were measured on a made-up machine, and one of them a model had to make."},
		Note:    "Advisory: nothing of it was measured.",
		Facts:   []Fact{{"machine", Text("Example 9000 @ 3.70GHz")}, {"budget", Number{Value: 90, Unit: "s", Given: true}}, {"seed", nil}},
		Answers: []Answer{
			{Question: "4096 against 2048 bits", Sentence: "It costs 13.2 x as much.", Number: Number{Value: 13.2, Low: 11.6, High: 15.1, Unit: "x"}},
			{Question: "512 bits", Sentence: "Nobody knows."},
		},
		Sections: []Section{
			{Title: "Empty", Note: "which is left out"},
			{Title: "Changes", Note: "What changed.", Table: table, Pictures: []Picture{{Name: "shifts", Title: "Shifts", Alt: "Each change as a marker", Drawing: drawn{}}}},
			{Title: "Remarks", Lines: []string{"one", "two", "three"}, Most: 2},
			{Title: "Machine", Detail: true, Facts: []Fact{{"memory", Number{Value: 8 << 30, Unit: "B"}}, {"rate", Number{Value: 120, Low: 110, High: 130, Unit: "1/s"}}}},
		},
		Object: map[string]any{"report": "sample", "rows": samples()},
	}
}

func set(t *testing.T, d *Document, f Format, opts Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b, f, opts); err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return b.Bytes()
}

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
	gotLines, wantLines := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("%s differs from line %d on:\n%s", path, i+1, got)
		}
	}
}

func TestGolden(t *testing.T) {
	d := fixture()
	for _, f := range Formats() {
		golden(t, d.fileName(f), set(t, d, f, Options{Pictures: PictureFolder}))
	}
	golden(t, "colour.txt", set(t, d, FormatText, Options{Colour: true, Width: 60}))
}

func TestTextKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{0, 60, 80, 132} {
		limit := width
		if limit == 0 {
			limit = DefaultWidth
		}
		for i, line := range strings.Split(string(set(t, fixture(), FormatText, Options{Width: width})), "\n") {
			if n := utf8.RuneCountInString(line); n > limit {
				t.Errorf("width %d: line %d has %d characters: %s", limit, i+1, n, line)
			}
		}
	}
}

func TestColourAddsNothingButStyle(t *testing.T) {
	coloured := string(set(t, fixture(), FormatText, Options{Colour: true}))
	if !strings.Contains(coloured, string(bold)) || !strings.Contains(coloured, string(dim)) {
		t.Error("coloured text has no bold or no dim")
	}
	for _, s := range []style{bold, dim, reset} {
		coloured = strings.ReplaceAll(coloured, string(s), "")
	}
	if coloured != string(set(t, fixture(), FormatText, Options{})) {
		t.Error("coloured text without its styles is not the plain text")
	}
}

// Rows that differ in a single naming column show it, however narrow the terminal; a
// column that tells nothing apart goes.
func TestNamingColumnsStayWhereTheyTell(t *testing.T) {
	rows := []sample{samples()[0], samples()[0]}
	narrow := func() string {
		d := &Document{Sections: []Section{{Title: "t", Table: NewTable(sampleColumns(), rows)}}}
		return string(set(t, d, FormatText, Options{Width: 30}))
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
		text := string(set(t, fixture(), FormatText, Options{Width: width}))
		shows := strings.Contains(text, " off ")
		if says := strings.Contains(strings.Join(strings.Fields(text), " "), "Off: how far"); says != shows {
			t.Errorf("width %d: the note explains the column: %v, the table has it: %v", width, says, shows)
		}
	}
}

const payload = "=cmd|' /C calc'!A0<script>alert(1)</script><img src=x onerror=\"alert(2)\"/>' | `x` [a](javascript:alert) " +
	"\x1b[31mred\x1b[0m\u009b31m\u202etxt\x00\x07\r\n\tend\xff"

// hostile is the fixture with a payload in each string, the units too.
func hostile(prefix string) *Document {
	d := fixture()
	poison := func(s string) string { return prefix + s + payload }
	everyString(reflect.ValueOf(d), poison)
	rows := samples()
	everyString(reflect.ValueOf(rows), poison)
	columns := sampleColumns()
	everyString(reflect.ValueOf(columns), poison)
	d.Sections[1].Table = NewGroupedTable(columns, Group[sample]{Title: poison("t"), Rows: rows, Remarks: []string{poison("r")}})
	d.Object = rows
	return d
}

func everyString(v reflect.Value, replace func(string) string) {
	switch v.Kind() {
	case reflect.Pointer:
		everyString(v.Elem(), replace)
	case reflect.Interface:
		if v.IsNil() || v.Elem().Kind() != reflect.String && v.Elem().Kind() != reflect.Struct {
			return
		}
		changed := reflect.New(v.Elem().Type()).Elem()
		changed.Set(v.Elem())
		everyString(changed, replace)
		v.Set(changed)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				everyString(v.Field(i), replace)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			everyString(v.Index(i), replace)
		}
	case reflect.String:
		v.SetString(replace(v.String()))
	}
}

func TestHostileStringsAreHarmless(t *testing.T) {
	for _, prefix := range []string{"", "=", "+", "-", "@", " =", "\t=", "<", "\x1b]0;", "../../", strings.Repeat("long ", 500)} {
		d := hostile(prefix)
		for _, f := range Formats() {
			out := set(t, d, f, Options{Pictures: PictureFolder})
			checkPrintable(t, f, out)
			switch f {
			case FormatHTML:
				checkMarkup(t, out)
			case FormatMarkdown:
				checkMarkdown(t, string(out))
			case FormatCSV:
				checkCSV(t, out)
			case FormatJSON:
				if !json.Valid(out) {
					t.Errorf("%q: JSON is not valid", prefix)
				}
			}
		}
		if name := d.fileName(FormatText); strings.ContainsAny(strings.TrimSuffix(name, ".txt"), "./\\\x00") || len(name) > 90 {
			t.Errorf("a file is called %q", name)
		}
	}
}

func checkPrintable(t *testing.T, f Format, data []byte) {
	t.Helper()
	for i, r := range string(data) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("%s: character %U at %d: %q", f, r, i, data[max(0, i-30):i])
		}
	}
}

func checkMarkup(t *testing.T, data []byte) {
	t.Helper()
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.Entity = xml.HTMLEntity
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "script", "img", "iframe", "link", "object", "image", "foreignObject", "base", "form":
			t.Errorf("element <%s> got through", e.Name.Local)
		}
		for _, a := range e.Attr {
			name := strings.ToLower(a.Name.Local)
			if strings.HasPrefix(name, "on") || name == "src" || (name == "href" && !strings.HasPrefix(a.Value, "#")) {
				t.Errorf("attribute %s=%q got through", name, a.Value)
			}
		}
	}
}

// checkMarkdown looks for live markup, and for rows that the payload's bars split.
func checkMarkdown(t *testing.T, text string) {
	t.Helper()
	columns := 0
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "![") { // a picture of the document's own
			line = line[2:strings.LastIndex(line, "](")]
		}
		bare := strings.NewReplacer(`\\`, "", `\|`, "", `\<`, "", `\[`, "", "\\`", "").Replace(line)
		if strings.ContainsAny(bare, "<[`") {
			t.Errorf("live markup in %q", line)
		}
		if !strings.HasPrefix(bare, "|") {
			columns = 0
			continue
		}
		if n := strings.Count(bare, "|"); columns == 0 {
			columns = n
		} else if n != columns {
			t.Errorf("row with %d bars in a table of %d: %q", n, columns, line)
		}
	}
}

func checkCSV(t *testing.T, data []byte) {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		for _, field := range record {
			if field = strings.TrimSpace(field); field != "" && strings.ContainsRune("=+@", rune(field[0])) {
				t.Fatalf("a field begins a formula: %q", field)
			}
		}
	}
}

func TestPageStandsAlone(t *testing.T) {
	page := set(t, fixture(), FormatHTML, Options{})
	checkMarkup(t, page)
	for _, external := range []string{"http:", "https:", "//", "src=", "url(", "@import", "<link", "<script", "xmlns"} {
		if at := bytes.Index(page, []byte(external)); at >= 0 {
			t.Errorf("the page refers outside itself: %q", page[max(0, at-40):at+40])
		}
	}
	d := &Document{Sections: []Section{{Title: "answer", Lines: []string{"a"}}, {Title: "Twice", Lines: []string{"a"}}, {Title: "twice", Lines: []string{"b"}}}}
	page = set(t, d, FormatHTML, Options{})
	for _, id := range []string{"answer-2", "twice", "twice-2"} {
		if n := bytes.Count(page, []byte(`id="`+id+`"`)); n != 1 {
			t.Errorf("the page has %d anchors %s", n, id)
		}
	}
}

func TestSameBytesEachTime(t *testing.T) {
	for _, f := range Formats() {
		if !bytes.Equal(set(t, fixture(), f, Options{}), set(t, fixture(), f, Options{})) {
			t.Errorf("%s differs from one time to the next", f)
		}
	}
}

func TestNothingToSay(t *testing.T) {
	for _, f := range Formats() {
		if out := set(t, &Document{}, f, Options{}); f != FormatText && len(out) == 0 {
			t.Errorf("%s of an empty document is empty", f)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ParseFormat(string(f)); err != nil || got != f {
			t.Errorf("%s: got %q, %v", f, got, err)
		}
	}
	for _, name := range []string{"", "Text", "pdf"} {
		if _, err := ParseFormat(name); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "markdown") {
			t.Errorf("%q: got error %v", name, err)
		}
	}
	if err := fixture().Write(&bytes.Buffer{}, "pdf", Options{}); !errors.Is(err, ErrFormat) {
		t.Errorf("Write: got error %v", err)
	}
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestErrorsSurface(t *testing.T) {
	for _, f := range Formats() {
		if err := fixture().Write(fullDisk{}, f, Options{}); !errors.Is(err, errFull) || !strings.Contains(err.Error(), string(f)) {
			t.Errorf("%s: got error %v", f, err)
		}
	}
	d := fixture()
	d.Sections[1].Pictures[0].Drawing = drawn{errFull}
	if err := d.Write(&bytes.Buffer{}, FormatHTML, Options{}); !errors.Is(err, errFull) {
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
		Value    float64        `json:"value"`
		Odd      []float64      `json:"odd"`
		None     []string       `json:"none"`
		Nil      *Inner         `json:"nil"`
		Skipped  int            `json:"-"`
		Left     string         `json:"left,omitempty"`
		When     time.Time      `json:"when"`
		Took     time.Duration  `json:"took_s"`
		Shape    shaped         `json:"shape"`
		Shapes   []*shaped      `json:"shapes"`
		Map      map[string]int `json:"map"`
		hidden   int
		Untagged bool
	}
	v := outer{
		Report: "r", Inner: &Inner{"a\x1b<b>"}, Value: 0.1, Odd: []float64{math.NaN(), math.Inf(1), 1e21, 3},
		When: time.Date(2026, 1, 2, 3, 4, 5, 6e8, time.FixedZone("x", 3600)), Took: 1500 * time.Millisecond,
		Shape: shaped{math.Inf(-1)}, Shapes: []*shaped{{2}, nil}, Map: map[string]int{"b": 2, "a": 1}, hidden: 1, Skipped: 2,
	}
	got, err := JSON(v)
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, got); err != nil {
		t.Fatal(err)
	}
	want := `{"report":"r","word":"a?\u003cb\u003e","value":0.1,"odd":[null,null,1e+21,3],"none":[],"nil":null,"when":"2026-01-02T02:04:05.6Z","took_s":1.5,` +
		`"shape":{"low":null},"shapes":[{"low":2},null],"map":{"a":1,"b":2},"Untagged":false}`
	if compact.String() != want {
		t.Errorf("got  %s\nwant %s", compact.String(), want)
	}
	for _, bad := range []any{func() {}, map[int]string{1: "a"}, struct{ C chan int }{}, []any{complex(1, 2)}} {
		if out, err := JSON(bad); err == nil {
			t.Errorf("%T: got %s", bad, out)
		}
	}
	if got, err := JSON(nil); err != nil || string(got) != "null\n" {
		t.Errorf("nil: %q, %v", got, err)
	}
}

func TestCleaning(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a\tb\nc": "a b c", "\x1b[1mx": "?[1mx", "a\u202eb": "a?b", "\xffx": "?x", "CPU \u00ae": "CPU \u00ae",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"=1": "'=1", " @x": "' @x", "-": "'-", "mr20+lucas": "mr20+lucas", "": ""} {
		if got := csvText(in); got != want {
			t.Errorf("csvText(%q) = %q, want %q", in, got, want)
		}
	}
	if got, want := markdownText("a|b <i> [x](y) `z`"), "a\\|b \\<i\\> \\[x\\](y) \\`z\\`"; got != want {
		t.Errorf("markdownText: got %q, want %q", got, want)
	}
	if got := Slug("../Safe 2"); got != "---safe-2" {
		t.Errorf("Slug: got %q", got)
	}
}
