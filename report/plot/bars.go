// Stacked bars: how a whole is made up, for several wholes.

package plot

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"primebench/internal/unit"
)

// Bars draws a horizontal bar for each name from the top down, made up of parts that
// are told apart by colour and hatching. It implements plot.Plotter and
// plot.DataRanger of gonum.org/v1/plot.
type Bars struct {
	Names []string
	Parts []Part
}

// A Part is one of the parts that bars are made up of.
type Part struct {
	Name   string
	Shares []float64 // of each bar, from 0 to 1
}

const (
	barWidth  = vg.Length(10)
	barPitch  = vg.Length(17) // from one bar to the next
	barsRoom  = vg.Length(30) // for the axis
	hatchGap  = vg.Length(4)
	hatchLine = vg.Length(0.8)
)

// Height returns how high the drawing of the bars' data should be.
func (b *Bars) Height() vg.Length { return vg.Length(len(b.Names))*barPitch + barsRoom }

// Lay adds the bars to an empty plot, a name at the left of each.
func (b *Bars) Lay(p *plot.Plot) {
	p.Add(b)
	p.X.Min, p.X.Max, p.X.Tick.Marker = 0, 1, PercentTicks()
	p.Y.Min, p.Y.Max = -0.6, float64(len(b.Names))-0.4
	p.Y.Tick.Length, p.Y.LineStyle.Width = 0, 0
	ticks := make(plot.ConstantTicks, len(b.Names))
	for i, name := range b.Names {
		ticks[i] = plot.Tick{Value: b.place(i), Label: name}
	}
	p.Y.Tick.Marker = ticks
}

// Legend lists the parts.
func (b *Bars) Legend() Legend {
	var l Legend
	for i, part := range b.Parts {
		l = append(l, Entry{Label: part.Name, Sign: swatch{colour: Colour(i), hatching: i}})
	}
	return l
}

func (b *Bars) place(i int) float64 { return float64(len(b.Names) - 1 - i) }

// Plot draws the bars.
func (b *Bars) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	for i, name := range b.Names {
		from, y := 0.0, ty(b.place(i))
		for k, part := range b.Parts {
			share := part.Shares[i]
			if share <= 0 {
				continue
			}
			box := vg.Rectangle{
				Min: vg.Point{X: tx(from), Y: y - barWidth/2},
				Max: vg.Point{X: tx(from + share), Y: y + barWidth/2},
			}
			swatch{colour: Colour(k), hatching: k}.fill(c, box)
			addTitle(c, vg.Point{X: (box.Min.X + box.Max.X) / 2, Y: y}, name+": "+part.Name+" "+unit.Digits(float64(int(1000*share+0.5))/10)+" %")
			from += share
		}
	}
}

// DataRange spans the whole and all bars.
func (b *Bars) DataRange() (xmin, xmax, ymin, ymax float64) {
	return 0, 1, -0.6, float64(len(b.Names)) - 0.4
}

// A swatch is a colour with a hatching, so that parts are told apart without colour.
type swatch struct {
	colour   color.Color
	hatching int
}

// fill paints a box: plain, with upright lines, with level lines, or with both.
func (s swatch) fill(c draw.Canvas, box vg.Rectangle) {
	c.SetColor(s.colour)
	c.Fill(box.Path())
	lines := draw.LineStyle{Color: paper(), Width: hatchLine}
	if s.hatching%2 == 1 {
		for x := box.Min.X + hatchGap; x < box.Max.X; x += hatchGap {
			c.StrokeLine2(lines, x, box.Min.Y, x, box.Max.Y)
		}
	}
	if s.hatching/2%2 == 1 {
		for y := box.Min.Y + hatchGap; y < box.Max.Y; y += hatchGap {
			c.StrokeLine2(lines, box.Min.X, y, box.Max.X, y)
		}
	}
	c.SetLineStyle(draw.LineStyle{Color: paper(), Width: 0.5})
	c.Stroke(box.Path())
}

// Thumbnail draws the part's sign for a legend.
func (s swatch) Thumbnail(c *draw.Canvas) { s.fill(*c, c.Rectangle) }
