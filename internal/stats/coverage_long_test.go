//go:build long

package stats

// 10,000 draws of a right interval scatter by 0.0022 about 0.95; the band, 94 to
// 96 %, is more than four of these.
const (
	coverageDraws = 10000
	coverageBand  = 0.01

	// changeValues is how many values a simulation of change points draws.
	changeValues = 400000
)
