// The estimates in the JSON that actions which track benchmarks over time take
// as "customSmallerIsBetter" (github-action-benchmark and those made after it).

package pages

import (
	"fmt"
	"math"
	"strconv"

	"primebench/internal/analysis"
	"primebench/report/doc"
	"primebench/results"
)

// A benchEntry is one number of such a file. Only the first three are asked for.
type benchEntry struct {
	Name  string  `json:"name"`
	Unit  string  `json:"unit"`
	Value float64 `json:"value"`
	Range string  `json:"range,omitempty"`
	Extra string  `json:"extra"`
}

// FormatBenchJSON is the "customSmallerIsBetter" of tracking actions.
const FormatBenchJSON doc.Format = "bench-json"

// otherFormats are those of a run for programs that know nothing of documents.
func otherFormats(a *analysis.Analysis) []doc.Other {
	return []doc.Other{
		{Format: FormatGoBench, File: "bench.txt", Set: func() ([]byte, error) { return goBench(a), nil }},
		{Format: FormatBenchJSON, File: "bench.json", Set: func() ([]byte, error) { return benchJSON(a) }},
	}
}

// benchJSON writes an array of the times and costs in seconds: of each cell the
// time to one result, and in mode operations and of hard-coded groups each operation.
// The names are those of goBench without what stands around them. "range" is "± d", which holds all of the 95 %
// interval and is left out where there is none; "extra" says whether the number
// was measured or modelled, and gives the exact interval. Cells without a number
// have no entry: an action would take any value for a measurement.
func benchJSON(a *analysis.Analysis) ([]byte, error) {
	entries := []benchEntry{}
	for i := range a.Cells {
		entries = append(entries, benchEntries(&a.Cells[i])...)
	}
	return doc.JSON(entries)
}

// BenchJSONLacks names the cells that have no entry, which an action does not notice.
func BenchJSONLacks(a *analysis.Analysis) []string {
	var names []string
	for i := range a.Cells {
		if c := &a.Cells[i]; len(benchEntries(c)) == 0 {
			names = append(names, benchName(c, results.OpSearch))
		}
	}
	return names
}

func benchEntries(c *analysis.Cell) []benchEntry {
	var entries []benchEntry
	add := func(op string, e *analysis.Estimate) {
		if e != nil && !math.IsNaN(e.Value) && !math.IsInf(e.Value, 0) {
			entries = append(entries, benchEntryOf(benchName(c, op), c, e))
		}
	}
	add(results.OpSearch, c.Time)
	if c.Mode == results.ModeOperations || c.Time == nil {
		for j := range c.Operations {
			add(c.Operations[j].Name, &c.Operations[j].Cost)
		}
	}
	return entries
}

func benchEntryOf(name string, c *analysis.Cell, e *analysis.Estimate) benchEntry {
	entry := benchEntry{Name: name, Unit: e.Unit, Value: e.Value, Extra: "measured"}
	if e.Modelled {
		entry.Extra = join(": ", "modelled, not measured", c.Why)
	}
	if margin, ok := e.Margin(); ok {
		entry.Range = "± " + strconv.FormatFloat(margin, 'g', 3, 64)
		entry.Extra += "; 95 % interval " + allDigits(e.Low) + " to " + allDigits(e.High) + " " + entry.Unit
	} else {
		entry.Extra += fmt.Sprintf("; no interval, it needs %d more", e.Need)
	}
	entry.Extra += fmt.Sprintf("; n = %d; %s", e.N, e.Method)
	return entry
}

// allDigits writes a number that a program may read, and nothing for none.
func allDigits(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
