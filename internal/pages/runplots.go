// Which pictures there are of a run, and what is common to drawing them.

package pages

import (
	"math"
	"strings"

	"primebench/internal/analysis"
	"primebench/report/doc"
	"primebench/report/plot"
	"primebench/results"
)

// costPictures are the pictures of costs, of each kind one, in picturesOfRun.
const costPictures = "cost"

// picturesOfRun are the pictures by their names.
func picturesOfRun(a *analysis.Analysis) map[string][]doc.Picture {
	pictures := map[string][]doc.Picture{}
	for _, p := range runPlots(a) {
		name := p.Name
		if strings.HasPrefix(name, costPictures+"-") {
			name = costPictures
		}
		pictures[name] = append(pictures[name], picture(p))
	}
	return pictures
}

// missingPictures tells how to get the pictures that there is no data for.
func missingPictures(drawn map[string][]doc.Picture) doc.Section {
	s := doc.Section{ID: "missing-pictures", Title: "Pictures that there is no data for", Detail: true}
	for _, m := range []struct{ name, line string }{
		{name: "times", line: "The distribution of search times appears with --mode search and at least 5 searches in a cell: raise --samples or --budget."},
		{name: "theory", line: "Survivors against theory appear with --mode search and --strategy onthefly."},
		{name: "scaling", line: "Throughput by number of workers appears with several worker counts, such as --workers 1,2,4."},
		{name: "phases", line: "Time by phase appears with --mode search and --strategy onthefly."},
	} {
		if len(drawn[m.name]) == 0 {
			s.Lines = append(s.Lines, m.line)
		}
	}
	return s
}

// runPlots draws what the analysis has data for: the answer to what doubling the size
// costs, the cost over key size for each kind, the distribution of search times, the
// survivors against theory, the throughput over workers, the time by phase and the
// throughput of random bytes. A plot without data is left out.
func runPlots(a *analysis.Analysis) []plot.Plot {
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

// runPictureNames lists the names that pictures of a run can have.
func runPictureNames() []string {
	names := []string{"answer", "times", "theory", "scaling", "phases", "random"}
	for _, kind := range []string{results.KindPrime, results.KindSafe} {
		names = append(names, costName(kind))
	}
	return names
}

// spotOf places an estimate that is positive, of what is named.
func spotOf(name string, x float64, e *analysis.Estimate) plot.Spot {
	s := plot.Spot{X: x, Y: e.Value, Low: e.Low, High: e.High, Hollow: e.Modelled, Title: titleOf(name, e)}
	if e.Need > 0 {
		s.Low, s.High = math.NaN(), math.NaN()
	}
	return s
}

// positive reports whether an estimate can stand on a logarithmic axis.
func positive(e *analysis.Estimate) bool { return e != nil && plottable(e.Value) }
