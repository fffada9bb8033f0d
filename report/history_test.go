// A history in every format, from made-up runs.

package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/history"
	"primebench/results"
)

// pastFixture is 40 nights on two machines: a replay that becomes 6 % slower and
// then 10 % faster, a modelled search whose first value has no interval, and an
// operation of three runs.
func pastFixture() *history.History {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	h := &history.History{
		Unused: []history.Unused{
			{File: "runs/notes.jsonl", Why: "not a primebench run"},
			{File: "runs/05/run.jsonl", Cell: "safe 4096 stdlib search, 2 workers, mr20+lucas", Why: "the run ended first"},
		},
		Remarks: []string{`"runs/03/run.jsonl" is used as far as it goes. It is incomplete: it was interrupted`},
	}
	for i := range 40 {
		h.Runs = append(h.Runs, history.Run{File: fmt.Sprintf("runs/%02d/run.jsonl", i), Start: start.AddDate(0, 0, i),
			Version: "v1.2.3", Revision: fmt.Sprintf("%08x", 0xabcd00+i)})
	}
	h.Runs[3].Flaw = "incomplete: it was interrupted"
	near := history.Machine{CPU: "Example 9000 @ 3.70GHz", OS: "linux", Arch: "amd64"}
	replay := history.Series{Machine: near, Quantity: history.QuantityTime, Basis: history.BasisMeasured,
		Cell: results.Cell{Kind: "prime", Bits: 2048, Strategy: "onthefly", Mode: "replay", Workers: 2, Policy: results.Policy{Name: "mr4", Rounds: 4, Log2Error: -128}, Kernel: "ifma", List: "ab12", SieveLimit: 1 << 20}}
	for i := range h.Runs {
		level := 0.0917
		if i >= 14 {
			level *= 1.06
		}
		if i >= 29 {
			level *= 0.9
		}
		v := level * (1 + 0.006*math.Sin(float64(7*i)))
		replay.Points = append(replay.Points, history.Point{Run: i, Value: *est(v, v*0.992, v*1.008, "s", analysis.Lower, 30)})
	}
	replay.Points[22].Outlier = true
	replay.Points[22].Value = *est(0.1035, 0.1028, 0.1042, "s", analysis.Lower, 30)
	replay.Changes = []history.ChangePoint{
		{Point: 14, Before: 0.0917, After: 0.0972, P: 2e-18, Ratio: *est(1.06, 1.055, 1.065, "x", analysis.Lower, 29), Sentence: "prime 2048 takes 1.060 x as long."},
		{Point: 29, Before: 0.0972, After: 0.0875, P: 4e-20, Ratio: *est(0.9, 0.895, 0.905, "x", analysis.Lower, 26), Sentence: "prime 2048 takes 0.900 x as long."},
	}
	model := history.Series{Machine: near, Quantity: history.QuantityTime, Basis: history.BasisModelled,
		Cell: results.Cell{Kind: "safe", Bits: 4096, Strategy: "onthefly", Mode: "search", Workers: 1, Policy: results.Policy{Name: "mr20+lucas", Rounds: 20, Lucas: true}}}
	for i := range 9 {
		v := 308 * (1 + 0.01*math.Cos(float64(3*i)))
		model.Points = append(model.Points, history.Point{Run: 2 * i, Value: *modelled(est(v, v*0.98, v*1.02, "s", analysis.Lower, 36))})
	}
	first := &model.Points[0].Value
	first.Low, first.High, first.Need = first.Value, first.Value, 1
	operation := history.Series{Machine: history.Machine{OS: "linux", Arch: "arm64"}, Quantity: "test", Basis: history.BasisMeasured,
		Cell: results.Cell{Kind: results.KindSafe, Bits: 2048, Strategy: results.StrategyStdlib, Mode: results.ModeOperations, Workers: 1, Policy: results.Policy{Name: "mr20+lucas", Rounds: 20, Lucas: true}},
		Need: 5, Why: "3 runs; 5 more would do to look for changes"}
	for i := range 3 {
		operation.Points = append(operation.Points, history.Point{Run: i, Value: *est(2.5e-3, 2.49e-3, 2.51e-3, "s", analysis.Lower, 12)})
	}
	h.Series = []history.Series{replay, model, operation}
	return h
}

