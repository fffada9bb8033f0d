// The changes of a comparison with their intervals, beside the tolerance.

package report

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"primebench/internal/analysis"
)

// ShiftPlot draws each change in per cent with its interval, one under the other,
// with the tolerance as dashed lines; false without a change.
func ShiftPlot(d *analysis.Difference) (Plot, bool) {
	rows := shiftRows(d)
	if len(rows) == 0 {
		return Plot{}, false
	}
	const title = "Change in time, head against base"
	p := newPlot()
	p.Add(&shifts{rows: rows, tolerance: 100 * d.Tolerance})
	ticks := plot.ConstantTicks{}
	for i, r := range rows {
		ticks = append(ticks, plot.Tick{Value: float64(len(rows) - 1 - i), Label: r.name})
	}
	p.Y.Tick.Marker, p.Y.Tick.Length = ticks, 0
	p.Y.Min, p.Y.Max = -0.6, float64(len(rows))-0.4
	grid := plotter.NewGrid()
	grid.Horizontal.Color = nil
	grid.Vertical.Color, grid.Vertical.Width = rule(), 0.5
	p.Add(grid)
	var signs legend
	for _, v := range []analysis.Verdict{analysis.Regression, analysis.Inconclusive, analysis.Pass, analysis.Faster} {
		signs = append(signs, legendEntry{string(v), &series{Colour: verdictColour(v), Shape: verdictShape(v)}})
	}
	height := vg.Length(60 + 22*len(rows))
	return Plot{
		Name: "shifts", Title: title,
		Alt: "For each subject the change in per cent of the head's time against the base's as a marker with its interval. Dashed lines are the " +
			"tolerance in either direction. To the left is better.",
		fig: newFigure(captions{title, "change in % (lower is better; dashed: the tolerance)", ""}, p, height, signs),
	}, true
}

// A shiftRow is one line of the plot, in per cent.
type shiftRow struct {
	name             string
	value, low, high float64 // ends are NaN without an interval
	verdict          analysis.Verdict
}

func shiftRows(d *analysis.Difference) []shiftRow {
	var rows []shiftRow
	add := func(name string, c *analysis.Change) {
		r := shiftRow{shorten(name, nameLimit), 100 * (c.Ratio.Value - 1), 100 * (c.Ratio.Low - 1), 100 * (c.Ratio.High - 1), c.Verdict}
		if c.Ratio.Need > 0 {
			r.low, r.high = math.NaN(), math.NaN()
		}
		if finite(r.value) {
			rows = append(rows, r)
		}
	}
	for i := range d.Changes {
		c := &d.Changes[i]
		row := changeRow(c)
		add(join(" ", row[0], row[1], row[2], row[3], c.Op), c)
	}
	if d.Geomean != nil {
		add("geometric mean", d.Geomean)
	}
	return rows
}

func verdictShape(v analysis.Verdict) int {
	return map[analysis.Verdict]int{analysis.Regression: 2, analysis.Inconclusive: 3, analysis.Pass: 0, analysis.Faster: 4}[v]
}

// shifts draws the rows. It implements plot.Plotter.
type shifts struct {
	rows      []shiftRow
	tolerance float64
}

// Plot draws the lines of no change and of the tolerance, then each row.
func (s *shifts) Plot(c draw.Canvas, p *plot.Plot) {
	tx, ty := p.Transforms(&c)
	c.StrokeLine2(draw.LineStyle{Color: ink(), Width: 0.8}, tx(0), c.Min.Y, tx(0), c.Max.Y)
	for _, t := range []float64{-s.tolerance, s.tolerance} {
		c.StrokeLine2(draw.LineStyle{Color: ink(), Width: 0.8, Dashes: []vg.Length{4, 3}}, tx(t), c.Min.Y, tx(t), c.Max.Y)
	}
	for i, r := range s.rows {
		y := ty(float64(len(s.rows) - 1 - i))
		mark := &series{Colour: verdictColour(r.verdict), Shape: verdictShape(r.verdict)}
		if !math.IsNaN(r.low) {
			c.StrokeLine2(draw.LineStyle{Color: mark.Colour, Width: 1.4}, tx(r.low), y, tx(r.high), y)
		}
		mark.marker(&c, vg.Point{X: tx(r.value), Y: y}, false)
	}
}

// DataRange spans the intervals, no change, and the tolerance with some room.
func (s *shifts) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax = -1.3*s.tolerance, 1.3*s.tolerance
	for _, r := range s.rows {
		for _, v := range []float64{r.value, r.low, r.high} {
			if !math.IsNaN(v) {
				xmin, xmax = math.Min(xmin, v), math.Max(xmax, v)
			}
		}
	}
	room := 0.04 * (xmax - xmin)
	return xmin - room, xmax + room, -0.6, float64(len(s.rows)) - 0.4
}

// verdictColour is that of the palette which people expect.
func verdictColour(v analysis.Verdict) color.Color {
	return colourOf(map[analysis.Verdict]int{analysis.Regression: 1, analysis.Inconclusive: 4, analysis.Pass: 0, analysis.Faster: 2}[v])
}
