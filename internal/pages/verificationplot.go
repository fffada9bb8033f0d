// The picture of a verification: observed responses by load, and what the models say of
// them as lines.

package pages

import (
	"slices"
	"strconv"

	"primebench/internal/capacity"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
)

// verificationPictures has a picture for each size.
func verificationPictures(all []*capacity.Verification) []doc.Picture {
	var pictures []doc.Picture
	for _, v := range all {
		if drawn, ok := verificationPlot(v); ok {
			pictures = append(pictures, picture(drawn))
		}
	}
	return pictures
}

// verificationPlot draws markers of each observed quantile over the load, and a line of
// each model in the quantile's colour; false where nothing was observed.
func verificationPlot(v *capacity.Verification) (plot.Plot, bool) {
	rows := observedQuantiles([]*capacity.Verification{v})
	var levels []float64
	for _, q := range rows {
		if p := q.checks[0].P; plottable(q.checks[0].Observed) && !slices.Contains(levels, p) {
			levels = append(levels, p)
		}
	}
	if len(levels) == 0 {
		return plot.Plot{}, false
	}
	p := plot.Blank()
	var signs plot.Legend
	models := verifiedModels()
	for i, m := range models {
		line := plot.Series{Line: true, Shape: plot.NoMarker, Dashes: plot.Dashes(len(models) - 1 - i), Colour: plot.Ink()}
		for k, level := range levels {
			drawn := line
			drawn.Colour, drawn.Spots = plot.Colour(k), predictedSpots(rows, level, m.name)
			p.Add(&drawn)
		}
		signs = append(signs, plot.Entry{Label: "by " + modelName(m.name), Sign: &line})
	}
	for k, level := range levels {
		drawn := &plot.Series{Spots: observedSpots(rows, level), Colour: plot.Colour(k), Shape: k}
		p.Add(drawn)
		signs = append(signs, plot.Entry{Label: unit.Quantile(level) + ", observed", Sign: drawn.Sign()})
	}
	p.X.Min, p.X.Max, p.X.Tick.Marker = 0, 1, plot.PercentTicks()
	plot.LogAxis(&p.Y, 1.3, plot.TimeTicks{})
	title := doc.Clean(verifiedSize(v)) + ": observed and predicted latency by load on " + unit.Count(v.Servers, "core")
	return plot.Plot{
		Name: "verification-" + doc.Slug(v.Cost.Kind) + "-" + strconv.Itoa(v.Cost.Bits), Title: title,
		Alt: "Quantiles of wait and service together, on a logarithmic axis against the share of the capacity that is asked for. Markers: observed, with their " +
			"intervals. Lines: what each model predicts, in the colour of its quantile. A model is right where its line meets the marker.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "load in % of the capacity of the servers", Y: "response (log scale, lower is better)"}, p, plot.Height, signs),
	}, true
}

func observedSpots(rows []observedQuantile, level float64) []plot.Spot {
	var spots []plot.Spot
	for _, q := range rows {
		if c := &q.checks[0]; c.P == level && plottable(c.Observed) {
			spots = append(spots, plot.Spot{
				X: q.under.Load, Y: c.Observed, Low: c.Observed - c.Error, High: c.Observed + c.Error,
				Title: unit.Quantile(level) + " at " + unit.Given(q.under.Load, unit.Share) + ": observed " + unit.Seconds(c.Observed) + " +- " + unit.Seconds(c.Error),
			})
		}
	}
	return plot.ByX(spots)
}

func predictedSpots(rows []observedQuantile, level float64, model string) []plot.Spot {
	var spots []plot.Spot
	for _, q := range rows {
		if c := q.by(model); c != nil && c.P == level && plottable(c.Predicted) {
			spot := plot.At(q.under.Load, c.Predicted)
			spot.Title = unit.Quantile(level) + " at " + unit.Given(q.under.Load, unit.Share) + ": " + predicted(c.Predicted, unit.Second) + " by " + modelName(model)
			spots = append(spots, spot)
		}
	}
	return plot.ByX(spots)
}
