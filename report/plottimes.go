// The distribution of search times beside the law that a memoryless search
// must follow.

package report

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strconv"

	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
	"primebench/results"
)

// acceptPhase is the name of the phase that a search ends with.
const acceptPhase = results.OpAccept

const (
	timesCells   = 5 // curves that can still be told apart
	timesSamples = 5 // below this a distribution is no picture
	timesEnough  = 50
)

// timesPlot draws the share of searches that ended within a time, as steps, and
// the exponential law, dashed.
func timesPlot(a *analysis.Analysis) (Plot, bool) {
	cells := clearest(a)
	if len(cells) == 0 {
		return Plot{}, false
	}
	const title = "How long searches take, and the exponential law"
	p := newPlot()
	names := cellNames(cells)
	var signs legend
	low, high := math.Inf(1), math.Inf(-1)
	for i, c := range cells {
		steps := stepsOf(c.Times)
		s := &series{Spots: steps, Line: true, Colour: colourOf(i), Shape: -1, Width: 1.8}
		p.Add(s)
		signs = append(signs, legendEntry{names[i] + ", n = " + strconv.Itoa(len(c.Times)), s})
		low, high = min(low, steps[0].X), max(high, steps[len(steps)-1].X)
	}
	law := series{Line: true, Colour: ink(), Shape: -1, Dashes: []vg.Length{3, 2.5}, Width: 0.9}
	for _, c := range cells {
		curve := law
		curve.Spots = lawOf(c.Time.Value, acceptance(c), low, high)
		p.Add(&curve)
	}
	logAxis(&p.X, 1.1, decades{tickTime})
	p.Y.Min, p.Y.Max = 0, 1
	p.Y.Tick.Marker = percentTicks()
	signs = append(signs, legendEntry{"exponential law of the estimated mean, after acceptance", &law})
	return Plot{
		Name:  "times",
		Title: title,
		Alt: "Share of searches that ended within a time, as steps, against the time on a logarithmic axis; dashed, the " +
			"exponential law with the estimated mean, which begins after the time of acceptance, for each find has that to " +
			"go through. Steps that follow the dashes are what luck alone explains.",
		fig: newFigure(captions{title, "wall time of one search (log scale, lower is better)", "share of searches that ended by then"},
			p, figureHeight, signs),
	}, true
}

// clearest picks the cells that show the law best, in the matrix's order: those
// with enough searches for a smooth curve, and of these the ones that spend the
// smallest part on acceptance, which is no matter of luck. Of one kind, size and
// strategy it is the best sampled alone, since policy and workers do not change
// the law.
func clearest(a *analysis.Analysis) []*analysis.Cell {
	type way struct {
		kind, strategy string
		bits           int
	}
	best := map[way]*analysis.Cell{}
	var cells []*analysis.Cell
	for i := range a.Cells {
		c := &a.Cells[i]
		if len(c.Times) < timesSamples || !positive(c.Time) || !allPlottable(c.Times) {
			continue
		}
		w := way{c.Kind, c.Strategy, c.Bits}
		if best[w] == nil || len(c.Times) > len(best[w].Times) {
			best[w] = c
		}
	}
	for _, c := range best {
		cells = append(cells, c)
	}
	slices.SortFunc(cells, func(a, b *analysis.Cell) int {
		return cmp.Or(
			cmp.Compare(min(len(b.Times), timesEnough), min(len(a.Times), timesEnough)),
			cmp.Compare(acceptance(a)/a.Time.Value, acceptance(b)/b.Time.Value),
			cmp.Compare(a.ID, b.ID),
		)
	})
	cells = cells[:min(len(cells), timesCells)]
	slices.SortFunc(cells, func(a, b *analysis.Cell) int { return cmp.Compare(a.ID, b.ID) })
	return cells
}

func allPlottable(times []float64) bool {
	for _, t := range times {
		if !plottable(t) {
			return false
		}
	}
	return true
}

// stepsOf is the empirical distribution as the corners of its steps.
func stepsOf(times []float64) []spot {
	sorted := append([]float64(nil), times...)
	sort.Float64s(sorted)
	steps := make([]spot, 0, 2*len(sorted))
	for i, t := range sorted {
		steps = append(steps, curve(t, float64(i)/float64(len(sorted))), curve(t, float64(i+1)/float64(len(sorted))))
	}
	return steps
}

// lawOf is the exponential law with a mean that begins at an offset, between
// two times, at even distances on a logarithmic axis.
func lawOf(mean, offset, low, high float64) []spot {
	const pieces = 160
	points := make([]spot, 0, pieces+1)
	for i := range pieces + 1 {
		t := low * math.Pow(high/low, float64(i)/pieces)
		points = append(points, curve(t, -math.Expm1(-max(0, t-offset)/(mean-offset))))
	}
	return points
}

// acceptance is the seconds that every search of a cell spends on the full
// verification of its find, by one worker; 0 where that is not known.
func acceptance(c *analysis.Cell) float64 {
	for _, p := range c.Phases {
		if p.Name == acceptPhase && p.Seconds > 0 && p.Seconds < c.Time.Value {
			return p.Seconds
		}
	}
	return 0
}

// curve is a point without an interval.
func curve(x, y float64) spot { return spot{X: x, Y: y, Low: math.NaN(), High: math.NaN()} }
