// Upright lines: one place of the horizontal axis, such as a planned load or the
// point at which a level changed.

package plot

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// An Upright is a line through the whole height at one place of the horizontal axis,
// with a label at its top. It implements plot.Plotter and plot.Thumbnailer of
// gonum.org/v1/plot.
type Upright struct {
	X      float64
	Label  string // "" for none
	Dashes []vg.Length
}

func (u *Upright) style() draw.LineStyle {
	return draw.LineStyle{Color: Ink(), Width: 1, Dashes: u.Dashes}
}

// Plot draws the line, and the label to its right, or to its left near the end.
func (u *Upright) Plot(c draw.Canvas, p *plot.Plot) {
	tx, _ := p.Transforms(&c)
	x := tx(u.X)
	c.StrokeLine2(u.style(), x, c.Min.Y, x, c.Max.Y)
	if u.Label == "" {
		return
	}
	style := typeOf(tickSize)
	style.YAlign = draw.YTop
	at := vg.Point{X: x + 3, Y: c.Max.Y - 1}
	if at.X+style.Width(u.Label) > c.Max.X {
		at.X, style.XAlign = x-3, draw.XRight
	}
	c.FillText(style, at, u.Label)
}

// Thumbnail draws the line's sign for a legend.
func (u *Upright) Thumbnail(c *draw.Canvas) {
	middle := c.Center()
	c.StrokeLine2(u.style(), c.Min.X, middle.Y, c.Max.X, middle.Y)
}
