// Package benchfile reads what other tools measured: the output of go test -bench, and
// the JSON of hyperfine, Google Benchmark and pyperf. It says what their numbers mean and
// judges nothing; package gate does.
package benchfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/gate"
)

// ErrForeign is wrapped by the error for a file that is of none of the formats.
var ErrForeign = errors.New("of no known format")

// ErrUnusable is wrapped by the error for a file of a known format that holds nothing to
// compare, or is broken.
var ErrUnusable = errors.New("cannot be compared")

// MostBytes bounds a file, which is read into memory.
const MostBytes = 64 << 20

// A Format is who wrote a file.
type Format string

// The formats.
const (
	GoTest          Format = "go test -bench"
	Hyperfine       Format = "hyperfine"
	GoogleBenchmark Format = "Google Benchmark"
	Pyperf          Format = "pyperf"
)

// Formats lists the formats.
func Formats() []Format { return []Format{GoTest, Hyperfine, GoogleBenchmark, Pyperf} }

// A File is what one file says.
type File struct {
	Name    string
	Format  Format
	Machine gate.Machine
	Series  []gate.Series // one at least; no two of one benchmark and metric
	Remarks []string      // what a reader of a verdict should know
	Failed  string        // why its numbers pass no gate, "" where nothing is known to have failed
}

// ReadFile reads the file of that path.
func ReadFile(path string) (*File, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("benchfile: %w", err)
	}
	defer in.Close()
	return Read(in, path)
}

// Read reads a file of at most MostBytes whose name errors and remarks tell. The format is
// known from what it holds.
func Read(r io.Reader, name string) (*File, error) {
	text, err := io.ReadAll(io.LimitReader(r, MostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("benchfile: %q: %w", name, err)
	}
	if len(text) > MostBytes {
		return nil, fmt.Errorf("benchfile: %q %w: it has more than %d bytes", name, ErrUnusable, MostBytes)
	}
	f := &File{Name: name}
	read := f.readers()[sniff(text)]
	if read == nil {
		return nil, fmt.Errorf("benchfile: %q is %w, want one of %s", name, ErrForeign, strings.Join(Names(), ", "))
	}
	f.Format = sniff(text)
	var g gatherer
	if err := read(text, &g); err != nil {
		return nil, fmt.Errorf("benchfile: %q, of %s, %w: %w", name, f.Format, ErrUnusable, err)
	}
	if f.Series = g.series; len(f.Series) == 0 {
		return nil, fmt.Errorf("benchfile: %q, of %s, %w: it holds no measurement%s", name, f.Format, ErrUnusable, because(f.Remarks))
	}
	for i := range f.Remarks {
		f.Remarks[i] = name + ": " + f.Remarks[i]
	}
	if f.Failed != "" {
		f.Failed = name + ": " + f.Failed
	}
	return f, nil
}

func because(remarks []string) string {
	if len(remarks) == 0 {
		return ""
	}
	return "; " + strings.Join(remarks, "; ")
}

// Names are the names of the formats.
func Names() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return names
}

// readers are how each format is read.
func (f *File) readers() map[Format]func([]byte, *gatherer) error {
	return map[Format]func([]byte, *gatherer) error{
		GoTest: f.readGoTest, Hyperfine: f.readHyperfine, GoogleBenchmark: f.readGoogle, Pyperf: f.readPyperf,
	}
}

// sniff tells the format by what no other has; "" where none is known.
func sniff(text []byte) Format {
	text = bytes.TrimLeft(text, "\ufeff \t\r\n")
	if !bytes.HasPrefix(text, []byte("{")) {
		if bytes.HasPrefix(text, []byte(resultPrefix)) || bytes.Contains(text, []byte("\n"+resultPrefix)) {
			return GoTest
		}
		return ""
	}
	// The keys of the outermost object, as far as it is one.
	var keys struct {
		Results    json.RawMessage `json:"results"`
		Context    json.RawMessage `json:"context"`
		Benchmarks json.RawMessage `json:"benchmarks"`
		Version    json.RawMessage `json:"version"`
	}
	if json.Unmarshal(withoutNaN(text), &keys) != nil {
		return ""
	}
	switch {
	case keys.Benchmarks != nil && keys.Context != nil:
		return GoogleBenchmark
	case keys.Benchmarks != nil && keys.Version != nil:
		return Pyperf
	case keys.Results != nil && keys.Benchmarks == nil:
		return Hyperfine
	}
	return ""
}

// Record joins the files of one side, in the order of time. They must be of one format
// and machine, with each metric in one unit.
func Record(files []*File) (gate.Record, error) {
	var g gatherer
	var r gate.Record
	for i, f := range files {
		if f.Format != files[0].Format {
			return r, fmt.Errorf("benchfile: %q is of %s and %q of %s: a side is of one format", files[0].Name, files[0].Format, f.Name, f.Format)
		}
		if r.Names = append(r.Names, f.Name); i == 0 {
			r.Machine = f.Machine
		}
		if f.Machine != r.Machine {
			return r, fmt.Errorf("benchfile: %q and %q are of two machines, %+v and %+v", files[0].Name, f.Name, r.Machine, f.Machine)
		}
		r.Remarks = append(r.Remarks, f.Remarks...)
		if f.Failed != "" {
			r.Failures = append(r.Failures, f.Failed)
		}
		for _, s := range f.Series {
			if err := g.join(s); err != nil {
				return r, fmt.Errorf("benchfile: %q: %w", f.Name, err)
			}
		}
	}
	r.Series = g.series
	return r, nil
}

// A gatherer puts numbers into series.
type gatherer struct {
	series []gate.Series
	at     map[place]int // in series
	last   map[place]int // the process of the last number
}

// A place is what a series is of.
type place struct{ benchmark, metric string }

// A measure is what numbers are of.
type measure struct {
	metric, unit string
	better       analysis.Better
}

// add puts a number, of a process counted from 0, behind those that are there.
func (g *gatherer) add(benchmark string, m measure, process int, value float64) {
	at := place{benchmark, m.metric}
	i, known := g.at[at]
	if !known {
		if g.at == nil {
			g.at, g.last = map[place]int{}, map[place]int{}
		}
		i = len(g.series)
		g.at[at], g.last[at] = i, -1
		g.series = append(g.series, gate.Series{Benchmark: benchmark, Metric: m.metric, Unit: m.unit, Better: m.better})
	}
	s := &g.series[i]
	if process != g.last[at] {
		g.last[at] = process
		s.Processes = append(s.Processes, nil)
	}
	n := len(s.Processes) - 1
	s.Processes[n] = append(s.Processes[n], value)
}

// join adds the processes of a series behind those of its like.
func (g *gatherer) join(s gate.Series) error {
	at := place{s.Benchmark, s.Metric}
	i, known := g.at[at]
	if !known {
		if g.at == nil {
			g.at = map[place]int{}
		}
		g.at[at] = len(g.series)
		s.Processes = slices.Clone(s.Processes)
		g.series = append(g.series, s)
		return nil
	}
	into := &g.series[i]
	if into.Unit != s.Unit || into.Better != s.Better {
		return fmt.Errorf("%s of %q is in %s here and in %s before", s.Metric, s.Benchmark, s.Unit, into.Unit)
	}
	into.Processes = append(into.Processes, s.Processes...)
	return nil
}

// remark adds what a reader should know.
func (f *File) remark(format string, args ...any) {
	f.Remarks = append(f.Remarks, fmt.Sprintf(format, args...))
}

// decode reads a document of JSON that is whole.
func decode(text []byte, into any) error {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("its JSON is not understood: %w", err)
	}
	return nil
}
