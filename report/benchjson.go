// The estimates in the JSON that actions which track benchmarks over time take
// as "customSmallerIsBetter" (github-action-benchmark and those made after it).

package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"primebench/internal/analysis"
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

// BenchJSON writes an array of the times and costs in seconds: of each cell the
// time to one result, and in mode operations and of hard-coded groups each operation.
// The names are those of GoBench without what stands around them. "range" is "± d", which holds all of the 95 %
// interval and is left out where there is none; "extra" says whether the number
// was measured or modelled, and gives the exact interval. Cells without a number
// have no entry: an action would take any value for a measurement.
func BenchJSON(w io.Writer, a *analysis.Analysis) error {
	entries := []benchEntry{}
	add := func(c *analysis.Cell, op string, e *analysis.Estimate) {
		if e != nil && finite(e.Value) {
			entries = append(entries, benchEntryOf(benchName(c, op), c, e))
		}
	}
	for i := range a.Cells {
		c := &a.Cells[i]
		add(c, results.OpSearch, c.Time)
		if c.Mode == results.ModeOperations || c.Time == nil {
			for j := range c.Operations {
				add(c, c.Operations[j].Name, &c.Operations[j].Cost)
			}
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(entries); err != nil {
		return fmt.Errorf("report: writing bench-json: %w", err)
	}
	return emit(w, FormatBenchJSON, b.Bytes())
}

func benchEntryOf(name string, c *analysis.Cell, e *analysis.Estimate) benchEntry {
	entry := benchEntry{Name: name, Unit: clean(e.Unit), Value: e.Value, Extra: "measured"}
	if e.Modelled {
		entry.Extra = clean(join(": ", "modelled, not measured", c.Why))
	}
	if margin, ok := e.Margin(); ok {
		entry.Range = "± " + strconv.FormatFloat(margin, 'g', 3, 64)
		entry.Extra += "; 95 % interval " + csvNumber(e.Low) + " to " + csvNumber(e.High) + " " + entry.Unit
	} else {
		entry.Extra += fmt.Sprintf("; no interval, it needs %d more", e.Need)
	}
	entry.Extra += fmt.Sprintf("; n = %d; %s", e.N, clean(e.Method))
	return entry
}
