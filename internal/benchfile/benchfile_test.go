// Files that the tools themselves wrote, and what can go wrong with such: hyperfine
// 1.15.0, Google Benchmark 1.7.1, go test of Go 1.26, and one after the documentation of
// pyperf 2.

package benchfile

import (
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"primebench/internal/analysis"
	"primebench/internal/gate"
)

func readTestdata(t *testing.T, name string) *File {
	t.Helper()
	f, err := ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// seriesOf is the series of a benchmark and metric, which must be there.
func (f *File) seriesOf(t *testing.T, benchmark, metric string) gate.Series {
	t.Helper()
	for _, s := range f.Series {
		if s.Benchmark == benchmark && s.Metric == metric {
			return s
		}
	}
	t.Fatalf("%s: no %s of %q", f.Name, metric, benchmark)
	return gate.Series{}
}

// holdSeries wants processes of so many numbers each, in a unit, of which the first is
// about a value.
func holdSeries(t *testing.T, s gate.Series, unit string, better analysis.Better, first float64, each ...int) {
	t.Helper()
	if s.Unit != unit || s.Better != better || len(s.Processes) != len(each) || math.Abs(s.Processes[0][0]-first) > 1e-9*math.Abs(first) {
		t.Fatalf("%+v, want %v of %v %s, the better the %s", s, each, first, unit, better)
	}
	for i, n := range each {
		if len(s.Processes[i]) != n {
			t.Errorf("%s of %q: process %d has %d numbers, want %d", s.Metric, s.Benchmark, i, len(s.Processes[i]), n)
		}
	}
}

func TestGoTest(t *testing.T) {
	f := readTestdata(t, "gotest.txt")
	if f.Format != GoTest || f.Machine != (gate.Machine{CPU: "AMD EPYC", OS: "linux", Arch: "amd64"}) {
		t.Errorf("%+v", f)
	}
	const small, atoi = "example.com/parse: Fields/n=10-2", "example.com/parse: Atoi-2"
	holdSeries(t, f.seriesOf(t, small, "sec/op"), "s", analysis.Lower, 1225e-9, 6)
	holdSeries(t, f.seriesOf(t, small, "B/op"), "B", analysis.Lower, 160, 6)
	holdSeries(t, f.seriesOf(t, small, "allocs/op"), "1", analysis.Lower, 1, 6)
	holdSeries(t, f.seriesOf(t, small, "stalls/op"), "stalls/op", analysis.Lower, 1, 6)
	holdSeries(t, f.seriesOf(t, atoi, "sec/op"), "s", analysis.Lower, 5.737e-9, 6, 2) // two processes
	holdSeries(t, f.seriesOf(t, atoi, "B/op"), "B", analysis.Lower, 0, 6)
	want := []string{
		`testdata/gotest.txt: words is left out, since nothing says whether less of it is better; a line "Unit words better=lower" does`,
	}
	if len(f.Series) != 2*4+3 || strings.Join(f.Remarks, "\n") != strings.Join(want, "\n") || f.Failed != `testdata/gotest.txt: line 35 says "--- FAIL: BenchmarkBad"` {
		t.Errorf("%d series, remarks %q", len(f.Series), f.Remarks)
	}
}

func TestGoTestLines(t *testing.T) {
	const text = `making things
Unit words better=higher
Unit frames/s assume=nothing better=lower
BenchmarkStart
BenchmarkA 	 100 	 5 ns/op
BenchmarkA 	 100 	 6 ns/op 	 7 words 	 8 frames/s 	 9 reads/s
BenchmarkB 	 2026/01/02 a line of a log
BenchmarkC 	 100 	 5
BenchmarkC 	 0 	 5 ns/op
BenchmarkC 	 100 	 five ns/op
PASS
`
	f, err := Read(strings.NewReader(text), "x")
	if err != nil {
		t.Fatal(err)
	}
	holdSeries(t, f.seriesOf(t, "A", "sec/op"), "s", analysis.Lower, 5e-9, 2)
	holdSeries(t, f.seriesOf(t, "A", "words"), "words", analysis.Higher, 7, 1)
	holdSeries(t, f.seriesOf(t, "A", "frames/s"), "frames/s", analysis.Lower, 8, 1)
	holdSeries(t, f.seriesOf(t, "A", "reads/s"), "reads/s", analysis.Higher, 9, 1)
	if len(f.Series) != 4 || len(f.Remarks) != 1 || f.Remarks[0] != "x: 4 lines begin as results and are none, the first is line 7" {
		t.Errorf("%+v", f)
	}
}

// TestGoTestFailed: what says that it failed is no whole measurement, nor is what ends in
// the middle; results alone may be chosen by hand.
func TestGoTestFailed(t *testing.T) {
	const result = "BenchmarkA-8 \t 100 \t 5 ns/op\n"
	const cut = "x: it is cut off"
	for text, want := range map[string]string{
		result + "PASS\nok  \tp\t1s\n": "",
		result:                         "",
		result + "pkg: a\n" + result + "pkg: b\n" + result:                         "",
		result + "panic: oops\n\ngoroutine 1 [running]:\n":                         `x: line 2 says "panic: oops"`,
		result + "BenchmarkB-8 \tpanic: oops [recovered]\n":                        `x: line 2 says "BenchmarkB-8 \tpanic: oops [recovered]"`,
		result + "fatal error: all goroutines are asleep - deadlock!\n":            "x: line 2 says ",
		result + "FAIL\tp\t0.5s\nexit status 2\n":                                  `x: line 2 says "FAIL\tp\t0.5s"`,
		result + "exit status 2\n":                                                 `x: line 2 says "exit status 2"`,
		result + "--- FAIL: BenchmarkB\nPASS\n":                                    `x: line 2 says "--- FAIL: BenchmarkB"`,
		result + "PASS\nok  \tp\t1s\n" + "pkg: q\n" + result:                       cut,
		"pkg: p\n" + result + "PASS\npkg: q\n" + result + "pkg: r\nPASS\n":         cut,
		result + "BenchmarkA-8 \t 100 \t 5":                                        cut,
		result + "a benchmark says panic: in its own words\n    FAIL\nPASS\nok  p": "",
	} {
		f, err := Read(strings.NewReader(text), "x")
		if err != nil || !strings.HasPrefix(f.Failed, want) || want == "" && f.Failed != "" {
			t.Errorf("%q: %+v, %v, want %q", text, f, err, want)
		}
	}
}

// TestHyperfine: times are seconds, each of a process of its own.
func TestHyperfine(t *testing.T) {
	f := readTestdata(t, "hyperfine.json")
	if f.Format != Hyperfine || len(f.Series) != 2 || len(f.Remarks) != 0 {
		t.Errorf("%+v", f)
	}
	ones := []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	s := f.seriesOf(t, "spin", "time")
	holdSeries(t, s, "s", analysis.Lower, s.Processes[0][0], ones...)
	for _, p := range s.Processes {
		if !(p[0] > 1e-4 && p[0] < 1) { // a spin of milliseconds
			t.Errorf("%v s", p[0])
		}
	}
	// Where the shell took longer than the command with it, the time is written as 0.
	if _, err := ReadFile("testdata/hyperfine-shell.json"); !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), `run 1 of "false" took 0 s, less than the shell that is subtracted; measure it with -N`) {
		t.Errorf("%v", err)
	}
	failing := strings.Replace(`{"results":[{"command":"grep","times":[0.1,0.2,0.3],"exit_codes":[0,1,null]}]}`, "grep", "a", 1)
	f, err := Read(strings.NewReader(failing), "x")
	if err != nil || f.Failed != "x: 2 runs ended with a code other than 0" {
		t.Errorf("%+v, %v", f, err)
	}
}

