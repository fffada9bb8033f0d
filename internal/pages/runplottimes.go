// The distribution of search times beside the law that a memoryless search
// must follow.

package pages

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strconv"

	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
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
func timesPlot(a *analysis.Analysis) (plot.Plot, bool) {
	cells := clearest(a)
	if len(cells) == 0 {
		return plot.Plot{}, false
	}
	const title = "How long searches take, and the exponential law"
	p := plot.Blank()
	names := cellNames(recorded(cells))
	var signs plot.Legend
	low, high := math.Inf(1), math.Inf(-1)
	for i, c := range cells {
		steps := stepsOf(c.Times)
		s := &plot.Series{Spots: steps, Line: true, Colour: plot.Colour(i), Shape: plot.NoMarker, Width: 1.8}
		quartiles := &plot.Series{Spots: quartilesOf(names[i], c.Times), Line: true, Colour: plot.Colour(i), Shape: i}
		p.Add(s, &plot.Series{Spots: quartiles.Spots, Colour: plot.Colour(i), Shape: i})
		signs = append(signs, plot.Entry{Label: doc.Clean(names[i]) + ", n = " + strconv.Itoa(len(c.Times)), Sign: quartiles.Sign()})
		low, high = min(low, steps[0].X), max(high, steps[len(steps)-1].X)
	}
	law := plot.Series{Line: true, Colour: plot.Ink(), Shape: plot.NoMarker, Dashes: []vg.Length{3, 2.5}, Width: 0.9}
	for _, c := range cells {
		curve := law
		curve.Spots = lawOf(c, low, high)
		p.Add(&curve)
	}
	plot.LogAxis(&p.X, 1.1, plot.TimeTicks{})
	p.Y.Min, p.Y.Max = 0, 1
	p.Y.Tick.Marker = plot.PercentTicks()
	signs = append(signs, plot.Entry{Label: "exponential law of the estimated mean, after acceptance", Sign: &law})
	return plot.Plot{
		Name:  "times",
		Title: title,
		Alt: "Share of searches that ended within a time, as steps, against the time on a logarithmic axis; dashed, the " +
			"exponential law with the estimated mean, which begins after the time of acceptance, for each find has that to " +
			"go through. Steps that follow the dashes are what luck alone explains. Markers stand at the quartiles.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "wall time of one search (log scale, lower is better)", Y: "share of searches that ended by then"},
			p, plot.Height, signs),
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
func stepsOf(times []float64) []plot.Spot {
	sorted := append([]float64(nil), times...)
	sort.Float64s(sorted)
	steps := make([]plot.Spot, 0, 2*len(sorted))
	for i, t := range sorted {
		steps = append(steps, plot.At(t, float64(i)/float64(len(sorted))), plot.At(t, float64(i+1)/float64(len(sorted))))
	}
	return steps
}

// quartilesOf marks the times within which a quarter, half and three quarters of
// the searches ended.
func quartilesOf(name string, times []float64) []plot.Spot {
	sorted := slices.Sorted(slices.Values(times))
	var spots []plot.Spot
	for _, share := range []float64{0.25, 0.5, 0.75} {
		at := sorted[int(math.Ceil(share*float64(len(sorted))))-1]
		s := plot.At(at, share)
		s.Title = doc.Clean(name) + ": " + unit.Given(share, unit.Share) + " within " + unit.Seconds(at)
		spots = append(spots, s)
	}
	return spots
}

// lawOf is the law of the times of a cell's searches, with the estimated mean and begun
// after acceptance, between two times, at even distances on a logarithmic axis: the
// exponential one, or of two primes that of the sum of two exponential times.
func lawOf(c *analysis.Cell, low, high float64) []plot.Spot {
	mean, offset, primes := c.Time.Value, acceptance(c), analysis.PrimesOf(c.Kind)
	const pieces = 160
	points := make([]plot.Spot, 0, pieces+1)
	for i := range pieces + 1 {
		t := low * math.Pow(high/low, float64(i)/pieces)
		x := float64(primes) * max(0, t-offset) / (mean - offset)
		ended := -math.Expm1(-x)
		if primes == 2 {
			ended -= x * math.Exp(-x)
		}
		points = append(points, plot.At(t, ended))
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