func historyOf(t *testing.T, f Format, h *history.History, opts Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteHistory(&b, f, h, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldenHistory(t *testing.T) {
	for _, f := range HistoryFormats() {
		golden(t, filepath.Join("history", historyFile(f)), historyOf(t, f, pastFixture(), Options{}))
	}
	if runtime.GOARCH != "amd64" {
		t.Skip("coordinates are kept as amd64 rounds them")
	}
	plots := HistoryPlots(pastFixture())
	if len(plots) != 3 {
		t.Fatalf("%d plots of 3 series", len(plots))
	}
	for _, p := range plots {
		svg, err := p.SVG()
		if err != nil {
			t.Fatal(err)
		}
		golden(t, filepath.Join("history", p.Name+".svg"), svg)
	}
}

func TestHistoryTextKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{100, 132} {
		for i, line := range strings.Split(string(historyOf(t, FormatText, pastFixture(), Options{Width: width})), "\n") {
			if len([]rune(line)) > width {
				t.Errorf("width %d: line %d has %d characters: %s", width, i+1, len([]rune(line)), line)
			}
		}
	}
}

func TestHistoryFormats(t *testing.T) {
	if f, err := ParseHistoryFormat("markdown"); f != FormatMarkdown || err != nil {
		t.Errorf("%q, %v", f, err)
	}
	for _, name := range []string{"html", "pdf", ""} {
		if _, err := ParseHistoryFormat(name); !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %v, want ErrFormat", name, err)
		}
		if err := WriteHistory(&bytes.Buffer{}, Format(name), pastFixture(), Options{}); !errors.Is(err, ErrFormat) {
			t.Errorf("writing %q: %v, want ErrFormat", name, err)
		}
	}
}

// Every number of a history is in CSV and JSON with all of its digits.
func TestHistoryNumbersAreWhole(t *testing.T) {
	h := pastFixture()
	rows, err := csv.NewReader(bytes.NewReader(historyOf(t, FormatCSV, h, Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 + 40 + 2 + 9 + 3 + 2; len(rows) != want {
		t.Errorf("%d rows, want %d", len(rows), want)
	}
	var read jsonHistory
	if err := json.Unmarshal(historyOf(t, FormatJSON, h, Options{}), &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Runs) != 40 || len(read.Series) != 3 || len(read.Unused) != 2 || len(read.Remarks) != 1 {
		t.Errorf("%d runs, %d series, %d unused, %d remarks", len(read.Runs), len(read.Series), len(read.Unused), len(read.Remarks))
	}
	if got, want := *read.Series[0].Points[7].Value.Value, h.Series[0].Points[7].Value.Value; got != want {
		t.Errorf("a point is %v in JSON, want %v", got, want)
	}
	if c := read.Series[0].Changes[1]; c.Point != 29 || *c.P != 4e-20 || *c.Ratio.Low != 0.895 {
		t.Errorf("a change is %+v", c)
	}
	if e := read.Series[1].Points[0].Value; e.Low != nil || e.Need != 1 || !e.Modelled {
		t.Errorf("a value without an interval is %+v", e)
	}
}

// Names of files and machines come from elsewhere, and may be meant to harm.
func TestHostileHistory(t *testing.T) {
	h := pastFixture()
	everyString(reflect.ValueOf(h), func(s string) string { return s + payload })
	for _, f := range HistoryFormats() {
		got := string(historyOf(t, f, h, Options{}))
		for _, bad := range []string{"\x1b", "\u202e", "\x00", "\u009b"} {
			if strings.Contains(got, bad) {
				t.Errorf("%s holds %q", f, bad)
			}
		}
		if f == FormatMarkdown && strings.Contains(got, "<script>") {
			t.Error("Markdown holds a script")
		}
	}
	for _, p := range HistoryPlots(h) {
		svg, err := p.SVG()
		if err != nil {
			t.Fatal(err)
		}
		if elements, _ := tags(t, svg); elements["script"] > 0 || elements["img"] > 0 {
			t.Errorf("%s holds markup of a name", p.Name)
		}
		if strings.Trim(p.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("a plot is called %q", p.Name)
		}
	}
}

// Numbers that are none reach no file as such, and an empty history is one.
func TestHistoryOfOddNumbers(t *testing.T) {
	h := pastFixture()
	h.Series[0].Points[3].Value.Low, h.Series[0].Points[3].Value.High = math.NaN(), math.Inf(1)
	for _, v := range []*history.History{h, {}} {
		for _, f := range HistoryFormats() {
			if got := string(historyOf(t, f, v, Options{})); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
				t.Errorf("%s holds a number that is none", f)
			}
		}
	}
	for _, p := range HistoryPlots(h) {
		svg, err := p.SVG()
		if err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal(svg, new(struct{})); err != nil || bytes.Contains(svg, []byte("NaN")) {
			t.Errorf("%s: %v, or it has a NaN", p.Name, err)
		}
	}
}

func TestWriteHistoryDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	h := pastFixture()
	h.Series = h.Series[1:2]
	files, err := WriteHistoryDir(t.Context(), dir, h)
	if err != nil {
		t.Fatal(err)
	}
	if want := 4 + 2; len(files) != want {
		t.Errorf("%d files, want %d: %q", len(files), want, files)
	}
	for _, name := range files {
		if info, err := os.Stat(name); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v, or it is empty", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := WriteHistoryDir(ctx, filepath.Join(t.TempDir(), "out"), h); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
}