// TestGoogle: aggregates stand among the repetitions, and the file is no JSON.
func TestGoogle(t *testing.T) {
	f := readTestdata(t, "google.json")
	if f.Format != GoogleBenchmark {
		t.Errorf("%+v", f)
	}
	names := map[string]bool{}
	for _, s := range f.Series {
		names[s.Benchmark] = true
		holdSeries(t, s, "s", analysis.Lower, s.Processes[0][0], 5)
		if m := s.Metric; m != "real_time" && m != "cpu_time" {
			t.Errorf("metric %q", m)
		}
	}
	if got, want := fmt.Sprint(len(names), names["BM_Sort/64"], names["BM_Copy"], names["BM_Threads/real_time/threads:2"]), "6 true true true"; got != want {
		t.Errorf("%v, want %s", names, want)
	}
	// BM_Copy is told in microseconds.
	if v := f.seriesOf(t, "BM_Copy", "cpu_time").Processes[0][0]; !(v > 1e-8 && v < 1e-5) {
		t.Errorf("a copy of 4 KiB takes %v s", v)
	}
	if got := strings.Join(f.Remarks, "\n"); !strings.Contains(got, `"BM_Fail" failed`) || !strings.Contains(got, "debug build") {
		t.Errorf("remarks %q", f.Remarks)
	}
	if _, err := ReadFile("testdata/google-aggregates.json"); !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), "aggregates alone") {
		t.Errorf("%v", err)
	}
}

