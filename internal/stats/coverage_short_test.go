//go:build !long

package stats

// 2,000 draws of a right interval scatter by 0.0049 about 0.95; the band is five
// of these.
const (
	coverageDraws = 2000
	coverageBand  = 0.025

	// changeValues is how many values a simulation of change points draws.
	changeValues = 20000
)
