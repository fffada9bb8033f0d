// Survivors tested beside the number that theory expects.

package pages

import (
	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
	"primebench/report/doc"
	"primebench/report/plot"
)

// theoryPlot draws the mean number of survivors tested in a search as markers
// with intervals and the expected number as a line, over the size.
func theoryPlot(a *analysis.Analysis) (plot.Plot, bool) {
	lines := theoryLines(a)
	if len(lines) == 0 {
		return plot.Plot{}, false
	}
	const title = "Survivors tested in a search, and what theory expects"
	p := plot.Blank()
	var signs plot.Legend
	var sizes []int
	for i, l := range lines {
		expected := &plot.Series{Spots: plot.ByX(l.Expected), Line: true, Colour: plot.Colour(i), Shape: plot.FlatMark, Width: 1.2, Dashes: []vg.Length{4, 3}}
		observed := &plot.Series{Spots: l.Observed, Colour: plot.Colour(i), Shape: i, Dodge: vg.Length(2*i-len(lines)+1) * 1.2}
		p.Add(expected, observed)
		signs = append(signs, plot.Entry{Label: l.Label, Sign: observed.Sign()})
		for _, sp := range l.Observed {
			sizes = append(sizes, int(sp.X))
		}
	}
	plot.LogAxis(&p.X, 1.15, plot.WholeTicks(sizes))
	plot.LogAxis(&p.Y, 1.3, plot.NumberTicks{})
	signs = append(signs, plot.Entry{Label: "expected", Sign: &plot.Series{Line: true, Colour: plot.Ink(), Shape: plot.FlatMark, Dashes: []vg.Length{4, 3}}})
	return plot.Plot{
		Name:  "theory",
		Title: title,
		Alt: "Mean number of survivors that a search tested, as markers with 95 % intervals, and the number that theory expects, as dashed lines " +
			"with a flat mark at each size, against the size in bits on logarithmic axes. Intervals that reach the lines mean agreement.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "size in bits (log scale)", Y: "mean survivors a search (log scale, neither is better)"},
			p, plot.Height, signs),
	}, true
}

// A theoryLine is one strategy and kind over the sizes. Workers and policy do
// not change what a search tests, so cells that differ in these share a line.
type theoryLine struct {
	Label              string
	Expected, Observed []plot.Spot
}

func theoryLines(a *analysis.Analysis) []*theoryLine {
	var lines []*theoryLine
	at := map[string]*theoryLine{}
	for i := range a.Cells {
		c := &a.Cells[i]
		t := c.Theory
		if t == nil || t.Searches == 0 || c.Bits <= 0 || !plottable(t.Expected.Survivors) || t.Survivors == nil || !plottable(t.Survivors.Value) {
			continue
		}
		label := doc.Clean(c.Kind + " " + c.Strategy)
		l := at[label]
		if l == nil {
			l = &theoryLine{Label: label}
			at[label] = l
			lines = append(lines, l)
		}
		l.Expected = append(l.Expected, plot.At(float64(c.Bits), t.Expected.Survivors))
		l.Observed = append(l.Observed, spotOf(label+", "+bitsLabel(c.Bits), float64(c.Bits), t.Survivors))
	}
	return lines
}
