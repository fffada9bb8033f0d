// A history in long format for spreadsheets and data frames.

package pages

import (
	"strconv"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/history"
	"primebench/report/doc"
)

// A historyRow is a line of a history's data: the value of a run, a change point, or
// what stands in no series.
type historyRow struct {
	what   string // "point", "change" or "unused"
	index  int    // of the series
	series *history.Series
	run    *history.Run
	value  *analysis.Estimate
	point  *history.Point
	change *history.ChangePoint
	unused *history.Unused
}

func historyRows(h *history.History) []historyRow {
	var rows []historyRow
	for i := range h.Series {
		s := &h.Series[i]
		for j := range s.Points {
			p := &s.Points[j]
			rows = append(rows, historyRow{what: "point", index: i, series: s, run: &h.Runs[p.Run], value: &p.Value, point: p})
		}
		for j := range s.Changes {
			c := &s.Changes[j]
			rows = append(rows, historyRow{what: "change", index: i, series: s, run: &h.Runs[s.Points[c.Point].Run], value: &c.Ratio, change: c})
		}
	}
	for i := range h.Unused {
		rows = append(rows, historyRow{what: "unused", unused: &h.Unused[i]})
	}
	return rows
}

// historyData has a row for each point and each change of each series, and one for each
// file, or cell of one, that stands in no series. The columns up to basis name the
// series.
//
//	series      from 0
//	quantity    "time" or the name of an operation
//	basis       measured, modelled or plain mean
//	row         "point" for the value of a run; "change" for a change point, with
//	            the run that the new level begins with; "unused"
//	start       of the run, RFC 3339
//	value       in unit: of a point s, seconds; of a change x, the new level over
//	            the one before
//	low, high   95 % interval; empty where there is none
//	outlier     true for a point that lies far from those beside it
//	n           samples that a point stands on, or runs that a change does
//	before, after  levels in seconds, of a change
//	p           of a change
//	params      of a series of key exchanges, else empty
//	why         of what is unused, which has no other column but row and file
func historyData(h *history.History) doc.Table {
	columns := []doc.Column[historyRow]{
		{Heading: "series", Value: ofSeries(func(r historyRow) doc.Value { return doc.Count(r.index) })},
		{Heading: "cpu", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Machine.CPU) })},
		{Heading: "os", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Machine.OS) })},
		{Heading: "arch", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Machine.Arch) })},
		{Heading: "kind", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Cell.Kind) })},
		{Heading: "bits", Value: ofSeries(func(r historyRow) doc.Value { return doc.Count(r.series.Cell.Bits) })},
		{Heading: "strategy", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Cell.Strategy) })},
		{Heading: "mode", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Cell.Mode) })},
		{Heading: "workers", Value: ofSeries(func(r historyRow) doc.Value { return doc.Count(r.series.Cell.Workers) })},
		{Heading: "policy", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Cell.Policy.Name) })},
		{Heading: "kernel", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Cell.Kernel) })},
		{Heading: "sieve_limit", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(strconv.FormatUint(r.series.Cell.SieveLimit, 10)) })},
		{Heading: "list", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Cell.List) })},
		{Heading: "quantity", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Quantity) })},
		{Heading: "basis", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(string(r.series.Basis)) })},
		{Heading: "row", Value: func(r historyRow) doc.Value { return doc.Text(r.what) }},
		{Heading: "file", Value: fileOf},
		{Heading: "start", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.run.Start.UTC().Format(time.RFC3339Nano)) })},
		{Heading: "version", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.run.Version) })},
		{Heading: "revision", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.run.Revision) })},
		{Heading: "value", Value: func(r historyRow) doc.Value { return number(r.value) }},
		{Heading: "unit", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.value.Unit) })},
		{Heading: "low", Value: func(r historyRow) doc.Value { return lowOf(r.value) }},
		{Heading: "high", Value: func(r historyRow) doc.Value { return highOf(r.value) }},
		{Heading: "outlier", Value: outlier},
		{Heading: "n", Value: ofSeries(func(r historyRow) doc.Value { return doc.Count(r.value.N) })},
		{Heading: "before", Value: ofChange(func(c *history.ChangePoint) float64 { return c.Before })},
		{Heading: "after", Value: ofChange(func(c *history.ChangePoint) float64 { return c.After })},
		{Heading: "p", Value: ofChange(func(c *history.ChangePoint) float64 { return c.P })},
		{Heading: "params", Value: ofSeries(func(r historyRow) doc.Value { return doc.Text(r.series.Cell.Params) })},
		{Heading: "why", Value: whyUnused},
	}
	return doc.NewTable(columns, historyRows(h))
}

// ofSeries is the value of a column that what is unused does not have.
func ofSeries(value func(historyRow) doc.Value) func(historyRow) doc.Value {
	return func(r historyRow) doc.Value {
		if r.series == nil {
			return nil
		}
		return value(r)
	}
}

// ofChange is a number that only a change has.
func ofChange(value func(*history.ChangePoint) float64) func(historyRow) doc.Value {
	return func(r historyRow) doc.Value {
		if r.change == nil {
			return nil
		}
		return doc.Number{Value: value(r.change)}
	}
}

func fileOf(r historyRow) doc.Value {
	if r.unused != nil {
		return doc.Text(r.unused.File)
	}
	return doc.Text(r.run.File)
}

func outlier(r historyRow) doc.Value {
	if r.point == nil {
		return nil
	}
	return doc.Text(strconv.FormatBool(r.point.Outlier))
}

func whyUnused(r historyRow) doc.Value {
	if r.unused == nil {
		return nil
	}
	return doc.Text(join(": ", r.unused.Cell, r.unused.Why))
}
