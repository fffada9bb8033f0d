// How long equal work takes on each processor, from the best slice to the worst.

package pages

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"primebench/internal/doctor"
	"primebench/internal/unit"
	"primebench/report/doc"
	"primebench/report/plot"
)

// slicesName is the name of the picture.
const slicesName = "slices"

// mostDrawnCores is how many rows a picture shows that fits on a screen.
const mostDrawnCores = 24

// A slicePart is one of the slices of a processor that are told of.
type slicePart struct {
	name   string
	longer func(doctor.Core) float64 // than the best one, as a share of it
}

func sliceParts() []slicePart {
	return []slicePart{
		{name: "best", longer: func(doctor.Core) float64 { return 0 }},
		{name: "median", longer: func(c doctor.Core) float64 { return c.Median }},
		{name: "p99", longer: func(c doctor.Core) float64 { return c.P99 }},
		{name: "worst", longer: func(c doctor.Core) float64 { return c.Worst }},
	}
}

// slicesPictures draws a row for each processor, or for those that lost most time, with
// its slices on a logarithmic axis; none where there were too few slices.
func slicesPictures(d *doctor.Diagnosis, where string) []doc.Picture {
	rows := &plot.Rows{Log: true}
	for _, c := range drawnCores(d.Cores) {
		row := plot.Row{Name: where + " " + strconv.Itoa(c.CPU)}
		for i, part := range sliceParts() {
			seconds := c.Best * (1 + part.longer(c))
			row.Marks = append(row.Marks, plot.Mark{
				Value: seconds, Low: math.NaN(), High: math.NaN(), Colour: plot.Colour(i), Shape: i,
				Title: row.Name + ", " + part.name + " slice: " + unit.Seconds(seconds),
			})
		}
		if plottable(c.Best) && plottable(row.Marks[len(row.Marks)-1].Value) {
			rows.Rows = append(rows.Rows, row)
		}
	}
	if len(rows.Rows) == 0 {
		return nil
	}
	p := plot.Blank()
	rows.Lay(p)
	plot.LogAxis(&p.X, 1.2, plot.TimeTicks{})
	var signs plot.Legend
	for i, part := range sliceParts() {
		signs = append(signs, plot.Entry{Label: part.name, Sign: &plot.Series{Colour: plot.Colour(i), Shape: i}})
	}
	title := "Time of a slice of equal work, by " + where
	alt := "For each " + where + " the times of its best, median, 99th of a hundred and worst slice on a logarithmic axis. The closer together, the steadier is the machine."
	if len(d.Cores) > mostDrawnCores {
		alt += " Shown are the " + strconv.Itoa(mostDrawnCores) + " of " + strconv.Itoa(len(d.Cores)) + " that lost most time."
	}
	return []doc.Picture{picture(plot.Plot{
		Name: slicesName, Title: title, Alt: alt,
		Figure: plot.NewFigure(plot.Captions{Title: title, X: "time of a slice (log scale, lower is better)"}, p, rows.Height(), signs),
	})}
}

// drawnCores are the processors in their order, without those that lost least time where
// there are too many.
func drawnCores(cores []doctor.Core) []doctor.Core {
	drawn := slices.SortedStableFunc(slices.Values(cores), func(a, b doctor.Core) int { return cmp.Compare(b.Lost, a.Lost) })
	drawn = drawn[:min(len(drawn), mostDrawnCores)]
	slices.SortFunc(drawn, func(a, b doctor.Core) int { return cmp.Compare(a.CPU, b.CPU) })
	return drawn
}
