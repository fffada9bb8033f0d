// The question that most readers come with, as a picture: what twice the size costs,
// making a prime or a group and using it, by each way.

package pages

import (
	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
)

// answerPlot draws a row for each way of making and of using, from the time at a size
// to that at its double.
func answerPlot(a *analysis.Analysis) (plot.Plot, bool) {
	rows := &plot.Rows{Log: true}
	bits := 0 // the sizes that the first answer is about; others would not compare
	for _, h := range a.Headlines {
		d := h.Doubling
		if d == nil || !positive(d.Half) || !positive(d.Double) || bits != 0 && d.Bits != bits {
			continue
		}
		bits = d.Bits
		rows.Rows = append(rows.Rows, doublingRow(d, h.Ratio))
	}
	if len(rows.Rows) == 0 {
		return plot.Plot{}, false
	}
	small, large := bitsLabel(bits), bitsLabel(2*bits)
	title := "What " + large + " cost against " + small
	p := plot.Blank()
	rows.Lay(p)
	plot.LogAxis(&p.X, 1.4, plot.TimeTicks{})
	signs := plot.Legend{
		{Label: small, Sign: &plot.Series{Colour: plot.Colour(0), Shape: 0}},
		{Label: large, Sign: &plot.Series{Colour: plot.Colour(1), Shape: 1}},
	}
	return plot.Plot{
		Name: "answer", Title: title,
		Alt: "For each way to make a prime or a safe prime, and to use a group, the time at " + small + " and at " + large + " on a logarithmic axis, with " +
			"95 % intervals, and how many times as long the larger one takes. Filled markers are measured, hollow ones modelled. To the left is better.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "time to one result (log scale, lower is better)"}, p, rows.Height(),
			append(signs, plot.StatusLegend()...)),
	}, true
}

func doublingRow(d *analysis.Doubling, ratio *analysis.Estimate) plot.Row {
	row := plot.Row{Name: doc.Shorten(d.What, rowNameLimit), Label: ratioText(ratio)}
	for i, e := range []*analysis.Estimate{d.Half, d.Double} {
		s := spotOf(d.What+", "+bitsLabel(d.Bits<<i), 0, e)
		row.Marks = append(row.Marks, plot.Mark{Value: s.Y, Low: s.Low, High: s.High, Colour: plot.Colour(i), Shape: i, Hollow: s.Hollow, Title: s.Title})
	}
	return row
}

// ratioText is how many times as long it takes, with the digits that its interval bears.
func ratioText(ratio *analysis.Estimate) string {
	if ratio == nil {
		return unit.Absent
	}
	times, _ := ratio.Words()
	if ratio.Modelled {
		times = unit.Modelled + times
	}
	return times
}
