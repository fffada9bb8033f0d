// A history in long format for spreadsheets and data frames.

package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/history"
)

// historyColumns are the columns of a history in CSV. The first 15 name the
// series and are the same in all of its rows.
//
//	series      from 0
//	quantity    "time" or the name of an operation
//	basis       measured, modelled or plain mean
//	row         "point" for the value of a run; "change" for a change point, with
//	            the run that the new level begins with; "unused" for a file, or a
//	            cell of one, that stands in no series
//	start       of the run, RFC 3339
//	value       in unit: of a point s, seconds; of a change x, the new level over
//	            the one before
//	low, high   95 % interval; empty where there is none
//	outlier     true for a point that lies far from those beside it
//	n           samples that a point stands on, or runs that a change does
//	before, after  levels in seconds, of a change
//	p           of a change
//	why         of an unused file, which has no other column but row and file
func historyColumns() []string {
	return []string{"series", "cpu", "os", "arch", "kind", "bits", "strategy", "mode", "workers", "policy", "kernel", "sieve_limit", "list", "quantity", "basis",
		"row", "file", "start", "version", "revision", "value", "unit", "low", "high", "outlier", "n", "before", "after", "p", "why"}
}

func historyCSV(h *history.History) ([]byte, error) {
	rows := [][]string{historyColumns()}
	for i := range h.Series {
		rows = append(rows, historyRows(h, i)...)
	}
	for _, u := range h.Unused {
		row := make([]string, len(rows[0]))
		row[slices.Index(rows[0], "row")] = "unused"
		row[slices.Index(rows[0], "file")] = csvText(u.File)
		row[slices.Index(rows[0], "why")] = csvText(join(": ", u.Cell, u.Why))
		rows = append(rows, row)
	}
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return nil, fmt.Errorf("report: writing csv: %w", err)
	}
	return b.Bytes(), nil
}

// historyRows are the points of a series, and then its changes.
func historyRows(h *history.History, series int) [][]string {
	s := &h.Series[series]
	c := &s.Cell
	names := []string{strconv.Itoa(series), csvText(s.Machine.CPU), csvText(s.Machine.OS), csvText(s.Machine.Arch),
		csvText(c.Kind), strconv.Itoa(c.Bits), csvText(c.Strategy), csvText(c.Mode), strconv.Itoa(c.Workers), csvText(c.Policy.Name),
		csvText(c.Kernel), strconv.FormatUint(c.SieveLimit, 10), csvText(c.List), csvText(s.Quantity), csvText(string(s.Basis))}
	row := func(kind string, run int, e *analysis.Estimate, outlier string, rest ...string) []string {
		r := &h.Runs[run]
		low, high := csvNumber(e.Low), csvNumber(e.High)
		if e.Need > 0 {
			low, high = "", ""
		}
		fields := append(append([]string{}, names...), kind, csvText(r.File), r.Start.UTC().Format(time.RFC3339Nano), csvText(r.Version), csvText(r.Revision),
			csvNumber(e.Value), csvText(e.Unit), low, high, outlier, strconv.Itoa(e.N))
		return append(fields, rest...)
	}
	var rows [][]string
	for i := range s.Points {
		p := &s.Points[i]
		rows = append(rows, row("point", p.Run, &p.Value, strconv.FormatBool(p.Outlier), "", "", "", ""))
	}
	for i := range s.Changes {
		change := &s.Changes[i]
		rows = append(rows, row("change", s.Points[change.Point].Run, &change.Ratio, "",
			csvNumber(change.Before), csvNumber(change.After), csvNumber(change.P), ""))
	}
	return rows
}
