// A series of a history, drawn: each run's value with its interval, and the
// levels between the change points.

package pages

import (
	"strconv"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/history"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"

	gonum "gonum.org/v1/plot"
)

// historyPlots draws each series of at least two points, in order.
func historyPlots(h *history.History) []plot.Plot {
	var plots []plot.Plot
	for i := range h.Series {
		if s := &h.Series[i]; len(s.Points) > 1 {
			plots = append(plots, seriesPlot(h, s, i))
		}
	}
	return plots
}

// seriesPlot draws values over runs at equal distances: what happens between two
// runs happens at one of them.
func seriesPlot(h *history.History, s *history.Series, index int) plot.Plot {
	scale := unit.ScaleOf(s.Points[0].Value.Value, unit.Second)
	factor := scale.Factor
	hollow := []plot.Spot{{Hollow: s.Basis == history.BasisModelled}} // in the legend
	values := &plot.Series{Colour: plot.Colour(0), Spots: seriesSpots(h, s, factor, false)}
	outliers := &plot.Series{Colour: plot.Colour(6), Shape: 3, Spots: seriesSpots(h, s, factor, true)}
	levels := &plot.Series{Colour: plot.Colour(1), Line: true, Shape: plot.NoMarker, Width: 1.8}
	p := plot.Blank()
	for _, level := range levelsOf(s, factor) {
		step := *levels
		step.Spots = level
		p.Add(&step)
	}
	signs := plot.Legend{{Label: doc.Clean(string(s.Basis)) + ", with 95 % interval", Sign: &plot.Series{Colour: plot.Colour(0), Spots: hollow}}}
	if len(outliers.Spots) > 0 {
		p.Add(outliers)
		signs = append(signs, plot.Entry{Label: "outlier, whose weight is limited", Sign: &plot.Series{Colour: plot.Colour(6), Shape: 3, Spots: hollow}})
	}
	if len(s.Changes) > 0 {
		signs = append(signs, plot.Entry{Label: "level: geometric mean of its runs", Sign: levels},
			plot.Entry{Label: "change point, with the ratio of the levels", Sign: &plot.Upright{Dashes: plot.Dashes(1)}})
	}
	p.Add(values)
	plot.Room(&p.Y, 0.08)
	p.Y.Tick.Marker = plot.LinearTicks{}
	for i := range s.Changes {
		c := &s.Changes[i]
		p.Add(&plot.Upright{X: float64(c.Point) + 0.5, Label: changeLabel(&c.Ratio), Dashes: plot.Dashes(1)})
	}
	p.X.Min, p.X.Max = 0.3, float64(len(s.Points))+0.7
	p.X.Tick.Marker = runTicks(h, s)
	title := doc.Clean(seriesLabel(s))
	return plot.Plot{
		Name:  plotName(s, index),
		Title: title,
		Alt: "Value of each run with its 95 % interval, in the order of the runs at equal distances; vertical lines are change points, " +
			"and horizontal ones the levels between them. Lower is better. The table and the other formats have the numbers.",
		Figure: plot.NewFigure(plot.Captions{Title: doc.Shorten(title, 90), X: "runs, by their start (UTC)", Y: doc.Clean(s.Quantity) + " in" + scale.Suffix + " (lower is better)"}, p, plot.Height, signs),
	}
}

// plotName is unique by the index, and says for people what the series is of.
func plotName(s *history.Series, index int) string {
	name := "series-" + strconv.Itoa(index)
	for _, part := range []string{s.Cell.Kind, s.Cell.Size(), s.Cell.Strategy, s.Cell.Mode, s.Quantity} {
		name += "-" + doc.Slug(part)
	}
	return name
}

// seriesSpots places the points of a series, those that are outliers or the
// others, where the points stand at 1, 2 and so on.
func seriesSpots(h *history.History, s *history.Series, factor float64, outliers bool) []plot.Spot {
	var spots []plot.Spot
	for i := range s.Points {
		if s.Points[i].Outlier != outliers {
			continue
		}
		e, run := s.Points[i].Value, &h.Runs[s.Points[i].Run]
		spot := plot.At(float64(i+1), e.Value*factor)
		if e.Need == 0 {
			spot.Low, spot.High = e.Low*factor, e.High*factor
		}
		spot.Hollow = e.Modelled
		spot.Title = titleOf(run.Start.UTC().Format("2006-01-02 15:04")+", "+shortRevision(run.Revision), &e)
		spots = append(spots, spot)
	}
	return spots
}

// levelsOf is a level line for each stretch between the change points; none
// without change points.
func levelsOf(s *history.Series, factor float64) [][]plot.Spot {
	var lines [][]plot.Spot
	start := 0
	for i := range s.Changes {
		c := &s.Changes[i]
		lines = append(lines, levelLine(start, c.Point, c.Before*factor))
		start = c.Point
		if i == len(s.Changes)-1 {
			lines = append(lines, levelLine(start, len(s.Points), c.After*factor))
		}
	}
	return lines
}

// levelLine spans the points from start to before end.
func levelLine(start, end int, value float64) []plot.Spot {
	return []plot.Spot{plot.At(float64(start)+0.5, value), plot.At(float64(end)+0.5, value)}
}

// runTicks labels as many runs as have room, with their day, or with the hour
// where a label would otherwise come twice.
func runTicks(h *history.History, s *history.Series) gonum.ConstantTicks {
	const labels = 7 // about the width of eleven characters each
	start := func(point int) time.Time { return h.Runs[s.Points[point].Run].Start.UTC() }
	form := "2006-01-02"
	if start(len(s.Points)-1).Sub(start(0)) < labels*24*time.Hour {
		form = "01-02 15:04"
	}
	every := (len(s.Points) + labels - 1) / labels
	ticks := make(gonum.ConstantTicks, len(s.Points))
	for i := range s.Points {
		ticks[i].Value = float64(i + 1)
		if i%every == 0 {
			ticks[i].Label = start(i).Format(form)
		}
	}
	return ticks
}

// changeLabel is the ratio of a change, without its interval.
func changeLabel(ratio *analysis.Estimate) string {
	times, _ := ratio.Words()
	return times
}

// seriesLabel names a series in a title.
func seriesLabel(s *history.Series) string {
	operation := s.Quantity
	if operation == history.QuantityTime {
		operation = ""
	}
	c := &s.Cell
	return join(", ", join(" ", c.Kind, c.Size(), c.Strategy, c.Mode, unit.Count(c.Workers, "worker"), c.Policy.Name), s.Detail, operation)
}
