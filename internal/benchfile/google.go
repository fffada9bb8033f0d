// The JSON of Google Benchmark's --benchmark_out.

package benchfile

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// timeUnits are the units of its times, in seconds.
func timeUnits() map[string]float64 {
	return map[string]float64{"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1}
}

// readGoogle takes real_time and cpu_time of each repetition, which are of one iteration
// and all of one process. Of several threads real_time is the time that passed divided by
// the iterations of all of them. The rows with means, medians, deviations and laws of
// growth stand among the others and are made of them; that with the relative deviation,
// cv, gives a fraction under the unit "percentage" and a time_unit besides. Rates follow
// from the times, and nothing says of counters whether less is better.
func (f *File) readGoogle(text []byte, g *gatherer) error {
	var file struct {
		Context struct {
			Build string `json:"library_build_type"`
		} `json:"context"`
		Benchmarks []struct {
			Name      string   `json:"name"`
			RunType   string   `json:"run_type"`
			Aggregate string   `json:"aggregate_name"`
			Failed    bool     `json:"error_occurred"`
			Skipped   any      `json:"skipped"`
			Real      *float64 `json:"real_time"`
			CPU       *float64 `json:"cpu_time"`
			Unit      string   `json:"time_unit"`
		} `json:"benchmarks"`
	}
	if err := decode(withoutNaN(text), &file); err != nil {
		return err
	}
	failed, aggregates := map[string]bool{}, 0
	for _, row := range file.Benchmarks {
		switch {
		case row.RunType == "aggregate" || row.Aggregate != "":
			aggregates++
			continue
		case row.Failed || row.Skipped != nil:
			failed[row.Name] = true
			continue
		}
		factor, known := timeUnits()[row.Unit]
		if !known || row.Real == nil || row.CPU == nil {
			return fmt.Errorf("a repetition of %.100q has real_time, cpu_time or a time_unit (%.20q) that is not understood", row.Name, row.Unit)
		}
		g.add(row.Name, measure{"real_time", unit.Second, analysis.Lower}, 0, factor**row.Real)
		g.add(row.Name, measure{"cpu_time", unit.Second, analysis.Lower}, 0, factor**row.CPU)
	}
	if len(g.series) == 0 && aggregates > 0 {
		f.remark("it has aggregates alone, which no interval can be made of; leave --benchmark_report_aggregates_only out")
	}
	for name := range sortedKeys(failed) {
		f.remark("%.100q failed", name)
	}
	if file.Context.Build == "debug" {
		f.remark("the library of Google Benchmark says that it is a debug build")
	}
	return nil
}

// withoutNaN puts null in the place of NaN and Infinity, which are no JSON and which
// Google Benchmark writes: the relative deviation of a counter that is 0 is one.
func withoutNaN(text []byte) []byte {
	words := [][]byte{[]byte("-NaN"), []byte("NaN"), []byte("-Infinity"), []byte("Infinity")}
	if !slices.ContainsFunc(words[1:], func(word []byte) bool { return bytes.Contains(text, word) }) {
		return text
	}
	out := make([]byte, 0, len(text))
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\' && i+1 < len(text):
			out = append(out, c, text[i+1])
			i++
			continue
		case c == '"':
			quoted = !quoted
		case !quoted && (c == 'N' || c == 'I' || c == '-'):
			if at := slices.IndexFunc(words, func(word []byte) bool { return bytes.HasPrefix(text[i:], word) }); at >= 0 {
				out = append(out, "null"...)
				i += len(words[at]) - 1
				continue
			}
		}
		out = append(out, text[i])
	}
	return out
}

// sortedKeys are the keys of a set, by name.
func sortedKeys(set map[string]bool) iter.Seq[string] {
	return slices.Values(slices.Sorted(maps.Keys(set)))
}
