// The texts that a browser shows when the pointer rests on a point.

package plot

import (
	"fmt"
	"html"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// targetRadius is that of the invisible disc around a point, in points: larger than
// a marker, so that the pointer need not be exact.
const targetRadius = 7

// A titledCanvas is an SVG canvas that gathers texts for points.
type titledCanvas struct {
	*vgsvg.Canvas
	points []titledPoint
}

type titledPoint struct {
	at   vg.Point
	text string
}

// addTitle gives a point of the drawing a text, on canvases that show them. A
// cropped canvas holds the one that it was cropped from.
func addTitle(c draw.Canvas, at vg.Point, text string) {
	if text == "" {
		return
	}
	for canvas := c.Canvas; ; {
		switch inner := canvas.(type) {
		case *titledCanvas:
			inner.points = append(inner.points, titledPoint{at: at, text: text})
			return
		case draw.Canvas:
			canvas = inner.Canvas
		default:
			return
		}
	}
}

// titles writes the gathered texts as invisible discs, in a drawing of a height.
// SVG counts from the top, the canvas from the bottom.
func (c *titledCanvas) titles(height vg.Length) string {
	var b strings.Builder
	for _, p := range c.points {
		fmt.Fprintf(&b, `<circle cx="%.4g" cy="%.4g" r="%d" fill="none" pointer-events="all"><title>%s</title></circle>`+"\n",
			p.at.X.Points(), (height - p.at.Y).Points(), targetRadius, html.EscapeString(p.text))
	}
	return b.String()
}
