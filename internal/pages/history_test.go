// A history in every format, from made-up runs.

package pages

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"primebench/internal/analysis"
	"primebench/internal/doctest"
	"primebench/internal/history"
	"primebench/report/doc"
	"primebench/results"
)

// pastRuns is 40 nights on two machines: a replay that becomes 6 % slower and
// then 10 % faster, a modelled search whose first value has no interval, and an
// operation of three runs.
func pastRuns() *history.History {
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
		replay.Points = append(replay.Points, history.Point{Run: i, Value: estimate(v, v*0.992, v*1.008, "s", analysis.Lower, 30)})
	}
	replay.Points[22].Outlier = true
	replay.Points[22].Value = estimate(0.1035, 0.1028, 0.1042, "s", analysis.Lower, 30)
	replay.Changes = []history.ChangePoint{
		{Point: 14, Before: 0.0917, After: 0.0972, P: 2e-18, Ratio: estimate(1.06, 1.055, 1.065, "x", analysis.Lower, 29), Sentence: "prime 2048 takes 1.060x as long."},
		{Point: 29, Before: 0.0972, After: 0.0875, P: 4e-20, Ratio: estimate(0.9, 0.895, 0.905, "x", analysis.Lower, 26), Sentence: "prime 2048 takes 0.900x as long."},
	}
	model := history.Series{Machine: near, Quantity: history.QuantityTime, Basis: history.BasisModelled,
		Cell: results.Cell{Kind: "safe", Bits: 4096, Strategy: "onthefly", Mode: "search", Workers: 1, Policy: results.Policy{Name: "mr20+lucas", Rounds: 20, Lucas: true}}}
	for i := range 9 {
		v := 308 * (1 + 0.01*math.Cos(float64(3*i)))
		value := estimate(v, v*0.98, v*1.02, "s", analysis.Lower, 36)
		value.Modelled = true
		model.Points = append(model.Points, history.Point{Run: 2 * i, Value: value})
	}
	first := &model.Points[0].Value
	first.Low, first.High, first.Need = first.Value, first.Value, 1
	operation := history.Series{Machine: history.Machine{OS: "linux", Arch: "arm64"}, Quantity: "test", Basis: history.BasisMeasured,
		Cell: results.Cell{Kind: results.KindSafe, Bits: 2048, Strategy: results.StrategyStdlib, Mode: results.ModeOperations, Workers: 1, Policy: results.Policy{Name: "mr20+lucas", Rounds: 20, Lucas: true}},
		Need: 5, Why: "3 runs; 5 more would do to look for changes"}
	for i := range 3 {
		operation.Points = append(operation.Points, history.Point{Run: i, Value: estimate(2.5e-3, 2.49e-3, 2.51e-3, "s", analysis.Lower, 12)})
	}
	h.Series = []history.Series{replay, model, operation}
	return h
}

func historyAs(t *testing.T, f doc.Format, h *history.History, opts doc.Options) []byte {
	t.Helper()
	return doctest.Set(t, History(h), f, opts)
}

func TestGoldenHistory(t *testing.T) { goldenDocument(t, "history/history", History(pastRuns())) }

func TestGoldenHistoryPictures(t *testing.T) { goldenPictures(t, "history", History(pastRuns())) }

func TestHistoryTextKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{100, 132} {
		for i, line := range strings.Split(string(historyAs(t, doc.FormatText, pastRuns(), doc.Options{Width: width})), "\n") {
			if n := utf8.RuneCountInString(line); n > width {
				t.Errorf("width %d: line %d has %d characters: %s", width, i+1, n, line)
			}
		}
	}
}

// Every number of a history is in CSV and JSON with all of its digits.
func TestHistoryNumbersAreWhole(t *testing.T) {
	h := pastRuns()
	rows, err := csv.NewReader(bytes.NewReader(historyAs(t, doc.FormatCSV, h, doc.Options{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := 1 + 40 + 2 + 9 + 3 + 2; len(rows) != want {
		t.Errorf("%d rows, want %d", len(rows), want)
	}
	var read struct {
		Runs, Unused, Remarks []any
		Series                []struct {
			Points []struct {
				Value struct {
					Value, Low *float64
					Need       int
					Modelled   bool
				}
			}
			Changes []struct {
				Point int
				P     *float64
				Ratio struct{ Low *float64 }
			}
		}
	}
	if err := json.Unmarshal(historyAs(t, doc.FormatJSON, h, doc.Options{}), &read); err != nil {
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
	for _, prefix := range doctest.Prefixes() {
		h := pastRuns()
		doctest.EveryString(h, func(s string) string { return prefix + s + doctest.Payload }, "Unit")
		doctest.Harmless(t, History(h))
	}
}

// Numbers that are none reach no file as such, and an empty history is one.
func TestHistoryOfOddNumbers(t *testing.T) {
	h := pastRuns()
	h.Series[0].Points[3].Value.Low, h.Series[0].Points[3].Value.High = math.NaN(), math.Inf(1)
	for _, v := range []*history.History{h, {}} {
		for _, f := range doc.Formats() {
			if got := string(historyAs(t, f, v, doc.Options{})); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
				t.Errorf("%s holds a number that is none", f)
			}
		}
	}
}

func TestHistoryAsAFolder(t *testing.T) {
	h := pastRuns()
	h.Series = h.Series[1:2]
	files, err := History(h).WriteDir(t.Context(), filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	if want := len(doc.Formats()) + 2; len(files) != want {
		t.Errorf("%d files, want %d: %q", len(files), want, files)
	}
}
