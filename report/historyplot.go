// A series of a history, drawn: each run's value with its interval, and the
// levels between the change points.

package report

import (
	"math"
	"primebench/internal/history"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// HistoryPlots draws each series of at least two points, in order.
func HistoryPlots(h *history.History) []Plot {
	var plots []Plot
	for i := range h.Series {
		if s := &h.Series[i]; len(s.Points) > 1 {
			plots = append(plots, seriesPlot(h, s, i))
		}
	}
	return plots
}

// seriesPlot draws values over runs at equal distances: what happens between two
// runs happens at one of them.
func seriesPlot(h *history.History, s *history.Series, index int) Plot {
	factor, unit := scaleTime(s.Points[0].Value.Value)
	hollow := []spot{{Hollow: s.Basis == history.BasisModelled}} // in the legend
	values := &series{Colour: colourOf(0), Spots: seriesSpots(s, factor, false)}
	outliers := &series{Colour: colourOf(6), Shape: 3, Spots: seriesSpots(s, factor, true)}
	levels := &series{Colour: colourOf(1), Line: true, Shape: -1, Width: 1.8}
	p := newPlot()
	for _, level := range levelsOf(s, factor) {
		step := *levels
		step.Spots = level
		p.Add(&step)
	}
	signs := legend{{clean(string(s.Basis)) + ", with 95 % interval", &series{Colour: colourOf(0), Spots: hollow}}}
	if len(outliers.Spots) > 0 {
		p.Add(outliers)
		signs = append(signs, legendEntry{"outlier, whose weight is limited", &series{Colour: colourOf(6), Shape: 3, Spots: hollow}})
	}
	if len(s.Changes) > 0 {
		signs = append(signs, legendEntry{"level: geometric mean of its runs", levels},
			legendEntry{"change point, with the ratio of the levels", &boundary{}})
	}
	p.Add(values)
	room(&p.Y, 0.08)
	p.Y.Tick.Marker = linear{}
	for i := range s.Changes {
		c := &s.Changes[i]
		p.Add(&boundary{X: float64(c.Point) + 0.5, Label: show(&c.Ratio).Value})
	}
	p.X.Min, p.X.Max = 0.3, float64(len(s.Points))+0.7
	p.X.Tick.Marker = runTicks(h, s)
	title := clean(seriesLabel(s))
	return Plot{
		Name:  plotName(s, index),
		Title: title,
		Alt: "Value of each run with its 95 % interval, in the order of the runs at equal distances; vertical lines are change points, " +
			"and horizontal ones the levels between them. Lower is better. The table and the other formats have the numbers.",
		fig: newFigure(captions{shorten(title, 90), "runs, by their start (UTC)", clean(s.Quantity) + " in" + unit + " (lower is better)"}, p, figureHeight, signs),
	}
}

// plotName is unique by the index, and says for people what the series is of.
func plotName(s *history.Series, index int) string {
	name := "series-" + strconv.Itoa(index)
	for _, part := range []string{s.Cell.Kind, strconv.Itoa(s.Cell.Bits), s.Cell.Strategy, s.Cell.Mode, s.Quantity} {
		name += "-" + slug(part)
	}
	return name
}

// seriesSpots places the points of a series, those that are outliers or the
// others, where the points stand at 1, 2 and so on.
func seriesSpots(s *history.Series, factor float64, outliers bool) []spot {
	var spots []spot
	for i := range s.Points {
		if s.Points[i].Outlier != outliers {
			continue
		}
		e := s.Points[i].Value
		e.Value, e.Low, e.High = e.Value*factor, e.Low*factor, e.High*factor
		spots = append(spots, spotOf(float64(i+1), &e))
	}
	return spots
}

// levelsOf is a level line for each stretch between the change points; none
// without change points.
func levelsOf(s *history.Series, factor float64) [][]spot {
	var lines [][]spot
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
func levelLine(start, end int, value float64) []spot {
	return []spot{curve(float64(start)+0.5, value), curve(float64(end)+0.5, value)}
}

// room widens a linear axis by a part of what it spans, and by as much of its
// value where that is nothing.
func room(axis *plot.Axis, part float64) {
	span := axis.Max - axis.Min
	if span <= 0 {
		span = math.Abs(axis.Max)
	}
	axis.Min -= part * span
	axis.Max += part * span
}

// runTicks labels as many runs as have room, with their day, or with the hour
// where a label would otherwise come twice.
func runTicks(h *history.History, s *history.Series) plot.ConstantTicks {
	const labels = 7 // about the width of eleven characters each
	start := func(point int) time.Time { return h.Runs[s.Points[point].Run].Start.UTC() }
	form := "2006-01-02"
	if start(len(s.Points)-1).Sub(start(0)) < labels*24*time.Hour {
		form = "01-02 15:04"
	}
	every := (len(s.Points) + labels - 1) / labels
	ticks := make(plot.ConstantTicks, len(s.Points))
	for i := range s.Points {
		ticks[i].Value = float64(i + 1)
		if i%every == 0 {
			ticks[i].Label = start(i).Format(form)
		}
	}
	return ticks
}

// A linear is ticks of a linear axis at whole multiples of 1, 2 or 5 times a
// power of ten, labelled with the digits that tell them apart.
type linear struct{}

// Ticks lists at most ten ticks from low to high; none where these are no range.
func (linear) Ticks(low, high float64) []plot.Tick {
	span := high - low
	if !(span > 0) || !finite(span) {
		return nil
	}
	power := magnitude(span / 4)
	step := math.Pow10(power)
	for _, factor := range []float64{5, 2} {
		if span/(factor*step) >= 4 {
			step *= factor
			break
		}
	}
	var ticks []plot.Tick
	for i := range 10 { // by an index, for of numbers that hardly differ n+1 can be n
		n := math.Ceil(low/step) + float64(i)
		v := n * step
		if v > high {
			break
		}
		ticks = append(ticks, plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'f', max(0, -power), 64)})
	}
	return ticks
}

// A boundary is a vertical line through the whole plot with a label at its top.
// It implements plot.Plotter.
type boundary struct {
	X     float64
	Label string
}

func (b *boundary) line() draw.LineStyle {
	return draw.LineStyle{Color: ink(), Width: 1, Dashes: []vg.Length{4, 3}}
}

// Plot draws the line, and the label to its right, or to its left near the end.
func (b *boundary) Plot(c draw.Canvas, p *plot.Plot) {
	tx, _ := p.Transforms(&c)
	x := tx(b.X)
	c.StrokeLine2(b.line(), x, c.Min.Y, x, c.Max.Y)
	style := typeOf(tickSize)
	style.YAlign = draw.YTop
	at := vg.Point{X: x + 3, Y: c.Max.Y - 1}
	if at.X+style.Width(b.Label) > c.Max.X {
		at.X, style.XAlign = x-3, draw.XRight
	}
	c.FillText(style, at, b.Label)
}

// Thumbnail draws the sign for a legend.
func (b *boundary) Thumbnail(c *draw.Canvas) {
	middle := c.Center()
	c.StrokeLine2(b.line(), c.Min.X, middle.Y, c.Max.X, middle.Y)
}
