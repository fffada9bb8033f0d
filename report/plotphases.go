// Where the time of a search goes, as one stacked bar for each cell.

package report

import (
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"primebench/internal/analysis"
)

const (
	barWidth  = vg.Length(10)
	barPitch  = vg.Length(17) // from one bar to the next
	barsLimit = 40            // bars that a page can hold; the table has them all
)

// phasesPlot draws the shares of the phases of each cell that has them.
func phasesPlot(a *analysis.Analysis) (Plot, bool) {
	cells := phasedCells(a)
	if len(cells) == 0 {
		return Plot{}, false
	}
	const title = "Where the time of a search goes"
	p := newPlot()
	var signs legend
	var below *plotter.BarChart
	for i, name := range phaseNames(a) {
		bars := &plotter.BarChart{
			Values: sharesOf(cells, name), Width: barWidth, Color: colourOf(i), Horizontal: true,
			LineStyle: draw.LineStyle{Color: paper(), Width: 0.5},
		}
		if below != nil {
			bars.StackOn(below)
		}
		below = bars
		p.Add(bars)
		signs = append(signs, legendEntry{clean(name), bars})
	}
	p.X.Min, p.X.Max = 0, 1
	p.X.Tick.Marker = percentTicks()
	p.Y.Min, p.Y.Max = -0.6, float64(len(cells))-0.4
	p.Y.Tick.Length, p.Y.LineStyle.Width = 0, 0
	p.Y.Tick.Marker = barNames(cells)
	return Plot{
		Name:  "phases",
		Title: title,
		Alt: "Share of the worker time of a search that went into each phase, one stacked bar for each of " +
			strconv.Itoa(len(cells)) + " cells. The table of times by phase has the numbers.",
		fig: newFigure(captions{Title: title, X: "share of the worker time of a search (neither is better)"},
			p, vg.Length(len(cells))*barPitch+30, signs),
	}, true
}

// phasedCells are the first cells with phases whose shares can be drawn, the
// last of them first: bars are numbered from the bottom.
func phasedCells(a *analysis.Analysis) []*analysis.Cell {
	var cells []*analysis.Cell
	for i := range a.Cells {
		if c := &a.Cells[i]; drawable(c.Phases) && len(cells) < barsLimit {
			cells = append([]*analysis.Cell{c}, cells...)
		}
	}
	return cells
}

func drawable(phases []analysis.Phase) bool {
	for _, p := range phases {
		if !(p.Share >= 0 && p.Share <= 1) {
			return false
		}
	}
	return len(phases) > 0
}

// sharesOf is the share of one phase in each cell, 0 where it has none.
func sharesOf(cells []*analysis.Cell, name string) plotter.Values {
	shares := make(plotter.Values, len(cells))
	for i, c := range cells {
		for _, p := range c.Phases {
			if p.Name == name {
				shares[i] = p.Share
			}
		}
	}
	return shares
}

func barNames(cells []*analysis.Cell) plot.ConstantTicks {
	ticks := make(plot.ConstantTicks, len(cells))
	for i, name := range cellNames(cells) {
		if phasesModelled(cells[i]) {
			name = modelledMark + name
		}
		ticks[i] = plot.Tick{Value: float64(i), Label: shorten(name, 42)}
	}
	return ticks
}
