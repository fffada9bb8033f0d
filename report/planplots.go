// The plots of a plan: latency against load with the objectives, and cores and cost
// against key size.

package report

import (
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"primebench/internal/capacity"
)

// mostPlanPlots is how many plots of a plan somebody may still look through.
const mostPlanPlots = 24

// PlanPlots draws for each service latency against load, for each of its sizes, then
// cores and cost against key size: the first 24 of these. A plot without data is left
// out.
func PlanPlots(p *capacity.Plan) []Plot {
	var plots []Plot
	for i := range p.Services {
		s := &p.Services[i]
		suffix := ""
		if len(p.Services) > 1 {
			suffix = "-" + strconv.Itoa(i+1) + "-" + slug(serviceName(&s.Service))
		}
		for j := range s.Sizes {
			if plot, ok := loadPlot(s, &s.Sizes[j]); ok {
				plot.Name = "latency" + suffix + "-" + strconv.Itoa(s.Sizes[j].Bits)
				plots = append(plots, plot)
			}
		}
		for _, q := range sizeQuantities(p) {
			if plot, ok := sizePlot(s, q); ok {
				plot.Name = q.name + suffix
				plots = append(plots, plot)
			}
		}
	}
	return plots[:min(len(plots), mostPlanPlots)]
}

// loadPlot draws the quantiles of the response over the load on the servers of the
// plan, with the objectives and the planned load.
func loadPlot(s *capacity.ServicePlan, size *capacity.SizePlan) (Plot, bool) {
	if len(size.Curve) < 2 || size.Upper == nil {
		return Plot{}, false
	}
	title := clean(serviceName(&s.Service)) + ", " + strconv.Itoa(size.Bits) + " bits: latency by load on " + cpus(size.Upper.Cores)
	p := newPlot()
	var signs legend
	add := func(label string, line *series) {
		p.Add(line)
		sign := *line
		sign.Spots = nil
		signs = append(signs, legendEntry{label, &sign})
	}
	colours := map[float64]color.Color{} // of quantiles
	for i, q := range size.Curve[0].Quantiles {
		colours[q.P] = colourOf(i)
		add(quantileName(q.P), &series{Spots: loadSpots(size.Curve, i), Line: true, Colour: colours[q.P], Shape: -1, Width: 1.6})
	}
	for _, o := range s.Service.Objectives {
		across := []spot{curve(0, o.Within.Seconds()), curve(1, o.Within.Seconds())}
		add("objective "+o.String(), &series{Spots: across, Line: true, Colour: colours[o.Quantile], Shape: -1, Dashes: dashesOf(1)})
	}
	p.X.Min, p.X.Max, p.X.Tick.Marker = 0, 1, percentTicks()
	logAxis(&p.Y, 1.3, decades{tickTime})
	planned := &upright{X: size.Upper.Utilisation, Colour: ink()}
	p.Add(planned)
	signs = append(signs, legendEntry{"planned: " + showPlain(s.Service.Load.Rate, "1/s") + ", " + showPercent(size.Upper.Utilisation) + " busy", planned})
	return Plot{
		Title: title,
		Alt: "Quantiles of wait and service together, by Allen and Cunneen at the upper end of the cost, on a logarithmic axis against the share of the servers that is " +
			"busy. Dashed across: the objectives. Upright: the planned load. Lower is better.",
		fig: newFigure(captions{title, "load in % of the capacity of the servers", "response (log scale, lower is better)"}, p, figureHeight, signs),
	}, true
}

// loadSpots are the responses of one quantile over the share of the servers that is
// busy.
func loadSpots(points []capacity.LoadPoint, quantile int) []spot {
	var spots []spot
	for i := range points {
		if response := points[i].Quantiles[quantile].Response; plottable(response) {
			spots = append(spots, curve(points[i].Utilisation, response))
		}
	}
	return spots
}

// An upright is a line at one place of the horizontal axis. It implements
// plot.Plotter and plot.Thumbnailer.
type upright struct {
	X      float64
	Colour color.Color
}

func (u *upright) style() draw.LineStyle {
	return draw.LineStyle{Color: u.Colour, Width: 1, Dashes: []vg.Length{1.5, 2.5}}
}

// Plot draws the line over the whole height.
func (u *upright) Plot(c draw.Canvas, p *plot.Plot) {
	tx, _ := p.Transforms(&c)
	c.StrokeLine2(u.style(), tx(u.X), c.Min.Y, tx(u.X), c.Max.Y)
}

