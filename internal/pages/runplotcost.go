// Cost against key size, one plot for each kind.

package pages

import (
	"strconv"

	"gonum.org/v1/plot/vg"

	"primebench/internal/analysis"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
	"primebench/results"
)

// costPlots draws the time to one result over the size, for each kind that has
// one; the operations of the hard-coded groups stand beside the searches.
func costPlots(a *analysis.Analysis) []plot.Plot {
	var plots []plot.Plot
	for _, kind := range kinds(a) {
		if lines := costLines(a, kind); len(lines) > 0 {
			plots = append(plots, costPlot(kind, lines))
		}
	}
	return plots
}

// kinds lists the kinds in order of appearance.
func kinds(a *analysis.Analysis) []string {
	var list []string
	seen := map[string]bool{}
	for i := range a.Cells {
		if k := a.Cells[i].Kind; !seen[k] {
			seen[k] = true
			list = append(list, k)
		}
	}
	return list
}

// A costLine is one way to come by a result, over the sizes.
type costLine struct {
	Strategy, Mode, Policy, Operation string
	Workers                           int
	Twin                              int // which of several policies of otherwise equal cells
	Spots                             []plot.Spot
}

// same reports whether two lines are the same way. The default policy changes with
// the size, so a line goes on through policies unless they stand side by side.
func (l *costLine) same(o *costLine) bool {
	return l.Strategy == o.Strategy && l.Mode == o.Mode && l.Operation == o.Operation &&
		l.Workers == o.Workers && l.Twin == o.Twin
}

func costLines(a *analysis.Analysis, kind string) []*costLine {
	var lines []*costLine
	add := func(l costLine, s plot.Spot) {
		for _, known := range lines {
			if known.same(&l) {
				if known.Policy != l.Policy {
					known.Policy = "policy " + analysis.BySize
				}
				known.Spots = append(known.Spots, s)
				return
			}
		}
		l.Spots = []plot.Spot{s}
		lines = append(lines, &l)
	}
	for i := range a.Cells {
		c := &a.Cells[i]
		if c.Kind != kind || c.Bits <= 0 {
			continue
		}
		l := costLine{Strategy: c.Strategy, Mode: c.Mode, Policy: orAbsent(c.Policy.Name), Workers: c.Workers}
		for j := range i {
			if sameButPolicy(&c.Cell, &a.Cells[j].Cell) {
				l.Twin++
			}
		}
		if positive(c.Time) {
			add(l, spotOf(bitsLabel(c.Bits), float64(c.Bits), c.Time))
		} else if c.Strategy == hardcoded {
			for j := range c.Operations {
				if op := &c.Operations[j]; positive(&op.Cost) {
					l.Operation = op.Name
					add(l, spotOf(bitsLabel(c.Bits), float64(c.Bits), &op.Cost))
				}
			}
		}
	}
	return lines
}

// label names a line by what tells it from the others.
func (l *costLine) label(all []*costLine) string {
	var modes, workers, policies bool
	for _, o := range all {
		modes = modes || o.Mode != l.Mode
		workers = workers || (o.Workers != l.Workers && o.Operation == "")
		policies = policies || (o.Twin != l.Twin && o.Strategy == l.Strategy)
	}
	name := doc.Clean(l.Strategy)
	if l.Operation != "" {
		name += ": " + doc.Clean(l.Operation)
	}
	if modes && l.Operation == "" {
		name += ", " + doc.Clean(l.Mode)
	}
	if workers && l.Operation == "" {
		name += ", " + unit.Count(l.Workers, "worker")
	}
	if policies {
		name += ", " + doc.Clean(l.Policy)
	}
	return name
}

func costPlot(kind string, lines []*costLine) plot.Plot {
	title := "What a " + doc.Clean(kind) + " prime costs, by key size"
	if kind == results.KindPrime {
		title = "What a prime costs, by key size"
	}
	p := plot.Blank()
	var signs plot.Legend
	var sizes []int
	for i, s := range costSeries(lines) {
		name := lines[i].label(lines)
		for k := range s.Spots {
			s.Spots[k].Title = name + ", " + s.Spots[k].Title
			sizes = append(sizes, int(s.Spots[k].X))
		}
		p.Add(s)
		signs = append(signs, plot.Entry{Label: name, Sign: s.Sign()})
	}
	plot.LogAxis(&p.X, 1.15, plot.WholeTicks(sizes))
	plot.LogAxis(&p.Y, 1.6, plot.TimeTicks{})
	return plot.Plot{
		Name:  costName(kind),
		Title: title,
		Alt: "Wall time to one result against the size in bits, both on logarithmic axes, with 95 % intervals, for " +
			strconv.Itoa(len(lines)) + " ways to come by it. Filled markers are measured, hollow ones modelled. Lower is better.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "size in bits (log scale)", Y: "wall time to one result (log scale, lower is better)"},
			p, plot.Height, append(signs, plot.StatusLegend()...)),
	}
}

// costSeries draws each line in the colour of its strategy. Those of a strategy differ by
// their dashes, and by their markers where a single size leaves no line to be dashed.
func costSeries(lines []*costLine) []*plot.Series {
	var all []*plot.Series
	of := map[string]int{} // lines of a strategy so far
	for i, l := range lines {
		all = append(all, &plot.Series{
			Spots: plot.ByX(l.Spots), Line: true, Colour: plot.Colour(strategyIndex(l.Strategy)), Shape: i,
			Dashes: plot.Dashes(of[l.Strategy]), Dodge: vg.Length(2*i-len(lines)+1) * 0.9,
		})
		of[l.Strategy]++
	}
	return all
}

// costName names the picture of the costs of a kind.
func costName(kind string) string { return costPictures + "-" + doc.Slug(kind) }
