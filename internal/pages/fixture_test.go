// What fixtures of several documents are made of.

package pages

import (
	"flag"
	"strconv"

	"primebench/internal/analysis"
)

var update = flag.Bool("update", false, "write the golden files anew")

// estimate is a made-up estimate.
func estimate(v, low, high float64, unit string, better analysis.Better, n int) analysis.Estimate {
	return analysis.Estimate{Value: six(v), Low: six(low), High: six(high), Unit: unit, Better: better, N: n, Method: "made up"}
}

// six rounds to six digits, so that the last bits of another processor's arithmetic do
// not show in golden files.
func six(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	if err != nil {
		panic(err)
	}
	return rounded
}
