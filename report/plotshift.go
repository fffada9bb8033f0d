// The changes of a comparison with their intervals, beside the tolerance.

package report

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"primebench/internal/analysis"
	"primebench/internal/gate"
)

// shiftNameLimit is the longest name in characters that a row has room for.
const shiftNameLimit = 42

// ShiftPlot draws each change in per cent with its interval, one under the other,
// with the tolerance as dashed lines; false without a change.
func ShiftPlot(d *gate.Difference) (Plot, bool) {
	rows := shiftRows(d)
	if len(rows) == 0 {
		return Plot{}, false
	}
	const title = "Change in time, head against base"
	p := newPlot()
	grid := plotter.NewGrid()
	grid.Horizontal.Color = nil
	grid.Vertical.Color, grid.Vertical.Width = rule(), 0.5
	p.Add(grid, &shifts{rows: rows, tolerance: 100 * d.Tolerance})
	p.X.Tick.Marker = changeTicks{}
	ticks := plot.ConstantTicks{}
	for i, r := range rows {
		ticks = append(ticks, plot.Tick{Value: float64(len(rows) - 1 - i), Label: r.name})
	}
	p.Y.Tick.Marker, p.Y.Tick.Length = ticks, 0
	p.Y.Min, p.Y.Max = -0.6, float64(len(rows))-0.4
	var signs legend
	for _, v := range []gate.Verdict{gate.Regression, gate.Inconclusive, gate.Pass, gate.Faster} {
		signs = append(signs, legendEntry{string(v), &series{Colour: verdictColour(v), Shape: verdictShape(v)}})
	}
	if slices.ContainsFunc(rows, func(r shiftRow) bool { return r.modelled }) {
		signs = append(signs, legendEntry{"modelled", &series{Colour: ink(), Spots: []spot{{Hollow: true}}}})
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
	verdict          gate.Verdict
	modelled         bool
}

func shiftRows(d *gate.Difference) []shiftRow {
	var rows []shiftRow
	add := func(name string, c *gate.Change) {
		r := shiftRow{
			name: shorten(name, shiftNameLimit), value: 100 * (c.Ratio.Value - 1), low: 100 * (c.Ratio.Low - 1), high: 100 * (c.Ratio.High - 1),
			verdict: c.Verdict, modelled: c.Ratio.Modelled,
		}
		if c.Ratio.Need > 0 || !finite(r.low) || !finite(r.high) {
			r.low, r.high = math.NaN(), math.NaN()
		}
		if finite(r.value) {
			rows = append(rows, r)
		}
	}
	for i, name := range changeNames(d) {
		add(name, &d.Changes[i])
	}
	if d.Geomean != nil {
		add("geometric mean", d.Geomean)
	}
	return rows
}

// changeNames names the subjects with no more than tells them apart.
func changeNames(d *gate.Difference) []string {
	cells := make([]*analysis.Cell, len(d.Changes))
	for i := range d.Changes {
		cells[i] = &analysis.Cell{Cell: d.Changes[i].Cell}
		cells[i].Strategy = waysOf(&d.Changes[i])
	}
	names := cellNames(cells)
	for i := range names {
		names[i] = join(" ", names[i], d.Changes[i].Op)
	}
	return names
}

// changeTicks is ticks at round changes in per cent, five to ten of them.
type changeTicks struct{}

// Ticks lists the ticks from low to high, each with its sign.
func (changeTicks) Ticks(low, high float64) []plot.Tick {
	const most = 10
	step := math.Pow10(int(math.Floor(math.Log10((high - low) / most))))
	for _, by := range []float64{2, 2.5, 2} { // 1, 2, 5, 10
		if (high-low)/step <= most {
			break
		}
		step *= by
	}
	var ticks []plot.Tick
	for n := math.Ceil(low / step); n*step <= high; n++ {
		label := "0"
		switch {
		case n > 0:
			label = "+" + tickNumber(n*step)
		case n < 0:
			label = tickNumber(n * step)
		}
		ticks = append(ticks, plot.Tick{Value: n * step, Label: label})
	}
	return ticks
}

func verdictShape(v gate.Verdict) int {
	return map[gate.Verdict]int{gate.Regression: 2, gate.Inconclusive: 3, gate.Pass: 0, gate.Faster: 4}[v]
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
			c.StrokeLine2(draw.LineStyle{Color: mark.Colour, Width: 1.4}, max(tx(r.low), c.Min.X), y, min(tx(r.high), c.Max.X), y)
		}
		mark.marker(&c, vg.Point{X: tx(r.value), Y: y}, r.modelled)
	}
}

// DataRange spans the changes, none, and the tolerance with some room. An interval
// stretches it to thrice that at most, and then runs out of the plot.
func (s *shifts) DataRange() (xmin, xmax, ymin, ymax float64) {
	least, most := -1.3*s.tolerance, 1.3*s.tolerance
	for _, r := range s.rows {
		least, most = math.Min(least, r.value), math.Max(most, r.value)
	}
	xmin, xmax = least, most
	for _, r := range s.rows {
		if !math.IsNaN(r.low) {
			xmin = math.Min(xmin, math.Max(r.low, least-(most-least)))
			xmax = math.Max(xmax, math.Min(r.high, most+(most-least)))
		}
	}
	room := 0.04 * (xmax - xmin)
	return xmin - room, xmax + room, -0.6, float64(len(s.rows)) - 0.4
}

// verdictColour is that of the palette which people expect.
func verdictColour(v gate.Verdict) color.Color {
	return colourOf(map[gate.Verdict]int{gate.Regression: 1, gate.Inconclusive: 4, gate.Pass: 0, gate.Faster: 2}[v])
}
