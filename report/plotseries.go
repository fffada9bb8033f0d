// Points with intervals, joined by a line: the data of most plots.

package report

import (
	"image/color"
	"math"
	"sort"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"primebench/internal/analysis"
)

// A spot is one point of a series. An end of its interval that is NaN is not
// drawn.
type spot struct {
	X, Y, Low, High float64
	Hollow          bool // modelled, not measured
}

// spotOf places an estimate that is positive.
func spotOf(x float64, e *analysis.Estimate) spot {
	s := spot{X: x, Y: e.Value, Low: e.Low, High: e.High, Hollow: e.Modelled}
	if e.Need > 0 {
		s.Low, s.High = math.NaN(), math.NaN()
	}
	return s
}

// bySize puts points in the order of their size.
func bySize(spots []spot) []spot {
	sort.SliceStable(spots, func(i, j int) bool { return spots[i].X < spots[j].X })
	return spots
}

// A series is points of one kind. It implements plot.Plotter.
type series struct {
	Spots  []spot
	Colour color.Color
	Shape  int // of the markers; negative: none
	Dashes []vg.Length
	Line   bool // join the points
	Width  vg.Length
	Dodge  vg.Length // to the right, so that intervals of several series stay apart
}

const markerRadius = vg.Length(3.6)

// reach is how far beyond its value an interval may stretch an axis, as a
// factor; a longer one runs out of the plot.
const reach = 30

// Plot draws line, intervals and markers, clipped to the canvas.
func (s *series) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	at := func(sp spot) vg.Point { return vg.Point{X: tx(sp.X) + s.Dodge, Y: ty(sp.Y)} }
	if s.Line {
		path := make([]vg.Point, len(s.Spots))
		for i, sp := range s.Spots {
			path[i] = at(sp)
		}
		c.StrokeLines(s.line(), c.ClipLinesXY(path)...)
	}
	for _, sp := range s.Spots {
		if !math.IsNaN(sp.Low) && !math.IsNaN(sp.High) {
			s.interval(c, at(sp).X, clip(c, sp.Low, ty), clip(c, sp.High, ty))
		}
	}
	if s.Shape < 0 {
		return
	}
	for _, sp := range s.Spots {
		s.marker(&c, at(sp), sp.Hollow)
	}
}

// clip places an end of an interval, which may lie outside the canvas or off
// the logarithmic scale altogether.
func clip(c draw.Canvas, v float64, ty func(float64) vg.Length) vg.Length {
	switch {
	case v <= 0:
		return c.Min.Y
	case math.IsInf(v, 1):
		return c.Max.Y
	}
	return min(max(ty(v), c.Min.Y), c.Max.Y)
}

func (s *series) interval(c draw.Canvas, x, low, high vg.Length) {
	const halfCap = 2.5
	style := draw.LineStyle{Color: s.Colour, Width: 1}
	c.StrokeLine2(style, x, low, x, high)
	if low > c.Min.Y {
		c.StrokeLine2(style, x-halfCap, low, x+halfCap, low)
	}
	if high < c.Max.Y {
		c.StrokeLine2(style, x-halfCap, high, x+halfCap, high)
	}
}

// marker draws the shape, on paper when hollow so that no line shows through.
func (s *series) marker(c *draw.Canvas, at vg.Point, hollow bool) {
	outline := markerPath(s.Shape, at, markerRadius)
	c.SetColor(s.Colour)
	if hollow {
		c.SetColor(paper())
	}
	c.Fill(outline)
	c.SetLineStyle(draw.LineStyle{Color: s.Colour, Width: 1.3})
	c.Stroke(outline)
}

// dashShape is a flat mark for what is expected; it is none of the shapes that
// series are told apart by.
const dashShape = 1000

// markerPath is a circle, square, triangle, diamond or inverted triangle, or
// the flat mark.
func markerPath(shape int, at vg.Point, r vg.Length) vg.Path {
	var path vg.Path
	corners := [][]vg.Point{
		1: {{X: -.88, Y: -.88}, {X: .88, Y: -.88}, {X: .88, Y: .88}, {X: -.88, Y: .88}},
		2: {{X: -1.1, Y: -.8}, {X: 1.1, Y: -.8}, {X: 0, Y: 1.2}},
		3: {{X: -1.2, Y: 0}, {X: 0, Y: -1.2}, {X: 1.2, Y: 0}, {X: 0, Y: 1.2}},
		4: {{X: -1.1, Y: .8}, {X: 1.1, Y: .8}, {X: 0, Y: -1.2}},
	}
	if shape == dashShape {
		corners, shape = [][]vg.Point{nil, {{X: -2.4, Y: -.15}, {X: 2.4, Y: -.15}, {X: 2.4, Y: .15}, {X: -2.4, Y: .15}}}, 1
	}
	if shape %= len(corners); shape == 0 {
		path.Move(vg.Point{X: at.X + r, Y: at.Y})
		path.Arc(at, r, 0, 2*math.Pi)
		path.Close()
		return path
	}
	for i, corner := range corners[shape] {
		to := at.Add(corner.Scale(r))
		if i == 0 {
			path.Move(to)
		} else {
			path.Line(to)
		}
	}
	path.Close()
	return path
}

func (s *series) line() draw.LineStyle {
	width := s.Width
	if width == 0 {
		width = 1.2
	}
	return draw.LineStyle{Color: s.Colour, Width: width, Dashes: s.Dashes}
}

// DataRange spans the points and as much of their intervals as is in reach.
func (s *series) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, ymin, xmax, ymax = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, sp := range s.Spots {
		xmin, xmax = min(xmin, sp.X), max(xmax, sp.X)
		ymin, ymax = min(ymin, sp.Y), max(ymax, sp.Y)
		if sp.Low > 0 {
			ymin = min(ymin, max(sp.Low, sp.Y/reach))
		}
		if sp.High > 0 {
			ymax = max(ymax, min(sp.High, sp.Y*reach))
		}
	}
	return xmin, xmax, ymin, ymax
}

// Thumbnail draws the series' sign for a legend.
func (s *series) Thumbnail(c *draw.Canvas) {
	middle := c.Center()
	if s.Line {
		c.StrokeLine2(s.line(), c.Min.X, middle.Y, c.Max.X, middle.Y)
	}
	if s.Shape >= 0 {
		s.marker(c, middle, len(s.Spots) > 0 && s.Spots[0].Hollow)
	}
}
