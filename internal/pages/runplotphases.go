// Where the time of a search goes, as one stacked bar for each cell.

package pages

import (
	"strconv"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
)

// barsLimit is how many bars a page can hold; the table has them all.
const barsLimit = 40

// phasesPlot draws the shares of the phases of each cell that has them.
func phasesPlot(a *analysis.Analysis) (plot.Plot, bool) {
	cells := phasedCells(a)
	if len(cells) == 0 {
		return plot.Plot{}, false
	}
	const title = "Where the time of a search goes"
	bars := &plot.Bars{Names: barNames(cells)}
	for _, name := range phaseNames(a) {
		bars.Parts = append(bars.Parts, plot.Part{Name: doc.Clean(name), Shares: sharesOf(cells, name)})
	}
	p := plot.Blank()
	bars.Lay(p)
	return plot.Plot{
		Name:  "phases",
		Title: title,
		Alt: "Share of the worker time of a search that went into each phase, one stacked bar for each of " +
			strconv.Itoa(len(cells)) + " cells. The table of times by phase has the numbers.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "share of the worker time of a search (neither is better)"}, p, bars.Height(), bars.Legend()),
	}, true
}

// phasedCells are the first cells with phases whose shares can be drawn.
func phasedCells(a *analysis.Analysis) []*analysis.Cell {
	var cells []*analysis.Cell
	for i := range a.Cells {
		if c := &a.Cells[i]; drawable(c.Phases) && len(cells) < barsLimit {
			cells = append(cells, c)
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
func sharesOf(cells []*analysis.Cell, name string) []float64 {
	shares := make([]float64, len(cells))
	for i, c := range cells {
		for _, p := range c.Phases {
			if p.Name == name {
				shares[i] = p.Share
			}
		}
	}
	return shares
}

func barNames(cells []*analysis.Cell) []string {
	names := cellNames(recorded(cells))
	for i := range names {
		if cells[i].Phases[0].Modelled {
			names[i] = unit.Modelled + names[i]
		}
		names[i] = doc.Shorten(names[i], rowNameLimit)
	}
	return names
}
