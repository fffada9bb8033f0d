// What a run file says may be meant to harm. Here every string of an analysis
// is, and every number may be none.

package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"primebench/internal/analysis"
	"primebench/results"
)

const payload = "=cmd|' /C calc'!A0<script>alert(1)</script><img src=x onerror=\"alert(2)\"/>' | `x` [a](javascript:alert) " +
	"\x1b[31mred\x1b[0m\u009b31m\u202etxt\x00\x07\r\n\tend\xff"

// everyString replaces all strings below v, but keeps the units: they are the
// analysis's own.
func everyString(v reflect.Value, replace func(string) string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			everyString(v.Elem(), replace)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type().Field(i).Name != "Unit" {
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

func hostile(prefix string) *analysis.Analysis {
	a := withRandom(scaled())
	a.Header.Peers = []results.Peer{{Strategy: "openssl", Version: "OpenSSL 3", Path: "libcrypto.so.3"}}
	everyString(reflect.ValueOf(a), func(s string) string { return prefix + s + payload })
	return a
}

// tags parses strictly and returns the elements and the attributes of markup.
func tags(t *testing.T, data []byte) (elements map[string]int, attributes []xml.Attr) {
	t.Helper()
	elements = map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Entity = xml.HTMLEntity
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return elements, attributes
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			elements[e.Name.Local]++
			attributes = append(attributes, e.Attr...)
		}
	}
}

func checkMarkup(t *testing.T, data []byte) {
	t.Helper()
	elements, attributes := tags(t, data)
	for _, forbidden := range []string{"script", "img", "iframe", "link", "object", "image", "foreignObject", "base", "form"} {
		if elements[forbidden] > 0 {
			t.Errorf("element <%s> got through", forbidden)
		}
	}
	for _, a := range attributes {
		name := strings.ToLower(a.Name.Local)
		if strings.HasPrefix(name, "on") || name == "src" || (name == "href" && !strings.HasPrefix(a.Value, "#")) {
			t.Errorf("attribute %s=%q got through", name, a.Value)
		}
	}
}

func checkPrintable(t *testing.T, data []byte) {
	t.Helper()
	for i, r := range string(data) {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("character %U at %d: %q", r, i, data[max(0, i-30):i])
		}
	}
}

func TestHostileStringsAreHarmless(t *testing.T) {
	for _, prefix := range []string{"", "=", "+", "-", "@", " =", "\t=", "<", "\x1b]0;", "../../"} {
		a := hostile(prefix)
		out := map[Format][]byte{}
		for _, f := range Formats() {
			var b bytes.Buffer
			if err := Write(&b, f, a, Options{}); err != nil {
				t.Fatalf("%q: %s: %v", prefix, f, err)
			}
			out[f] = b.Bytes()
			checkPrintable(t, out[f])
		}
		checkMarkup(t, out[FormatHTML])
		checkMarkdown(t, string(out[FormatMarkdown]))
		checkCSV(t, out[FormatCSV])
		if !json.Valid(out[FormatJSON]) {
			t.Errorf("%q: JSON is not valid", prefix)
		}
		for _, p := range Plots(a) {
			if strings.ContainsAny(p.Name, "./\\\x00") || len(p.Name) > 60 {
				t.Errorf("plot name %q", p.Name)
			}
			svg, err := p.SVG()
			if err != nil {
				t.Fatal(err)
			}
			checkMarkup(t, svg)
			checkPrintable(t, svg)
		}
	}
}

// checkMarkdown looks for live markup, and for rows that the payload's bars
// split.
func checkMarkdown(t *testing.T, text string) {
	t.Helper()
	columns := 0
	for line := range strings.SplitSeq(text, "\n") {
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
	numeric := map[string]bool{"value": true, "low": true, "high": true, "log2_error": true}
	for _, record := range records[1:] {
		for i, field := range record {
			if field = strings.TrimSpace(field); !numeric[records[0][i]] && field != "" && strings.ContainsRune("=+-@", rune(field[0])) {
				t.Fatalf("column %s begins a formula: %q", records[0][i], field)
			}
		}
	}
}

// TestAnyNumbers gives each number of the fixture an arbitrary value: nothing
// panics, and the formats stay well-formed.
func TestAnyNumbers(t *testing.T) {
	special := []float64{0, -1, 1, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, 1e-9, 1e9, 0.5}
	rapid.Check(t, func(r *rapid.T) {
		a := fixture()
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
		for _, f := range Formats() {
			var b bytes.Buffer
			if err := Write(&b, f, a, Options{Width: 80}); err != nil {
				r.Fatalf("%s: %v", f, err)
			}
			if f == FormatJSON && !json.Valid(b.Bytes()) {
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

func TestPageStandsAlone(t *testing.T) {
	page := written(t, FormatHTML, Options{})
	checkMarkup(t, page)
	for _, external := range []string{"http:", "https:", "//", "src=", "url(", "@import", "<link", "<script", "xmlns"} {
		if at := bytes.Index(page, []byte(external)); at >= 0 {
			t.Errorf("the page refers outside itself: %q", page[max(0, at-40):at+40])
		}
	}
	elements, _ := tags(t, page)
	if want := len(Plots(scaled())); elements["svg"] != want {
		t.Errorf("%d plots in the page, want %d", elements["svg"], want)
	}
	for _, id := range []string{"#costs", "#plots", "#theory", "#groups"} {
		if want := fmt.Sprintf(`id="%s"`, id[1:]); bytes.Count(page, []byte(want)) != 1 {
			t.Errorf("the page has %d anchors %s", bytes.Count(page, []byte(want)), id)
		}
	}
}
