// Throughput against workers, with the ideal that each worker adds as much as
// the first.

package report

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
)

// scalingPlot draws results a second over workers where there are at least two
// worker counts.
func scalingPlot(a *analysis.Analysis) (Plot, bool) {
	const title = "Throughput by number of workers"
	p := newPlot()
	var signs legend
	var counts []int
	for n, s := range drawnScalings(a) {
		spots := scalingSpots(s)
		for _, sp := range spots {
			counts = append(counts, int(sp.X))
		}
		first, last := spots[0], spots[len(spots)-1]
		ideal := &series{Line: true, Colour: colourOf(n), Shape: -1, Dashes: []vg.Length{4, 3}, Width: 1,
			Spots: []spot{curve(first.X, first.Y), curve(last.X, first.Y*last.X/first.X)}}
		measured := &series{Spots: spots, Line: true, Colour: colourOf(n), Shape: n}
		p.Add(ideal, measured)
		sign := *measured
		sign.Spots = nil
		signs = append(signs, legendEntry{
			clean(join(" ", s.Kind, strconv.Itoa(s.Bits), s.Strategy, s.Mode, s.Policy)), &sign})
	}
	if len(signs) == 0 {
		return Plot{}, false
	}
	logAxis(&p.X, 1.08, wholeTicks(counts))
	logAxis(&p.Y, 1.3, decades{tickNumber})
	signs = append(signs, legendEntry{"ideal: proportional to the workers",
		&series{Line: true, Colour: ink(), Shape: -1, Dashes: []vg.Length{4, 3}}})
	return Plot{
		Name:  "scaling",
		Title: title,
		Alt: "Results a second against the number of workers, both on logarithmic axes, with 95 % intervals; dashed, what " +
			"proportional growth from the smallest number would give. Higher is better. The table has what is not drawn.",
		fig: newFigure(captions{title, "workers (log scale)", "results a second (log scale, higher is better)"},
			p, figureHeight, append(signs, statusLegend()...)),
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

func scalingSpots(s *analysis.Scaling) []spot {
	var spots []spot
	for i := range s.Points {
		if pt := &s.Points[i]; positive(&pt.Rate) && pt.Workers > 0 {
			spots = append(spots, spotOf(float64(pt.Workers), &pt.Rate))
		}
	}
	return spots
}

// percentTicks marks a share from 0 to 1 in per cent.
func percentTicks() plot.ConstantTicks {
	var ticks plot.ConstantTicks
	for percent := 0; percent <= 100; percent += 10 {
		tick := plot.Tick{Value: float64(percent) / 100}
		if percent%20 == 0 {
			tick.Label = strconv.Itoa(int(math.Round(tick.Value*100))) + " %"
		}
		ticks = append(ticks, tick)
	}
	return ticks
}
