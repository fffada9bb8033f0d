// A drawing's layout: title and name of the vertical axis on top, where both can
// be read upright, then the plot, and the legend in columns below.

package plot

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Legend is what the signs of a plot mean.
type Legend []Entry

// An Entry is a sign and what it means.
type Entry struct {
	Label string
	Sign  plot.Thumbnailer
}

// A Figure is a plot with its legend below, where it covers no data.
type Figure struct {
	width, height vg.Length
	captions      Captions
	plot          *plot.Plot
	legend        Legend
}

// Captions are the words around a plot. Y, the name of the vertical axis, stands
// under the title and may be empty. The plot does not draw them itself: on a
// logarithmic axis it would misjudge the room that a label takes.
type Captions struct{ Title, X, Y string }

const (
	figureMargin = vg.Length(8)
	signWidth    = vg.Length(32)
	signGap      = vg.Length(5)  // between a sign and its label
	entryGap     = vg.Length(16) // between two entries
	entryHeight  = vg.Length(14)
	lineHeight   = vg.Length(17) // of a caption
)

// NewFigure lays a plot of the given height out with its captions and legend.
func NewFigure(t Captions, p *plot.Plot, height vg.Length, l Legend) Figure {
	f := Figure{width: Width, captions: t, plot: p, legend: l}
	f.height = height + f.head() + f.foot() + 2*figureMargin
	return f
}

// head and foot are the heights above and below the plot.
func (f Figure) head() vg.Length {
	if f.captions.Y == "" {
		return lineHeight + figureMargin
	}
	return 2*lineHeight + figureMargin
}

func (f Figure) foot() vg.Length { return lineHeight + f.legend.height() }

// draw draws captions, plot and legend.
func (f Figure) draw(c draw.Canvas) {
	c.SetColor(paper())
	c.Fill(c.Rectangle.Path())
	inner := draw.Crop(c, figureMargin, -figureMargin, figureMargin, -figureMargin)
	title, caption := typeOf(titleSize), typeOf(labelSize)
	title.YAlign, caption.YAlign = draw.YCenter, draw.YCenter
	c.FillText(title, vg.Point{X: inner.Min.X, Y: inner.Max.Y - lineHeight/2}, f.captions.Title)
	c.FillText(caption, vg.Point{X: inner.Min.X, Y: inner.Max.Y - 3*lineHeight/2}, f.captions.Y)
	caption.XAlign = draw.XCenter
	c.FillText(caption, vg.Point{X: inner.Center().X, Y: inner.Min.Y + f.legend.height() + lineHeight/2}, f.captions.X)
	f.plot.Draw(draw.Crop(inner, 0, 0, f.foot(), -f.head()))
	f.legend.draw(inner)
}

// columns is how many entries stand in a row: as many as the longest leaves
// room for.
func (l Legend) columns() int {
	return max(1, int((Width-2*figureMargin+entryGap)/(l.entryWidth()+entryGap)))
}

func (l Legend) entryWidth() vg.Length {
	var widest vg.Length
	for _, e := range l {
		widest = max(widest, typeOf(tickSize).Width(e.Label))
	}
	return signWidth + signGap + widest
}

func (l Legend) height() vg.Length {
	if len(l) == 0 {
		return 0
	}
	rows := (len(l) + l.columns() - 1) / l.columns()
	return vg.Length(rows)*entryHeight + figureMargin
}

// draw writes the entries row by row from the bottom of the canvas up.
func (l Legend) draw(c draw.Canvas) {
	style := typeOf(tickSize)
	style.YAlign = draw.YCenter
	top := c.Min.Y + l.height() - figureMargin
	for i, e := range l {
		x := c.Min.X + vg.Length(i%l.columns())*(l.entryWidth()+entryGap)
		y := top - vg.Length(i/l.columns())*entryHeight - entryHeight/2
		sign := draw.Crop(c, 0, 0, 0, 0)
		sign.Min, sign.Max = vg.Point{X: x, Y: y - 4}, vg.Point{X: x + signWidth, Y: y + 4}
		e.Sign.Thumbnail(&sign)
		c.FillText(style, vg.Point{X: x + signWidth + signGap, Y: y + 1}, e.Label)
	}
}

// StatusLegend explains filled and hollow markers.
func StatusLegend() Legend {
	sign := func(hollow bool) *Series {
		return &Series{Colour: Ink(), Spots: []Spot{{Hollow: hollow}}}
	}
	return Legend{{"measured", sign(false)}, {"modelled", sign(true)}}
}
