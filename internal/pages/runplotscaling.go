// Throughput against workers, with the ideal that each worker adds as much as
// the first.

package pages

import (
	"strconv"

	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
)

// scalingPlot draws results a second over workers where there are at least two
// worker counts.
func scalingPlot(a *analysis.Analysis) (plot.Plot, bool) {
	const title = "Throughput by number of workers"
	p := plot.Blank()
	var signs plot.Legend
	var counts []int
	for n, s := range drawnScalings(a) {
		spots := scalingSpots(s)
		for _, sp := range spots {
			counts = append(counts, int(sp.X))
		}
		first, last := spots[0], spots[len(spots)-1]
		ideal := &plot.Series{Line: true, Colour: plot.Colour(n), Shape: plot.NoMarker, Dashes: []vg.Length{4, 3}, Width: 1,
			Spots: []plot.Spot{plot.At(first.X, first.Y), plot.At(last.X, first.Y*last.X/first.X)}}
		measured := &plot.Series{Spots: spots, Line: true, Colour: plot.Colour(n), Shape: n}
		p.Add(ideal, measured)
		signs = append(signs, plot.Entry{
			Label: doc.Clean(join(" ", s.Kind, strconv.Itoa(s.Bits), s.Strategy, s.Mode, s.Policy)), Sign: measured.Sign()})
	}
	if len(signs) == 0 {
		return plot.Plot{}, false
	}
	plot.LogAxis(&p.X, 1.08, plot.WholeTicks(counts))
	plot.LogAxis(&p.Y, 1.3, plot.NumberTicks{})
	signs = append(signs, plot.Entry{Label: "ideal: proportional to the workers", Sign: &plot.Series{Line: true, Colour: plot.Ink(), Shape: plot.NoMarker, Dashes: []vg.Length{4, 3}}})
	return plot.Plot{
		Name:  "scaling",
		Title: title,
		Alt: "Results a second against the number of workers, both on logarithmic axes, with 95 % intervals; dashed, what " +
			"proportional growth from the smallest number would give. Higher is better. The table has what is not drawn.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "workers (log scale)", Y: "results a second (log scale, higher is better)"},
			p, plot.Height, append(signs, plot.StatusLegend()...)),
	}, true
}

// scalingLines is how many lines can still be told apart.
const scalingLines = 7

// drawnScalings picks what can be drawn: the engine of the program where it was
// measured, for each kind and size once, else every strategy.
func drawnScalings(a *analysis.Analysis) []*analysis.Scaling {
	var engine, all []*analysis.Scaling
	seen := map[string]bool{}
	for i := range a.Scaling {
		s := &a.Scaling[i]
		if len(scalingSpots(s)) < 2 {
			continue
		}
		all = append(all, s)
		if key := s.Kind + strconv.Itoa(s.Bits); s.Strategy == onthefly && !seen[key] {
			seen[key] = true
			engine = append(engine, s)
		}
	}
	if len(engine) > 0 {
		all = engine
	}
	return all[:min(len(all), scalingLines)]
}

func scalingSpots(s *analysis.Scaling) []plot.Spot {
	var spots []plot.Spot
	for i := range s.Points {
		if pt := &s.Points[i]; positive(&pt.Rate) && pt.Workers > 0 {
			spots = append(spots, spotOf(join(" ", s.Kind, bitsLabel(s.Bits), s.Strategy)+", "+unit.Count(pt.Workers, "worker"), float64(pt.Workers), &pt.Rate))
		}
	}
	return spots
}
