// The changes of a comparison with their intervals, beside the tolerance.

package pages

import (
	"image/color"
	"math"
	"slices"

	"primebench/internal/gate"
	"primebench/report/doc"
	"primebench/report/plot"
	"primebench/results"
)

// rowNameLimit is the longest name in characters that a row of a plot has room for.
const rowNameLimit = 42

// shiftsName is the name of the picture.
const shiftsName = "shifts"

// shiftsPlot draws each change in per cent with its interval, one under the other,
// with the tolerance as dashed lines; false without a change.
func shiftsPlot(d *gate.Difference) (plot.Plot, bool) {
	rows := &plot.Rows{Rows: shiftRows(d), Guides: []float64{0, -100 * d.Tolerance, 100 * d.Tolerance}}
	if len(rows.Rows) == 0 {
		return plot.Plot{}, false
	}
	title, x := "Change in time, head against base", "change in % (lower is better; dashed: the tolerance)"
	if !ofTimes(d) {
		title, x = "Change, head against base", "change in % (dashed: the tolerance)"
	}
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
		Name: shiftsName, Title: title,
		Alt: "For each subject the change in per cent of the head's time against the base's as a marker with its interval. Dashed lines are the " +
			"tolerance in either direction. To the left is better.",
		Figure: plot.NewFigure(plot.Captions{Title: title, X: x}, p, rows.Height(), signs),
	}, true
}

func shiftRows(d *gate.Difference) []plot.Row {
	var rows []plot.Row
	add := func(name string, c *gate.Change) {
		change := changeOf(c)
		m := plot.Mark{
			Value: 100 * change.Value, Low: 100 * change.Low, High: 100 * change.High,
			Colour: verdictColour(c.Verdict), Shape: verdictShape(c.Verdict), Hollow: change.Modelled,
			Title: doc.Clean(name + ": " + change.String() + ", " + string(c.Verdict)),
		}
		if change.Need > 0 || math.IsNaN(m.Low) || math.IsNaN(m.High) || math.IsInf(m.Low, 0) || math.IsInf(m.High, 0) {
			m.Low, m.High = math.NaN(), math.NaN()
		}
		if !math.IsNaN(m.Value) && !math.IsInf(m.Value, 0) {
			rows = append(rows, plot.Row{Name: doc.Shorten(name, rowNameLimit), Marks: []plot.Mark{m}})
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
	if ofRecords(d) {
		names := make([]string, len(d.Changes))
		for i := range d.Changes {
			names[i] = d.Changes[i].Name()
		}
		return names
	}
	cells := make([]*results.Cell, len(d.Changes))
	for i := range d.Changes {
		cell := d.Changes[i].Cell
		cell.Strategy = waysOf(&d.Changes[i])
		cells[i] = &cell
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