// TestPyperf: a run is a process, its values are of one loop, and what is the same of all
// stands outside.
func TestPyperf(t *testing.T) {
	f := readTestdata(t, "pyperf.json")
	if f.Format != Pyperf || f.Machine.CPU != "Example 9000" || len(f.Series) != 2 {
		t.Errorf("%+v", f)
	}
	holdSeries(t, f.seriesOf(t, "sort", "time"), "s", analysis.Lower, 2.087e-6, 3, 3)
	holdSeries(t, f.seriesOf(t, "peak", "memory"), "B", analysis.Lower, 7360512, 1, 1)
	one := `{"version":"1.0","metadata":{"name":"alone"},"benchmarks":[{"runs":[{"warmups":[[1,0.5]]},{"values":[0.25]}]}]}`
	f, err := Read(strings.NewReader(one), "x")
	if err != nil {
		t.Fatal(err)
	}
	holdSeries(t, f.seriesOf(t, "alone", "time"), "s", analysis.Lower, 0.25, 1)
}

func TestUnusableFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":                        "of no known format",
		"hello":                   "of no known format, want one of go test -bench, hyperfine, Google Benchmark, pyperf",
		"[]":                      "of no known format",
		"{":                       "of no known format",
		`{"results":[]} trailing`: "of no known format",
		`{"header":{}}`:           "of no known format",
		`{"results":[]}`:          "of hyperfine, cannot be compared: it holds no measurement",
		`{"results":[{"command":"a","times":[]}]}`: "it holds no measurement",
		`{"results":{}}`: "its JSON is not understood",
		`{"results":[{"command":"a","times":["1"]}]}`:                                                     "its JSON is not understood",
		`{"results":[{"command":"a","times":[1]},{"command":"a","times":[1]}]}`:                           `two results of "a"; --command-name tells them apart`,
		`{"context":{},"benchmarks":[{"name":"a","time_unit":"h","real_time":1,"cpu_time":1}]}`:           `time_unit ("h") that is not understood`,
		`{"context":{},"benchmarks":[{"name":"a","time_unit":"ns","real_time":NaN,"cpu_time":1}]}`:        "not understood",
		`{"context":{},"benchmarks":[]}`:                                                                  "it holds no measurement",
		`{"version":"2.0","benchmarks":[]}`:                                                               `version "2.0" of the format is not known`,
		`{"version":"1.0","metadata":{"unit":"hour"},"benchmarks":[{"metadata":{"name":"a"},"runs":[]}]}`: `the unit "hour" of "a" is not known`,
		`{"version":"1.0","benchmarks":[{"metadata":{"name":"a"}},{"metadata":{"name":"a"}}]}`:            `two benchmarks "a"`,
		"BenchmarkA broken\n":    "it holds no measurement; line 1 begins as a result and is none",
		"BenchmarkA 1 1 words\n": "it holds no measurement; words is left out",
	} {
		_, err := Read(strings.NewReader(text), "x")
		wrapped := ErrUnusable
		if strings.Contains(want, "no known format") {
			wrapped = ErrForeign
		}
		if !errors.Is(err, wrapped) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), `"x"`) {
			t.Errorf("%.60q: %v, want %s", text, err, want)
		}
	}
	if _, err := Read(endless{}, "x"); !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), "more than 67108864 bytes") {
		t.Errorf("%v", err)
	}
	if _, err := ReadFile("testdata/nowhere"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// endless is a file without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '\n'
	}
	return len(p), nil
}

// TestRecord: files of one side go on where the one before ends, and must fit.
func TestRecord(t *testing.T) {
	a, b := readTestdata(t, "gotest.txt"), readTestdata(t, "gotest.txt")
	r, err := Record([]*File{a, b})
	if err != nil || len(r.Series) != len(a.Series) || len(r.Names) != 2 || r.Machine.CPU != "AMD EPYC" || len(r.Remarks) != 2 || len(r.Failures) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	for i, s := range r.Series {
		if len(s.Processes) != 2*len(a.Series[i].Processes) || len(a.Series[i].Processes) > 2 {
			t.Errorf("%d processes of %d a file", len(s.Processes), len(a.Series[i].Processes))
		}
	}
	if _, err := Record([]*File{a, readTestdata(t, "hyperfine.json")}); err == nil || !strings.Contains(err.Error(), `"testdata/gotest.txt" is of go test -bench and "testdata/hyperfine.json" of hyperfine: a side is of one format`) {
		t.Errorf("%v", err)
	}
	b.Machine.CPU = "other"
	if _, err := Record([]*File{a, b}); err == nil || !strings.Contains(err.Error(), "are of two machines") {
		t.Errorf("%v", err)
	}
	b.Machine = a.Machine
	b.Series[0].Unit = "min"
	if _, err := Record([]*File{a, b}); err == nil || !strings.Contains(err.Error(), "is in min here and in s before") {
		t.Errorf("%v", err)
	}
}

