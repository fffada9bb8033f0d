// How fast random bytes come, by how many are drawn at a time.

package report

import (
	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
)

// randomPlot draws the throughput over the size of a draw, a line for each strategy
// by the fewest workers it has, where two sizes were measured.
func randomPlot(a *analysis.Analysis) (Plot, bool) {
	const title = "Throughput of random bytes, by the bytes drawn at a time"
	var order []string
	lines := map[string][]*analysis.Draw{}
	for i := range a.Draws {
		d := &a.Draws[i]
		if !positive(d.Throughput) || d.Bytes < 1 || d.Speedup != nil {
			continue
		}
		if lines[d.Strategy] == nil {
			order = append(order, d.Strategy)
		}
		lines[d.Strategy] = append(lines[d.Strategy], d)
	}
	var all []*analysis.Draw
	for _, line := range lines {
		all = append(all, line...)
	}
	sizes := drawnSizes(all)
	if len(sizes) < 2 {
		return Plot{}, false
	}
	p := newPlot()
	var signs legend
	for n, strategy := range order {
		var spots []spot
		for _, d := range lines[strategy] {
			spots = append(spots, spotOf(float64(d.Bytes), d.Throughput))
		}
		s := &series{Spots: bySize(spots), Line: true, Colour: colourOf(n), Shape: n}
		name := clean(strategy)
		if !forSecrets(a, lines[strategy][0]) {
			s.Dashes = []vg.Length{6, 3}
			name += ", plain"
		}
		p.Add(s)
		sign := *s
		sign.Spots = nil
		signs = append(signs, legendEntry{name, &sign})
	}
	logAxis(&p.X, 1.15, wholeTicks(sizes))
	logAxis(&p.Y, 1.3, decades{tickBytes})
	return Plot{
		Name:  "random",
		Title: title,
		Alt: "Random bytes a second against the bytes drawn at a time, both on logarithmic axes, with 95 % intervals, on " + workersOf(all) +
			". Full lines are fit for secrets; dashed ones are plain generators, which are not. Higher is better.",
		fig: newFigure(captions{title, "bytes drawn at a time (log scale)", "bytes a second (log scale, higher is better)"}, p, figureHeight, signs),
	}, true
}
