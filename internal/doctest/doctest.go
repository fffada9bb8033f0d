// Package doctest helps tests of documents: strings that are meant to harm, checks of
// what became of them in each format, and files of expected output.
package doctest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"primebench/report/doc"
)

// Payload is a string that holds markup, control, a formula and a path.
const Payload = "=cmd|' /C calc'!A0<script>alert(1)</script><img src=x onerror=\"alert(2)\"/>' | `x` [a](javascript:alert) " +
	"\x1b[31mred\x1b[0m\u009b31m\u202etxt\x00\x07\r\n\tend\xff"

// Prefixes are beginnings of strings that some format could trip over.
func Prefixes() []string {
	return []string{"", "=", "+", "-", "@", " =", "\t=", "<", "\x1b]0;", "../../", strings.Repeat("long ", 500)}
}

// EveryString replaces all strings that v, a pointer, leads to, but for the fields of
// the names in kept.
func EveryString(v any, replace func(string) string, kept ...string) {
	everyString(reflect.ValueOf(v), replace, kept)
}

func everyString(v reflect.Value, replace func(string) string, kept []string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			everyString(v.Elem(), replace, kept)
		}
	case reflect.Interface:
		if v.IsNil() || v.Elem().Kind() == reflect.Pointer || v.Elem().Kind() == reflect.Func {
			return
		}
		changed := reflect.New(v.Elem().Type()).Elem()
		changed.Set(v.Elem())
		everyString(changed, replace, kept)
		v.Set(changed)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && !slices.Contains(kept, f.Name) {
				everyString(v.Field(i), replace, kept)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			everyString(v.Index(i), replace, kept)
		}
	case reflect.String:
		v.SetString(replace(v.String()))
	}
}

// Set sets a document in a format.
func Set(t *testing.T, d *doc.Document, f doc.Format, opts doc.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b, f, opts); err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return b.Bytes()
}

// Harmless sets a document in every format, and fails where a string of it could do
// harm.
func Harmless(t *testing.T, d *doc.Document) {
	t.Helper()
	for _, f := range doc.Formats() {
		out := Set(t, d, f, doc.Options{Pictures: doc.PictureFolder})
		Printable(t, out)
		switch f {
		case doc.FormatHTML:
			Markup(t, out)
		case doc.FormatMarkdown:
			Markdown(t, string(out))
		case doc.FormatCSV:
			CSV(t, out)
		case doc.FormatJSON:
			if !json.Valid(out) {
				t.Error("JSON is not valid")
			}
		}
	}
	Printable(t, Set(t, d, doc.FormatText, doc.Options{Screen: &doc.Screen{All: "--full", Rest: Payload}}))
	for _, s := range d.Sections {
		for _, p := range s.Pictures {
			if strings.Trim(p.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
				t.Errorf("a picture is called %q", p.Name)
			}
			svg, err := p.Drawing.SVG()
			if err != nil {
				t.Fatal(err)
			}
			Markup(t, svg)
			Printable(t, bytes.ReplaceAll(svg, []byte("\t"), nil))
		}
	}
}

// Printable fails at a character that is no printable one.
func Printable(t *testing.T, data []byte) {
	t.Helper()
	for i, r := range string(data) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("character %U at %d: %q", r, i, data[max(0, i-30):i])
		}
	}
}

// Markup parses strictly, and fails at elements and attributes that can do something.
func Markup(t *testing.T, data []byte) {
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

// Markdown looks for live markup, and for rows that the bars of a payload split.
func Markdown(t *testing.T, text string) {
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

// CSV fails at a field that a spreadsheet takes for a formula; a number with a sign is
// none.
func CSV(t *testing.T, data []byte) {
	t.Helper()
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		for _, field := range record {
			field = strings.TrimSpace(field)
			if field != "" && strings.ContainsRune("=+-@", rune(field[0])) && strings.Trim(field, "0123456789.e+-") != "" {
				t.Fatalf("a field begins a formula: %q", field)
			}
		}
	}
}

// Golden holds output against the file testdata/NAME.golden of the test's package, or
// writes it there when update is set.
func Golden(t *testing.T, update *bool, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name)+".golden")
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
	line := func(lines []string, i int) string {
		if i < len(lines) {
			return lines[i]
		}
		return "the end"
	}
	for i := range max(len(gotLines), len(wantLines)) {
		if line(gotLines, i) != line(wantLines, i) {
			t.Fatalf("%s differs from line %d on:\ngot  %q\nwant %q", path, i+1, line(gotLines, i), line(wantLines, i))
		}
	}
}