func TestWithoutNaN(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": NaN}`:                   `{"a": null}`,
		`[-NaN,Infinity,-Infinity,-1]`: `[null,null,null,-1]`,
		`{"NaN": "-Infinity \" NaN"}`:  `{"NaN": "-Infinity \" NaN"}`,
		`"\\" NaN`:                     `"\\" null`,
		`"NaN\`:                        `"NaN\`,
		`{"a": 1}`:                     `{"a": 1}`,
	} {
		if got := string(withoutNaN([]byte(text))); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// fuzzFormat reads anything as a file of a format. Its seeds are short, since a fuzzer
// spends its time on making long ones shorter.
func fuzzFormat(f *testing.F, format Format, seeds ...string) {
	for _, text := range seeds {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := &File{Name: "x", Format: format}
		var g gatherer
		if err := file.readers()[format](text, &g); err != nil {
			return
		}
		for _, s := range g.series {
			if s.Metric == "" && format != GoTest || s.Better != analysis.Lower && s.Better != analysis.Higher || len(s.Processes) == 0 {
				t.Errorf("%+v", s)
			}
			for _, p := range s.Processes {
				if len(p) == 0 {
					t.Errorf("an empty process of %+v", s)
				}
			}
		}
		// What was read can be compared, or it is said why not.
		twice := slices.Clone(g.series)
		for i := range twice {
			twice[i].Processes = slices.Clone(twice[i].Processes)
			for k, values := range twice[i].Processes {
				twice[i].Processes[k] = slices.Clone(values)
				for j := range values {
					twice[i].Processes[k][j] *= 2
				}
			}
		}
		base, head := gate.Record{Names: []string{"x"}, Series: g.series}, gate.Record{Names: []string{"y"}, Series: twice}
		if _, err := gate.CompareRecords(base, head, false, gate.Rules{Geomean: true}); err != nil && !errors.Is(err, gate.ErrNotComparable) {
			t.Error(err)
		}
		sniff(text)
	})
}

func FuzzGoTest(f *testing.F) {
	fuzzFormat(f, GoTest,
		"pkg: a\nBenchmarkA-2 10 5 ns/op 3 MB/s 1 B/op 0 allocs/op\nBenchmarkA-2 10 6 ns/op 3 MB/s 1 B/op 0 allocs/op\n",
		"Unit x better=higher\nBenchmarkA 1 1 x 2 y/op\nBenchmarkA\n--- FAIL: BenchmarkB\npkg: a\npkg: b\nBenchmarkB 1 5 ns/op\ncpu: c\n")
}

func FuzzHyperfine(f *testing.F) {
	fuzzFormat(f, Hyperfine, `{"results":[{"command":"a","times":[0.1,0.2],"exit_codes":[0,null]},{"command":"b","times":[1]}]}`)
}

func FuzzGoogle(f *testing.F) {
	fuzzFormat(f, GoogleBenchmark,
		`{"context":{"library_build_type":"debug"},"benchmarks":[{"name":"a","run_type":"iteration","real_time":1,"cpu_time":2,"time_unit":"us"}]}`,
		`{"context":{},"benchmarks":[{"name":"a_cv","run_type":"aggregate","real_time":NaN},{"name":"b","error_occurred":true}]}`)
}

func FuzzPyperf(f *testing.F) {
	fuzzFormat(f, Pyperf, `{"version":"1.0","metadata":{"name":"a","unit":"byte"},"benchmarks":[{"runs":[{"warmups":[[1,2]]},{"values":[1,2]}]}]}`)
}

// manyLines is the output of go test -bench with so many results.
func manyLines(lines int) string {
	var b strings.Builder
	b.WriteString("goos: linux\npkg: example.com/many\n")
	for i := range lines {
		fmt.Fprintf(&b, "BenchmarkMany/size=%d-8 \t 1000 \t %d.%d ns/op \t 160 B/op \t 1 allocs/op\n", i/10, 1000+i%7, i%10)
	}
	return b.String()
}

// BenchmarkHundredThousandLines reads and judges the output of go test -bench.
func BenchmarkHundredThousandLines(b *testing.B) {
	text := manyLines(100_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		file, err := Read(strings.NewReader(text), "x")
		if err != nil {
			b.Fatal(err)
		}
		if len(file.Series) != 3*10_000 {
			b.Fatalf("%d series", len(file.Series))
		}
	}
}
