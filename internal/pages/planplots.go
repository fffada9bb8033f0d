// The pictures of a plan: latency against load with the objectives, and cores and cost
// against key size.

package pages

import (
	"cmp"
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"

	"primebench/internal/capacity"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
)

// mostPlanPictures is how many pictures of a plan somebody may still look through.
const mostPlanPictures = 24

// planned is the pictures of a plan, by the sections that they belong to.
type planned struct {
	latency, size []doc.Picture
}

// planPictures draws for each service latency against load, for each of its sizes, then
// cores and cost against key size: the first 24 of these. A picture without data is left
// out.
func planPictures(p *capacity.Plan) planned {
	var all planned
	add := func(to *[]doc.Picture, name string, drawn plot.Plot, ok bool) {
		if ok && len(all.latency)+len(all.size) < mostPlanPictures {
			drawn.Name = name
			*to = append(*to, picture(drawn))
		}
	}
	for i := range p.Services {
		s := &p.Services[i]
		suffix := ""
		if len(p.Services) > 1 {
			suffix = "-" + strconv.Itoa(i+1) + "-" + doc.Slug(serviceName(&s.Service))
		}
		for j := range s.Sizes {
			drawn, ok := loadPlot(s, &s.Sizes[j])
			add(&all.latency, "latency"+suffix+"-"+doc.Slug(cmp.Or(s.Sizes[j].Params, strconv.Itoa(s.Sizes[j].Bits))), drawn, ok)
		}
		for _, q := range sizeQuantities(p) {
			drawn, ok := sizePlot(s, q)
			add(&all.size, q.name+suffix, drawn, ok)
		}
	}
	return all
}

// loadPlot draws the quantiles of the response over the load on the servers of the
// plan, with the objectives and the planned load.
func loadPlot(s *capacity.ServicePlan, size *capacity.SizePlan) (plot.Plot, bool) {
	if len(size.Curve) < 2 || size.Upper == nil {
		return plot.Plot{}, false
	}
	title := doc.Clean(serviceName(&s.Service)+", "+size.Size()) + ": latency by load on " + unit.Count(size.Upper.Cores, "core")
	p := plot.Blank()
	var signs plot.Legend
	add := func(label string, line *plot.Series) {
		p.Add(line)
		signs = append(signs, plot.Entry{Label: label, Sign: line.Sign()})
	}
	colours := map[float64]color.Color{} // of quantiles
	for i, q := range size.Curve[0].Quantiles {
		colours[q.P] = plot.Colour(i)
		add(unit.Quantile(q.P), &plot.Series{Spots: loadSpots(unit.Quantile(q.P), size.Curve, i), Line: true, Colour: colours[q.P], Shape: i, Width: 1.6})
	}
	for _, o := range s.Service.Objectives {
		across := []plot.Spot{plot.At(0, o.Within.Seconds()), plot.At(1, o.Within.Seconds())}
		add("objective "+o.String(), &plot.Series{Spots: across, Line: true, Colour: colours[o.Quantile], Shape: plot.NoMarker, Dashes: plot.Dashes(1)})
	}
	p.X.Min, p.X.Max, p.X.Tick.Marker = 0, 1, plot.PercentTicks()
	plot.LogAxis(&p.Y, 1.3, plot.TimeTicks{})
	planned := &plot.Upright{X: size.Upper.Utilisation, Dashes: plot.Dashes(2)}
	p.Add(planned)
	signs = append(signs, plot.Entry{Label: "planned: " + loadText(&s.Service) + ", " + unit.Percent(size.Upper.Utilisation) + " busy", Sign: planned})
	return plot.Plot{
		Title: title,
		Alt: "Quantiles of wait and service together, by Allen and Cunneen at the upper end of the cost, on a logarithmic axis against the share of the servers that is " +
			"busy. Dashed across: the objectives. Upright: the planned load. Lower is better.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "load in % of the capacity of the servers", Y: "response (log scale, lower is better)"}, p, plot.Height, signs),
	}, true
}

