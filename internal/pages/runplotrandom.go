// How fast random bytes come, by how many are drawn at a time.

package pages

import (
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
)

// randomPlot draws the throughput over the size of a draw, a line for each strategy
// by the fewest workers it has; of one size it draws a marker for each.
func randomPlot(a *analysis.Analysis) (plot.Plot, bool) {
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
	if len(sizes) == 0 {
		return plot.Plot{}, false
	}
	p := plot.Blank()
	var signs plot.Legend
	for n, strategy := range order {
		var spots []plot.Spot
		for _, d := range lines[strategy] {
			spots = append(spots, spotOf(strategy+", "+strconv.Itoa(d.Bytes)+" bytes", float64(d.Bytes), d.Throughput))
		}
		s := &plot.Series{Spots: plot.ByX(spots), Line: true, Colour: plot.Colour(n), Shape: n}
		name := doc.Clean(strategy)
		if !forSecrets(a, lines[strategy][0]) {
			s.Dashes = []vg.Length{6, 3}
			name += ", plain"
		}
		p.Add(s)
		signs = append(signs, plot.Entry{Label: name, Sign: s.Sign()})
	}
	plot.LogAxis(&p.X, 1.15, plot.WholeTicks(sizes))
	plot.LogAxis(&p.Y, 1.3, plot.ByteTicks{})
	return plot.Plot{
		Name:  "random",
		Title: title,
		Alt: "Random bytes a second against the bytes drawn at a time, both on logarithmic axes, with 95 % intervals, on " + workersOf(all) +
			". Full lines are fit for secrets; dashed ones are plain generators, which are not. Higher is better.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "bytes drawn at a time (log scale)", Y: "bytes a second (log scale, higher is better)"}, p, plot.Height, signs),
	}, true
}

// drawnSizes lists the sizes at which bytes were drawn, ascending, in bytes.
func drawnSizes(draws []*analysis.Draw) []int {
	var sizes []int
	for _, d := range draws {
		if !slices.Contains(sizes, d.Bytes) {
			sizes = append(sizes, d.Bytes)
		}
	}
	slices.Sort(sizes)
	return sizes
}

// workersOf names the numbers of workers of draws.
func workersOf(draws []*analysis.Draw) string {
	var words []string
	for _, d := range draws {
		if word := unit.Count(d.Workers, "worker"); !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}
