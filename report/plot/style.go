// How every plot looks: colours, type, axes and ticks.

package plot

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// Ink is the colour of text and axes, rule that of the grid, paper that of the ground. They differ from black and white,
// which an SVG leaves unsaid in places, so that a page can exchange them.
func Ink() color.Color   { return color.RGBA{R: 0x1B, G: 0x1F, B: 0x24, A: 0xFF} }
func rule() color.Color  { return color.RGBA{R: 0xD9, G: 0xDD, B: 0xE2, A: 0xFF} }
func paper() color.Color { return color.RGBA{R: 0xFE, G: 0xFE, B: 0xFE, A: 0xFF} }

// palette is the colours of data, told apart with any colour vision: M. Okabe
// and K. Ito, "Color Universal Design" (2008), with
// grey for black and without yellow.
func palette() []color.Color {
	return []color.Color{
		color.RGBA{R: 0x00, G: 0x72, B: 0xB2, A: 0xFF}, // blue
		color.RGBA{R: 0xD5, G: 0x5E, B: 0x00, A: 0xFF}, // vermilion
		color.RGBA{R: 0x00, G: 0x9E, B: 0x73, A: 0xFF}, // bluish green
		color.RGBA{R: 0xCC, G: 0x79, B: 0xA7, A: 0xFF}, // reddish purple
		color.RGBA{R: 0xE6, G: 0x9F, B: 0x00, A: 0xFF}, // orange
		color.RGBA{R: 0x56, G: 0xB4, B: 0xE9, A: 0xFF}, // sky blue
		color.RGBA{R: 0x7A, G: 0x82, B: 0x8C, A: 0xFF}, // grey
	}
}

// Colours is how many colours Colour tells apart.
func Colours() int { return len(palette()) }

// Colour is the n-th colour of data, n from 0, over and over.
func Colour(n int) color.Color {
	p := palette()
	return p[n%len(p)]
}

// Sizes in points, of a plot that is shown at one and a half times that.
const (
	// Width is that of every plot, and Height the usual one of its data.
	Width     = vg.Length(576)
	Height    = vg.Length(330)
	titleSize = vg.Length(12)
	labelSize = vg.Length(10)
	tickSize  = vg.Length(9)
)

func sans(size vg.Length) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
}

// typeOf is the style of text in legends and beside points.
func typeOf(size vg.Length) text.Style {
	return text.Style{Color: Ink(), Font: sans(size), Handler: plot.DefaultTextHandler}
}

// Blank makes an empty plot in the style of the reports, with a grid behind the
// data.
func Blank() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = paper()
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Tick.Label.Font, axis.Tick.Label.Color = sans(tickSize), Ink()
		axis.Color, axis.Tick.Color = Ink(), Ink()
		axis.Tick.Length = 4
		axis.Padding = 0
	}
	grid := plotter.NewGrid()
	grid.Vertical.Color = nil
	grid.Horizontal.Color, grid.Horizontal.Width = rule(), 0.5
	p.Add(grid)
	return p
}

// LogAxis makes an axis logarithmic, with room around the data by a factor.
func LogAxis(axis *plot.Axis, room float64, ticks plot.Ticker) {
	axis.Scale = plot.LogScale{}
	axis.Min /= room
	axis.Max *= room
	axis.Tick.Marker = ticks
}

// Dashes tells the lines of one colour apart: full, dashed, dotted, mixed, and over
// again.
func Dashes(n int) []vg.Length {
	styles := [][]vg.Length{nil, {6, 3}, {1.5, 2.5}, {8, 3, 1.5, 3}}
	return styles[n%len(styles)]
}

// Room widens a linear axis by a part of what it spans, and by as much of its
// value where that is nothing.
func Room(axis *plot.Axis, part float64) {
	span := axis.Max - axis.Min
	if span <= 0 {
		span = math.Abs(axis.Max)
	}
	axis.Min -= part * span
	axis.Max += part * span
}
