// The question that most readers come with, as a picture: what twice the size costs,
// making a prime or a group and using it, by each way.

package pages

import (
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/kex"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
)

// answerPlot draws a row for each way of making and of using, from the time at a size
// to that at its double, and one for each thing to use in the place of a group.
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
	signs := plot.Legend{
		{Label: small, Sign: &plot.Series{Colour: plot.Colour(0), Shape: 0}},
		{Label: large, Sign: &plot.Series{Colour: plot.Colour(1), Shape: 1}},
	}
	instead := insteadRows(a)
	rows.Rows = append(rows.Rows, instead...)
	others := ""
	if len(instead) > 0 {
		others = " Handshakes by curves and lattices, which have no such size, stand below."
		signs = append(signs, plot.Entry{Label: "no group", Sign: &plot.Series{Colour: plot.Colour(2), Shape: 2}})
	}
	title := "What " + large + " cost against " + small
	p := plot.Blank()
	rows.Lay(p)
	plot.LogAxis(&p.X, 1.4, plot.TimeTicks{})
	return plot.Plot{
		Name: "answer", Title: title,
		Alt: "For each way to make a prime or a safe prime, and to use a group, the time at " + small + " and at " + large + " on a logarithmic axis, with " +
			"95 % intervals, and how many times as long the larger one takes." + others + " Filled markers are measured, hollow ones modelled. To the left is better.",
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

// insteadRows has the handshake of each parameter set that is no group over a prime field,
// by the strategy that takes least in constant time.
func insteadRows(a *analysis.Analysis) []plot.Row {
	var best []*analysis.Exchange
	for i := range a.Exchanges {
		x := &a.Exchanges[i]
		if x.Family == "" || x.Family == kex.FiniteField || !x.ConstantTime || !positive(x.Handshake) {
			continue
		}
		at := slices.IndexFunc(best, func(b *analysis.Exchange) bool { return b.Params == x.Params })
		switch {
		case at < 0:
			best = append(best, x)
		case x.Handshake.Value < best[at].Handshake.Value:
			best[at] = x
		}
	}
	var rows []plot.Row
	for _, x := range best {
		what := "a handshake by " + x.Params + ", " + x.Strategy
		s := spotOf(what, 0, x.Handshake)
		rows = append(rows, plot.Row{Name: doc.Shorten(what, rowNameLimit), Marks: []plot.Mark{
			{Value: s.Y, Low: s.Low, High: s.High, Colour: plot.Colour(2), Shape: 2, Hollow: s.Hollow, Title: s.Title},
		}})
	}
	return rows
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
