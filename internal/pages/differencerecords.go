// Comparisons that are not of primebench's cells: of the benchmarks in other tools'
// files, and of two commands.

package pages

import (
	"primebench/internal/analysis"
	"primebench/internal/gate"
	"primebench/internal/unit"
	"primebench/report/doc"
)

// ofRecords reports whether the changes are of series, none of cells.
func ofRecords(d *gate.Difference) bool { return len(d.Changes) > 0 && d.Changes[0].Metric != "" }

// ofTimes reports whether all changes are of times, so that worse is slower.
func ofTimes(d *gate.Difference) bool {
	for i := range d.Changes {
		if u := d.Changes[i].Base.Unit; u != analysis.UnitSeconds && u != analysis.UnitPerSecond {
			return false
		}
	}
	return true
}

// recordTable has the columns of what records hold.
func recordTable(d *gate.Difference) doc.Table {
	return doc.NewGroupedTable(append(recordColumns(d),
		doc.Column[changeRow]{Heading: "limit", Unit: unit.Share, Spare: 1, Value: func(r changeRow) doc.Value {
			return doc.Number{Value: r.Limit, Given: r.Limit == r.difference.Tolerance}
		}},
		doc.Column[changeRow]{Heading: "blocks", Spare: 3, Value: func(r changeRow) doc.Value { return doc.Count(r.Blocks) }},
		doc.Column[changeRow]{Heading: "verdict", Value: func(r changeRow) doc.Value {
			return doc.State{Word: string(r.Verdict), Severity: severityOf(r.Verdict)}
		}},
	), doc.Group[changeRow]{Rows: changeRows(d), Rank: changeRank})
}

// recordColumns are those of a change that nobody judges.
func recordColumns(d *gate.Difference) []doc.Column[changeRow] {
	var columns []doc.Column[changeRow]
	if d.Changes[0].Benchmark != "" {
		columns = append(columns, doc.Column[changeRow]{Heading: "benchmark", Names: true, Value: benchmarkOf})
	}
	return append(columns,
		doc.Column[changeRow]{Heading: "metric", Names: true, Value: func(r changeRow) doc.Value { return doc.Text(r.Metric) }},
		doc.Column[changeRow]{Heading: "better", Spare: 4, Value: ofSubject(func(r changeRow) doc.Value { return doc.Text(r.Base.Better) })},
		doc.Column[changeRow]{Heading: "base", Unit: unit.One, Spare: 2, Value: ofSubject(func(r changeRow) doc.Value { return number(&r.Base) })},
		doc.Column[changeRow]{Heading: "head", Unit: unit.One, Spare: 2, Value: ofSubject(func(r changeRow) doc.Value { return number(&r.Head) })},
		doc.Column[changeRow]{Heading: "change", Unit: unit.Change, Interval: "interval", Value: func(r changeRow) doc.Value { return changeOf(r.Change) }},
	)
}

func benchmarkOf(r changeRow) doc.Value {
	if r.together {
		return doc.Text("geomean of times")
	}
	return doc.Text(r.Benchmark)
}

// besidesSection shows what was measured and is not judged.
func besidesSection(d *gate.Difference) doc.Section {
	if len(d.Besides) == 0 {
		return doc.Section{}
	}
	var rows []changeRow
	for i := range d.Besides {
		rows = append(rows, changeRow{Change: &d.Besides[i], difference: d})
	}
	return doc.Section{
		ID: "besides", Title: "Measured besides, and not judged", First: true,
		Facts: besidesFacts(rows),
	}
}

// besidesFacts say each in a line, since a screen has one table.
func besidesFacts(rows []changeRow) []doc.Fact {
	var facts []doc.Fact
	for _, r := range rows {
		base, head := numberOf(&r.Base), numberOf(&r.Head)
		facts = append(facts, doc.Fact{Name: r.Metric, Value: doc.Text(
			withoutInterval(base) + " and " + withoutInterval(head) + ", " + changeOf(r.Change).String())})
	}
	return facts
}

// withoutInterval is a number whose interval is told elsewhere.
func withoutInterval(n doc.Number) string {
	n.Low, n.High, n.Need = 0, 0, 0
	return n.String()
}

// recordData is the table of a comparison of series for programs: base and head are in
// the unit, ratios are head over base; noise, limit and tolerance are relative.
func recordData(d *gate.Difference) doc.Table {
	rows := changeRows(d)
	for i := range d.Besides {
		rows = append(rows, changeRow{Change: &d.Besides[i], difference: d})
	}
	return doc.NewTable(append([]doc.Column[changeRow]{
		{Heading: "benchmark", Value: benchmarkOf},
		textColumn("metric", func(r changeRow) string { return r.Metric }),
		textColumn("unit", func(r changeRow) string { return r.Base.Unit }),
		textColumn("better", func(r changeRow) string { return string(r.Base.Better) }),
	}, judgedColumns()...), rows)
}