// loadSpots are the responses of one quantile over the share of the servers that is
// busy.
func loadSpots(name string, points []capacity.LoadPoint, quantile int) []plot.Spot {
	var spots []plot.Spot
	for i := range points {
		if response := points[i].Quantiles[quantile].Response; plottable(response) {
			spot := plot.At(points[i].Utilisation, response)
			spot.Title = name + " " + unit.Seconds(response) + " at " + unit.Given(points[i].Utilisation, unit.Share)
			spots = append(spots, spot)
		}
	}
	return spots
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
func sizePlot(s *capacity.ServicePlan, q sizeQuantity) (plot.Plot, bool) {
	lines, sizes := sizeLines(s, q)
	if len(sizes) < 2 {
		return plot.Plot{}, false
	}
	title := doc.Clean(serviceName(&s.Service)) + ", " + loadText(&s.Service) + ": " + q.what + ", by key size"
	p := plot.Blank()
	var signs plot.Legend
	of := map[string]int{}
	for i, l := range lines {
		drawn := &plot.Series{
			Spots: plot.ByX(l.spots), Line: true, Colour: plot.Colour(strategyIndex(l.strategy)), Shape: i, Dashes: plot.Dashes(of[l.strategy]),
			Dodge: vg.Length(2*i-len(lines)+1) * 0.9,
		}
		of[l.strategy]++
		p.Add(drawn)
		signs = append(signs, plot.Entry{Label: doc.Clean(l.strategy) + ", " + unit.Count(l.workers, "worker"), Sign: drawn.Sign()})
	}
	plot.LogAxis(&p.X, 1.15, plot.WholeTicks(sizes))
	plot.LogAxis(&p.Y, 1.6, plot.NumberTicks{})
	return plot.Plot{
		Title: title,
		Alt: "What the same load and demands take at other sizes, at the upper end of the cost, both axes logarithmic. Filled markers are of measured costs, hollow ones " +
			"of modelled and predicted ones. Lower is better.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "size in bits (log scale)", Y: q.axis}, p, plot.Height, append(signs, plot.StatusLegend()...)),
	}, true
}

// loadText is the load of a service in a few words.
func loadText(s *capacity.Service) string {
	if s.Load.Rate > 0 {
		return unit.Given(s.Load.Rate, unit.PerSecond)
	}
	return unit.Given(s.Load.Count, unit.Counted) + " within " + unit.Given(s.Load.Within.Seconds(), unit.Second)
}

// A sizeLine is one way to come by a result, over the sizes.
type sizeLine struct {
	strategy string
	workers  int
	spots    []plot.Spot
}

func sizeLines(s *capacity.ServicePlan, q sizeQuantity) (lines []*sizeLine, sizes []int) {
	at := map[string]*sizeLine{}
	known := map[int]bool{}
	for i := range s.WhatIf {
		w := &s.WhatIf[i]
		v := q.of(w)
		if !plottable(v) || w.Params != "" { // which are no sizes of one thing
			continue
		}
		key := w.Strategy + " " + strconv.Itoa(w.Workers)
		if at[key] == nil {
			at[key] = &sizeLine{strategy: w.Strategy, workers: w.Workers}
			lines = append(lines, at[key])
		}
		at[key].spots = append(at[key].spots, plot.Spot{
			X: float64(w.Bits), Y: v, Low: math.NaN(), High: math.NaN(), Hollow: w.Cost.Basis != capacity.Measured,
			Title: doc.Clean(w.Strategy) + ", " + strconv.Itoa(w.Bits) + " bits" + ": " + unit.Text(v, unit.Money) + " " + q.what,
		})
		if !known[w.Bits] {
			known[w.Bits] = true
			sizes = append(sizes, w.Bits)
		}
	}
	return lines, sizes
}
