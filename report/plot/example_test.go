package plot_test

import (
	"bytes"
	"fmt"

	"primebench/report/plot"
)

// Times over key sizes, with an interval at each.
func Example() {
	series := &plot.Series{Line: true, Colour: plot.Colour(0), Spots: []plot.Spot{
		{X: 1024, Y: 0.0016, Low: 0.0015, High: 0.0017, Title: "1024 bits: 1.6 ms"},
		{X: 2048, Y: 0.0130, Low: 0.0125, High: 0.0136, Title: "2048 bits: 13.0 ms"},
		{X: 4096, Y: 0.1340, Low: 0.1250, High: 0.1440, Title: "4096 bits: 134 ms"},
	}}
	axes := plot.Blank()
	axes.Add(series)
	plot.LogAxis(&axes.X, 1.15, plot.WholeTicks([]int{1024, 2048, 4096}))
	plot.LogAxis(&axes.Y, 1.6, plot.TimeTicks{})
	drawing := plot.Plot{
		Name: "cost", Title: "What a prime costs",
		Figure: plot.NewFigure(plot.Captions{Title: "What a prime costs", X: "size in bits", Y: "time"}, axes, plot.Height, plot.Legend{{Label: "ours", Sign: series.Sign()}}),
	}
	svg, err := drawing.SVG()
	fmt.Println(err, bytes.Contains(svg, []byte("<title>2048 bits: 13.0 ms</title>")), bytes.Contains(svg, []byte(">100 ms<")))
	// Output: <nil> true true
}
