// Rows: named lines with one or more marks on a common horizontal axis.

package plot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Rows draws named rows from the top down. It implements plot.Plotter and
// plot.DataRanger of gonum.org/v1/plot.
type Rows struct {
	Rows []Row
	Log  bool // the axis will be logarithmic: intervals are clipped to what has a place on it
	// Guides are places with an upright line: the first full, the others dashed.
	Guides []float64
}

// A Row is a name and its marks. Two or more marks are joined by a line, with Label
// above its middle.
type Row struct {
	Name  string
	Marks []Mark
	Label string
}

// A Mark is a value with its interval. An end that is NaN is not drawn.
type Mark struct {
	Value, Low, High float64
	Colour           color.Color
	Shape            int
	Hollow           bool   // modelled, not measured
	Title            string // text that is shown when the pointer rests on it
}

const (
	rowHeight = vg.Length(22)
	rowsRoom  = vg.Length(60) // for the axis
)

// Height returns how high the drawing of the rows' data should be.
func (r *Rows) Height() vg.Length { return rowsRoom + vg.Length(len(r.Rows))*rowHeight }

// Lay adds the rows to an empty plot: the grid upright, a name at the left of each.
func (r *Rows) Lay(p *plot.Plot) {
	grid := plotter.NewGrid()
	grid.Horizontal.Color = nil
	grid.Vertical.Color, grid.Vertical.Width = rule(), 0.5
	p.Add(grid, r)
	ticks := plot.ConstantTicks{}
	for i, row := range r.Rows {
		ticks = append(ticks, plot.Tick{Value: r.place(i), Label: row.Name})
	}
	p.Y.Tick.Marker, p.Y.Tick.Length = ticks, 0
	p.Y.Min, p.Y.Max = r.bottom(), r.top()
}

// place is where row i stands on the vertical axis, which counts from the bottom.
func (r *Rows) place(i int) float64 { return float64(len(r.Rows) - 1 - i) }

func (r *Rows) bottom() float64 { return -0.6 }
func (r *Rows) top() float64    { return float64(len(r.Rows)) - 0.4 }

// Plot draws the guides, then each row.
func (r *Rows) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	for i, x := range r.Guides {
		style := draw.LineStyle{Color: Ink(), Width: 0.8}
		if i > 0 {
			style.Dashes = []vg.Length{4, 3}
		}
		c.StrokeLine2(style, tx(x), c.Min.Y, tx(x), c.Max.Y)
	}
	for i, row := range r.Rows {
		r.row(c, row, tx, ty(r.place(i)))
	}
}

func (r *Rows) row(c draw.Canvas, row Row, tx func(float64) vg.Length, y vg.Length) {
	if n := len(row.Marks); n > 1 {
		from, to := tx(row.Marks[0].Value), tx(row.Marks[n-1].Value)
		c.StrokeLine2(draw.LineStyle{Color: rule(), Width: 3}, from, y, to, y)
		style := typeOf(tickSize)
		style.XAlign, style.YAlign = draw.XCenter, draw.YBottom
		c.FillText(style, vg.Point{X: (from + to) / 2, Y: y + 3}, row.Label)
	}
	for _, m := range row.Marks {
		if !math.IsNaN(m.Low) && !math.IsNaN(m.High) {
			c.StrokeLine2(draw.LineStyle{Color: m.Colour, Width: 1.4}, r.within(c, m.Low, tx), y, r.within(c, m.High, tx), y)
		}
		at := vg.Point{X: tx(m.Value), Y: y}
		drawMarker(&c, at, m.Shape, m.Colour, m.Hollow)
		addTitle(c, at, m.Title)
	}
}

// within places an end of an interval, which may lie outside the canvas or off the
// logarithmic scale altogether.
func (r *Rows) within(c draw.Canvas, v float64, tx func(float64) vg.Length) vg.Length {
	switch {
	case r.Log && v <= 0:
		return c.Min.X
	case math.IsInf(v, 1):
		return c.Max.X
	}
	return min(max(tx(v), c.Min.X), c.Max.X)
}

// DataRange spans the marks and the guides with some room. An interval stretches it
// to thrice that at most on a linear axis, and by the factor of a Series on a
// logarithmic one, and then runs out of the plot.
func (r *Rows) DataRange() (xmin, xmax, ymin, ymax float64) {
	least, most := math.Inf(1), math.Inf(-1)
	include := func(v float64) { least, most = math.Min(least, v), math.Max(most, v) }
	for _, g := range r.Guides {
		include(1.3 * g)
	}
	for _, row := range r.Rows {
		for _, m := range row.Marks {
			include(m.Value)
		}
	}
	xmin, xmax = least, most
	for _, row := range r.Rows {
		for _, m := range row.Marks {
			switch {
			case math.IsNaN(m.Low) || math.IsNaN(m.High):
			case !r.Log:
				xmin = math.Min(xmin, math.Max(m.Low, least-(most-least)))
				xmax = math.Max(xmax, math.Min(m.High, most+(most-least)))
			case m.Low > 0:
				xmin = math.Min(xmin, math.Max(m.Low, m.Value/reach))
				xmax = math.Max(xmax, math.Min(m.High, m.Value*reach))
			}
		}
	}
	if r.Log {
		return xmin, xmax, r.bottom(), r.top()
	}
	room := 0.04 * (xmax - xmin)
	return xmin - room, xmax + room, r.bottom(), r.top()
}