// Thumbnail draws the line's sign for a legend.
func (u *upright) Thumbnail(c *draw.Canvas) {
	c.StrokeLine2(u.style(), c.Min.X, c.Center().Y, c.Max.X, c.Center().Y)
}

// A sizeQuantity is something to be drawn over the key size.
type sizeQuantity struct {
	name, what, axis string
	of               func(*capacity.WhatIf) float64 // 0 where there is none
}

// sizeQuantities are the cores, and money where there is a price, else core-hours.
func sizeQuantities(p *capacity.Plan) []sizeQuantity {
	cores := sizeQuantity{"cores", "cores", "cores (log scale, lower is better)", func(w *capacity.WhatIf) float64 {
		if w.Need == nil {
			return 0
		}
		return float64(w.Need.Cores)
	}}
	cost := sizeQuantity{"cost", "core-hours for 1,000 results", "core-hours for 1,000 results (log scale, lower is better)", func(w *capacity.WhatIf) float64 {
		if w.Spend == nil {
			return 0
		}
		return w.Spend.CoreHoursPerThousand
	}}
	if p.Scenario.Price > 0 {
		cost.what, cost.axis = "money for 1,000 results", "money for 1,000 results, in the unit of the price (log scale, lower is better)"
		cost.of = func(w *capacity.WhatIf) float64 {
			if w.Spend == nil {
				return 0
			}
			return w.Spend.PerThousand
		}
	}
	return []sizeQuantity{cores, cost}
}

// sizePlot draws a quantity over the key size, a line for each strategy and number
// of workers on a result, where two sizes are known.
func sizePlot(s *capacity.ServicePlan, q sizeQuantity) (Plot, bool) {
	lines, sizes := sizeLines(s, q)
	if len(sizes) < 2 {
		return Plot{}, false
	}
	title := clean(serviceName(&s.Service)) + ", " + loadText(&s.Service) + ": " + q.what + ", by key size"
	p := newPlot()
	var signs legend
	of := map[string]int{}
	for i, l := range lines {
		drawn := &series{
			Spots: bySize(l.spots), Line: true, Colour: colourOf(strategyIndex(l.strategy)), Shape: i, Dashes: dashesOf(of[l.strategy]),
			Dodge: vg.Length(2*i-len(lines)+1) * 0.9,
		}
		of[l.strategy]++
		p.Add(drawn)
		sign := *drawn
		sign.Spots = nil
		signs = append(signs, legendEntry{clean(l.strategy) + ", " + workersLabel(l.workers), &sign})
	}
	logAxis(&p.X, 1.15, wholeTicks(sizes))
	logAxis(&p.Y, 1.6, decades{tickNumber})
	return Plot{
		Title: title,
		Alt: "What the same load and demands take at other sizes, at the upper end of the cost, both axes logarithmic. Filled markers are of measured costs, hollow ones " +
			"of modelled and predicted ones. Lower is better.",
		fig: newFigure(captions{title, "size in bits (log scale)", q.axis}, p, figureHeight, append(signs, statusLegend()...)),
	}, true
}

// loadText is the load of a service in a few words.
func loadText(s *capacity.Service) string {
	if s.Load.Rate > 0 {
		return showPlain(s.Load.Rate, "1/s")
	}
	return showCount(s.Load.Count) + " within " + showPlain(s.Load.Within.Seconds(), "s")
}

// A sizeLine is one way to come by a result, over the sizes.
type sizeLine struct {
	strategy string
	workers  int
	spots    []spot
}

func sizeLines(s *capacity.ServicePlan, q sizeQuantity) (lines []*sizeLine, sizes []int) {
	at := map[string]*sizeLine{}
	known := map[int]bool{}
	for i := range s.WhatIf {
		w := &s.WhatIf[i]
		v := q.of(w)
		if !plottable(v) {
			continue
		}
		key := w.Strategy + " " + strconv.Itoa(w.Workers)
		if at[key] == nil {
			at[key] = &sizeLine{strategy: w.Strategy, workers: w.Workers}
			lines = append(lines, at[key])
		}
		at[key].spots = append(at[key].spots, spot{
			X: float64(w.Bits), Y: v, Low: math.NaN(), High: math.NaN(), Hollow: w.Cost.Basis != capacity.Measured,
		})
		if !known[w.Bits] {
			known[w.Bits] = true
			sizes = append(sizes, w.Bits)
		}
	}
	return lines, sizes
}
