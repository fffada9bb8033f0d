// Points with intervals, joined by a line: the data of most plots.

package plot

import (
	"image/color"
	"math"
	"sort"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Spot is one point of a Series. An end of its interval that is NaN is not
// drawn.
type Spot struct {
	X, Y, Low, High float64
	Hollow          bool   // modelled, not measured
	Title           string // text that is shown when the pointer rests on it, "" for none
}

// At is a point without an interval.
func At(x, y float64) Spot { return Spot{X: x, Y: y, Low: math.NaN(), High: math.NaN()} }

// ByX puts points in the order of their size.
func ByX(spots []Spot) []Spot {
	sort.SliceStable(spots, func(i, j int) bool { return spots[i].X < spots[j].X })
	return spots
}

// A Series is points of one kind. It implements plot.Plotter and
// plot.Thumbnailer of gonum.org/v1/plot.
type Series struct {
	Spots  []Spot
	Colour color.Color
	Shape  int // of the markers, see NoMarker and FlatMark
	Dashes []vg.Length
	Line   bool      // join the points
	Width  vg.Length // of the line; 0: thin
	Dodge  vg.Length // to the right, so that intervals of several series stay apart
}

// The shapes beside those from 0 on, which are told apart in the order circle,
// square, and triangles and a diamond, seven in all.
const (
	NoMarker = -1
	FlatMark = 1000 // for what is expected; no series of measurements has it
)

const markerRadius = vg.Length(3.6)

// reach is how far beyond its value an interval may stretch an axis, as a
// factor; a longer one runs out of the plot.
const reach = 30

// Plot draws line, intervals and markers, clipped to the canvas.
func (s *Series) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	at := func(sp Spot) vg.Point { return vg.Point{X: tx(sp.X) + s.Dodge, Y: ty(sp.Y)} }
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
	for _, sp := range s.Spots {
		if s.Shape >= 0 {
			s.marker(&c, at(sp), sp.Hollow)
		}
		addTitle(c, at(sp), sp.Title)
	}
}

// Sign returns the series for a legend: its line and marker, filled.
func (s *Series) Sign() *Series {
	sign := *s
	sign.Spots = nil
	return &sign
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

func (s *Series) interval(c draw.Canvas, x, low, high vg.Length) {
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

func (s *Series) marker(c *draw.Canvas, at vg.Point, hollow bool) {
	drawMarker(c, at, s.Shape, s.Colour, hollow)
}

// drawMarker draws a shape, on paper when hollow so that no line shows through.
func drawMarker(c *draw.Canvas, at vg.Point, shape int, colour color.Color, hollow bool) {
	outline := markerPath(shape, at, markerRadius)
	c.SetColor(colour)
	if hollow {
		c.SetColor(paper())
	}
	c.Fill(outline)
	c.SetLineStyle(draw.LineStyle{Color: colour, Width: 1.3})
	c.Stroke(outline)
}

// markerPath is a circle, a square, a triangle in one of four directions, a diamond,
// or the flat mark.
func markerPath(shape int, at vg.Point, r vg.Length) vg.Path {
	var path vg.Path
	corners := [][]vg.Point{
		1: {{X: -.88, Y: -.88}, {X: .88, Y: -.88}, {X: .88, Y: .88}, {X: -.88, Y: .88}},
		2: {{X: -1.1, Y: -.8}, {X: 1.1, Y: -.8}, {X: 0, Y: 1.2}},
		3: {{X: -1.2, Y: 0}, {X: 0, Y: -1.2}, {X: 1.2, Y: 0}, {X: 0, Y: 1.2}},
		4: {{X: -1.1, Y: .8}, {X: 1.1, Y: .8}, {X: 0, Y: -1.2}},
		5: {{X: .8, Y: -1.1}, {X: .8, Y: 1.1}, {X: -1.2, Y: 0}},
		6: {{X: -.8, Y: -1.1}, {X: -.8, Y: 1.1}, {X: 1.2, Y: 0}},
	}
	if shape == FlatMark {
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

func (s *Series) line() draw.LineStyle {
	width := s.Width
	if width == 0 {
		width = 1.2
	}
	return draw.LineStyle{Color: s.Colour, Width: width, Dashes: s.Dashes}
}

// DataRange spans the points and as much of their intervals as is in reach.
func (s *Series) DataRange() (xmin, xmax, ymin, ymax float64) {
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

// Thumbnail draws the Series' sign for a legend.
func (s *Series) Thumbnail(c *draw.Canvas) {
	middle := c.Center()
	if s.Line {
		c.StrokeLine2(s.line(), c.Min.X, middle.Y, c.Max.X, middle.Y)
	}
	if s.Shape >= 0 {
		s.marker(c, middle, len(s.Spots) > 0 && s.Spots[0].Hollow)
	}
}
