// Survivors tested beside the number that theory expects.

package report

import (
	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
)

// theoryPlot draws the mean number of survivors tested in a search as markers
// with intervals and the expected number as a line, over the size.
func theoryPlot(a *analysis.Analysis) (Plot, bool) {
	lines := theoryLines(a)
	if len(lines) == 0 {
		return Plot{}, false
	}
	const title = "Survivors tested in a search, and what theory expects"
	p := newPlot()
	var signs legend
	var sizes []int
	for i, l := range lines {
		expected := &series{Spots: bySize(l.Expected), Line: true, Colour: colourOf(i), Shape: dashShape, Width: 1.2, Dashes: []vg.Length{4, 3}}
		observed := &series{Spots: l.Observed, Colour: colourOf(i), Shape: i, Dodge: vg.Length(2*i-len(lines)+1) * 1.2}
		p.Add(expected, observed)
		sign := *observed
		signs = append(signs, legendEntry{l.Label, &sign})
		for _, sp := range l.Observed {
			sizes = append(sizes, int(sp.X))
		}
	}
	logAxis(&p.X, 1.15, wholeTicks(sizes))
	logAxis(&p.Y, 1.3, decades{tickNumber})
	signs = append(signs, legendEntry{"expected",
		&series{Line: true, Colour: ink(), Shape: dashShape, Dashes: []vg.Length{4, 3}}})
	return Plot{
		Name:  "theory",
		Title: title,
		Alt: "Mean number of survivors that a search tested, as markers with 95 % intervals, and the number that theory expects, as dashed lines " +
			"with a flat mark at each size, against the size in bits on logarithmic axes. Intervals that reach the lines mean agreement.",
		fig: newFigure(captions{title, "size in bits (log scale)", "mean survivors a search (log scale, neither is better)"},
			p, figureHeight, signs),
	}, true
}

// A theoryLine is one strategy and kind over the sizes. Workers and policy do
// not change what a search tests, so cells that differ in these share a line.
type theoryLine struct {
	Label              string
	Expected, Observed []spot
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
		label := clean(c.Kind + " " + c.Strategy)
		l := at[label]
		if l == nil {
			l = &theoryLine{Label: label}
			at[label] = l
			lines = append(lines, l)
		}
		l.Expected = append(l.Expected, curve(float64(c.Bits), t.Expected.Survivors))
		l.Observed = append(l.Observed, spotOf(float64(c.Bits), t.Survivors))
	}
	return lines
}
