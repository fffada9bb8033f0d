// The changes of a comparison for spreadsheets and data frames.

package pages

import (
	"primebench/internal/analysis"
	"primebench/internal/gate"
	"primebench/report/doc"
)

// changesData has a row for each change, and one with the kind "geomean" where that was
// asked for. Ratios are head over base; base and head are seconds. The columns noise,
// limit and tolerance are relative: 0.02 is 2 %.
func changesData(d *gate.Difference) doc.Table {
	if ofRecords(d) {
		return recordData(d)
	}
	return doc.NewTable(append([]doc.Column[changeRow]{
		{Heading: "kind", Value: changeKind},
		{Heading: "bits", Value: ofSubject(func(r changeRow) doc.Value { return doc.Count(r.Cell.Bits) })},
		textColumn("strategy", func(r changeRow) string { return r.Cell.Strategy }),
		textColumn("mode", func(r changeRow) string { return r.Cell.Mode }),
		{Heading: "workers", Value: ofSubject(func(r changeRow) doc.Value { return doc.Count(r.Cell.Workers) })},
		textColumn("policy", func(r changeRow) string { return r.Cell.Policy.Name }),
		textColumn("kernel", func(r changeRow) string { return r.Cell.Kernel }),
		textColumn("operation", func(r changeRow) string { return r.Op }),
		textColumn("head_strategy", func(r changeRow) string { return r.HeadStrategy }),
		textColumn("head_kernel", func(r changeRow) string { return r.HeadKernel }),
	}, append(judgedColumns(), textColumn("params", func(r changeRow) string { return r.Cell.Params }))...), changeRows(d))
}

// judgedColumns are those of the numbers of a change and of its verdict.
func judgedColumns() []doc.Column[changeRow] {
	count := func(heading string, of func(changeRow) int) doc.Column[changeRow] {
		return doc.Column[changeRow]{Heading: heading, Value: func(r changeRow) doc.Value { return doc.Count(of(r)) }}
	}
	plain := func(heading string, of func(changeRow) float64) doc.Column[changeRow] {
		return doc.Column[changeRow]{Heading: heading, Value: func(r changeRow) doc.Value { return doc.Number{Value: of(r)} }}
	}
	bounded := func(heading string, of func(changeRow) *analysis.Estimate) doc.Column[changeRow] {
		return doc.Column[changeRow]{Heading: heading, Interval: doc.Interval95, Value: func(r changeRow) doc.Value { return number(of(r)) }}
	}
	return []doc.Column[changeRow]{
		bounded("base", func(r changeRow) *analysis.Estimate { return &r.Base }),
		bounded("head", func(r changeRow) *analysis.Estimate { return &r.Head }),
		{Heading: "ratio", Value: func(r changeRow) doc.Value { return number(&r.Ratio) }},
		{Heading: "low", Value: func(r changeRow) doc.Value { return lowOf(&r.Ratio) }},
		{Heading: "high", Value: func(r changeRow) doc.Value { return highOf(&r.Ratio) }},
		plain("confidence", func(r changeRow) float64 { return r.Confidence }),
		count("need", func(r changeRow) int { return r.Ratio.Need }),
		count("blocks", func(r changeRow) int { return r.Blocks }),
		plain("noise", func(r changeRow) float64 { return r.Noise }),
		plain("limit", func(r changeRow) float64 { return r.Limit }),
		plain("tolerance", func(r changeRow) float64 { return r.difference.Tolerance }),
		textColumn("verdict", func(r changeRow) string { return string(r.Verdict) }),
		count("more", func(r changeRow) int { return r.More }),
		textColumn("why", func(r changeRow) string { return r.Why }),
	}
}

func textColumn(heading string, of func(changeRow) string) doc.Column[changeRow] {
	return doc.Column[changeRow]{Heading: heading, Value: func(r changeRow) doc.Value { return doc.Text(of(r)) }}
}
