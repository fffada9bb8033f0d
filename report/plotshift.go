// The changes of a comparison with their intervals, beside the tolerance.

package report

import (
	"image/color"
	"math"
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/gate"
	"primebench/report/plot"
)

// shiftNameLimit is the longest name in characters that a row has room for.
const shiftNameLimit = 42

// ShiftPlot draws each change in per cent with its interval, one under the other,
// with the tolerance as dashed lines; false without a change.
func ShiftPlot(d *gate.Difference) (plot.Plot, bool) {
	rows := &plot.Rows{Rows: shiftRows(d), Guides: []float64{0, -100 * d.Tolerance, 100 * d.Tolerance}}
	if len(rows.Rows) == 0 {
		return plot.Plot{}, false
	}
	const title = "Change in time, head against base"
	p := plot.Blank()
	rows.Lay(p)
	p.X.Tick.Marker = plot.LinearTicks{Signed: true}
	var signs plot.Legend
	for _, v := range []gate.Verdict{gate.Regression, gate.Inconclusive, gate.Pass, gate.Faster} {
		signs = append(signs, plot.Entry{Label: string(v), Sign: &plot.Series{Colour: verdictColour(v), Shape: verdictShape(v)}})
	}
	if slices.ContainsFunc(rows.Rows, func(r plot.Row) bool { return r.Marks[0].Hollow }) {
		signs = append(signs, plot.Entry{Label: "modelled", Sign: &plot.Series{Colour: plot.Ink(), Spots: []plot.Spot{{Hollow: true}}}})
	}
	return plot.Plot{
		Name: "shifts", Title: title,
		Alt: "For each subject the change in per cent of the head's time against the base's as a marker with its interval. Dashed lines are the " +
			"tolerance in either direction. To the left is better.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "change in % (lower is better; dashed: the tolerance)"}, p, rows.Height(), signs),
	}, true
}

func shiftRows(d *gate.Difference) []plot.Row {
	var rows []plot.Row
	add := func(name string, c *gate.Change) {
		change, interval := showChange(&c.Ratio)
		m := plot.Mark{
			Value: 100 * (c.Ratio.Value - 1), Low: 100 * (c.Ratio.Low - 1), High: 100 * (c.Ratio.High - 1),
			Colour: verdictColour(c.Verdict), Shape: verdictShape(c.Verdict), Hollow: c.Ratio.Modelled,
			Title: clean(name) + ": " + change + " (" + interval + "), " + string(c.Verdict),
		}
		if c.Ratio.Need > 0 || !finite(m.Low) || !finite(m.High) {
			m.Low, m.High = math.NaN(), math.NaN()
			m.Title = clean(name) + ": " + change + ", " + string(c.Verdict)
		}
		if finite(m.Value) {
			rows = append(rows, plot.Row{Name: shorten(name, shiftNameLimit), Marks: []plot.Mark{m}})
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

func verdictShape(v gate.Verdict) int {
	return map[gate.Verdict]int{gate.Regression: 2, gate.Inconclusive: 3, gate.Pass: 0, gate.Faster: 4}[v]
}

// verdictColour is that of the palette which people expect.
func verdictColour(v gate.Verdict) color.Color {
	return plot.Colour(map[gate.Verdict]int{gate.Regression: 1, gate.Inconclusive: 4, gate.Pass: 0, gate.Faster: 2}[v])
}
