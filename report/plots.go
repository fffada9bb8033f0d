// Which plots there are for an analysis, and what is common to drawing them.

package report

import (
	"math"
	"slices"

	"primebench/internal/analysis"
	"primebench/report/plot"
	"primebench/results"
)

// Plots draws what the analysis has data for, in the order of a report: the answer
// to what doubling the size costs, the cost over key size for each kind, the
// distribution of search times, the survivors against theory, the throughput over
// workers, the time by phase and the throughput of random bytes.
// A plot without data is left out.
func Plots(a *analysis.Analysis) []plot.Plot {
	var plots []plot.Plot
	if p, ok := answerPlot(a); ok {
		plots = append(plots, p)
	}
	plots = append(plots, costPlots(a)...)
	for _, draw := range []func(*analysis.Analysis) (plot.Plot, bool){timesPlot, theoryPlot, scalingPlot, phasesPlot, randomPlot} {
		if p, ok := draw(a); ok {
			plots = append(plots, p)
		}
	}
	return plots
}

// plotNames lists the names that plots can have.
func plotNames() []string {
	names := []string{"answer", "times", "theory", "scaling", "phases", "random"}
	for _, kind := range []string{results.KindPrime, results.KindSafe} {
		names = append(names, "cost-"+slug(kind))
	}
	return names
}

// strategyIndex gives a strategy the same colour and marker in every plot and every
// run; unknown strategies share the last.
func strategyIndex(name string) int {
	known := []string{
		results.StrategyOnTheFly, results.StrategyStdlib, results.StrategyHardcoded, results.StrategyStdlibRand, results.StrategyOpenSSL, results.StrategyGMP,
	}
	if i := slices.Index(known, name); i >= 0 {
		return i
	}
	return plot.Colours() - 1
}

// spotOf places an estimate that is positive, of what is named.
func spotOf(name string, x float64, e *analysis.Estimate) plot.Spot {
	s := plot.Spot{X: x, Y: e.Value, Low: e.Low, High: e.High, Hollow: e.Modelled, Title: titleOf(name, e)}
	if e.Need > 0 {
		s.Low, s.High = math.NaN(), math.NaN()
	}
	return s
}

// titleOf is an estimate with its name and interval, for whoever points at it.
func titleOf(name string, e *analysis.Estimate) string {
	text := show(e)
	title := clean(name) + ": " + text.Value
	if text.Interval != "" {
		title += " (95 % interval " + text.Interval + ")"
	}
	return title
}

// positive reports whether an estimate can stand on a logarithmic axis.
func positive(e *analysis.Estimate) bool { return e != nil && plottable(e.Value) }

// plottable reports whether a number can stand on a logarithmic axis, beside any
// other that can.
func plottable(v float64) bool { return v > 1e-30 && v < 1e30 }
