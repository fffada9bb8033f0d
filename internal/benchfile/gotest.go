// The output of go test -bench (https://golang.org/design/14313-benchmark-format). It is
// read here rather than by golang.org/x/perf/benchfmt, which holds the tests to this
// reader in a module of its own: that package links the statistics that ours are checked
// against.

package benchfile

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// resultPrefix begins a line with a result.
const resultPrefix = "Benchmark"

// A goTest is what is known at a line of the output.
type goTest struct {
	pkg     string
	process int
	better  map[string]analysis.Better // of units that say so
	unclear map[string]bool            // units of which nothing says what is better
	broken  []int                      // lines that begin as results and are none
	ends    int                        // lines that end the output of a process
	open    bool                       // a result has come since the last of them
	cut     bool                       // a process has results and no end
}

// readGoTest reads line by line. What go test and the tests print besides is passed over.
func (f *File) readGoTest(text []byte, g *gatherer) error {
	in := goTest{better: map[string]analysis.Better{}, unclear: map[string]bool{}, process: -1}
	number := 0
	for line := range bytes.Lines(text) {
		number++
		whole := bytes.HasSuffix(line, []byte("\n"))
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case saysFailed(line):
			f.Failed = cmp.Or(f.Failed, fmt.Sprintf("line %d says %.100q", number, line))
		case bytes.HasPrefix(line, []byte(resultPrefix)):
			if !in.result(line, g) {
				in.broken = append(in.broken, number)
				in.cut = in.cut || !whole
			} else {
				in.open = true
			}
		case bytes.HasPrefix(line, []byte("Unit ")):
			in.unit(strings.Fields(string(line))[1:])
		case string(line) == "PASS", bytes.HasPrefix(line, []byte("ok ")):
			in.ends++
			in.open = false
		default:
			f.config(&in, line)
		}
	}
	switch n := len(in.broken); {
	case n == 1:
		f.remark("line %d begins as a result and is none", in.broken[0])
	case n > 1:
		f.remark("%d lines begin as results and are none, the first is line %d", n, in.broken[0])
	}
	for name := range sortedKeys(in.unclear) {
		f.remark("%.100s is left out, since nothing says whether less of it is better; a line \"Unit %.100s better=lower\" does", name, name)
	}
	switch {
	case f.Failed != "":
	case in.cut || in.ends > 0 && in.open:
		f.Failed = "it is cut off: results of a process have no line PASS or ok behind them"
	case in.ends == 0:
		f.remark("no line PASS or ok says that its benchmarks came to their end")
	}
	return nil
}

// saysFailed reports whether go test or the Go runtime says in a line that a process
// failed. They say so behind the name of a benchmark too, which is printed as it begins.
func saysFailed(line []byte) bool {
	if bytes.HasPrefix(line, []byte(resultPrefix)) {
		_, line, _ = bytes.Cut(line, []byte("\t"))
		line = bytes.TrimLeft(line, " \t")
	}
	return bytes.Equal(line, []byte("FAIL")) || slices.ContainsFunc([]string{"FAIL\t", "FAIL ", "--- FAIL: ", "panic: ", "fatal error: ", "exit status ", "signal: "},
		func(begin string) bool { return bytes.HasPrefix(line, []byte(begin)) })
}

// config takes a line such as "cpu: Example 9000". A line with the package begins the
// output of another process.
func (f *File) config(in *goTest, line []byte) {
	key, value, ok := strings.Cut(string(line), ": ")
	if !ok {
		return
	}
	value = strings.TrimSpace(value)
	switch key {
	case "pkg":
		in.cut = in.cut || in.ends > 0 && in.open
		in.open = false
		in.pkg = value
		in.process++
	case "cpu":
		f.Machine.CPU = value
	case "goos":
		f.Machine.OS = value
	case "goarch":
		f.Machine.Arch = value
	}
}

// unit takes the words behind "Unit": the unit and what is said of it.
func (in *goTest) unit(words []string) {
	for i, word := range words {
		if better, ok := strings.CutPrefix(word, "better="); ok && i > 0 {
			in.better[words[0]] = analysis.Better(better)
		}
	}
}

// result takes a line such as "BenchmarkParse-8  1000  1234 ns/op  16 B/op", and reports
// whether it is one. The name alone, which go test -v prints when a benchmark begins,
// tells nothing.
func (in *goTest) result(line []byte, g *gatherer) bool {
	fields := bytes.Fields(line)
	if len(fields) == 1 {
		return true
	}
	if n, err := strconv.Atoi(string(fields[1])); err != nil || n < 1 || len(fields) < 4 || len(fields)%2 != 0 {
		return false
	}
	values := make([]float64, 0, 8)
	for i := 2; i < len(fields); i += 2 {
		v, err := strconv.ParseFloat(string(fields[i]), 64)
		if err != nil {
			return false
		}
		values = append(values, v)
	}
	name := string(fields[0][len(resultPrefix):])
	if in.pkg != "" {
		name = in.pkg + ": " + name
	}
	for i, v := range values {
		m, factor, ok := in.measure(string(fields[3+2*i]))
		if ok {
			g.add(name, m, max(0, in.process), factor*v)
		}
	}
	return true
}

// speed is made of ns/op and the bytes that an operation is said to work on: it tells
// nothing besides.
const speed = "MB/s"

// measure is what a unit measures, under the names of benchstat; false for what is not
// compared.
func (in *goTest) measure(name string) (m measure, factor float64, ok bool) {
	switch name {
	case "ns/op":
		m, factor = measure{"sec/op", unit.Second, analysis.Lower}, 1e-9
	case speed:
		return measure{}, 0, false
	case "B/op":
		m, factor = measure{name, unit.Byte, analysis.Lower}, 1
	case "allocs/op":
		m, factor = measure{name, unit.One, analysis.Lower}, 1
	default:
		m, factor = measure{metric: name, unit: name}, 1
		switch {
		case strings.HasSuffix(name, "/op"):
			m.better = analysis.Lower
		case strings.HasSuffix(name, "/s"), strings.HasSuffix(name, "/sec"):
			m.better = analysis.Higher
		}
	}
	if better, said := in.better[name]; said {
		m.better = better
	}
	if m.better != analysis.Lower && m.better != analysis.Higher {
		in.unclear[name] = true
		return m, 0, false
	}
	return m, factor, true
}
