// From a run to its analysis: the order of the work, and what a run must be for
// it to begin.

package analysis

import (
	"slices"
	"time"

	"primebench/results"
)

// Analyse computes all that is reported of a run. It changes nothing in run and
// gives the same analysis for the same run. It gives an error for a run that Check
// refuses.
func Analyse(run *results.Run) (*Analysis, error) {
	if err := Check(run); err != nil {
		return nil, err
	}
	a := &Analysis{Header: run.Header, Closing: run.Closing, Machine: MachineOf(run)}
	if run.Closing != nil {
		a.Elapsed = max(0, time.Duration(run.Closing.ElapsedNS))
	}
	var cellWarnings []Warning
	materials := Materials(run)
	for i := range materials {
		materials[i].Clock = a.Machine.Clock
	}
	for _, m := range materials {
		c, remarks := analyseCell(m)
		a.Cells = append(a.Cells, c)
		for _, text := range remarks {
			cellWarnings = append(cellWarnings, Warning{Cell: c.ID, Text: text})
		}
	}
	a.Complete, a.Damaged = complete(run, a.Cells), len(run.Damage) > 0
	a.Comparisons = comparisons(a.Cells)
	a.Growth = growth(a.Cells)
	a.Scaling = scaling(a.Cells)
	a.Using = using(a.Cells)
	a.Exchanges = exchanges(a.Cells, a.Machine.Clock)
	a.Limit = limitOf(materials)
	a.Powers = powers(a.Cells, materials)
	a.Goals = goals(&run.Header, a.Cells, materials, a.Limit)
	a.Agreements = agreements(a.Cells)
	a.Draws = draws(a.Cells)
	a.Shares = randomShares(a.Cells, a.Draws, a.Machine.Clock)
	a.Predictions = predictions(run)
	a.Headlines = append(randomHeadlines(a.Cells, a.Draws, a.Shares, a.Predictions), headlines(a.Cells, a.Comparisons, a.Using, a.Exchanges)...)
	a.Machine.settle(a.Headlines, run)
	a.Warnings = slices.Concat(runWarnings(run, a), noteWarnings(run), machineWarnings(run, &a.Machine), agreementRemarks(a.Agreements), predictionWarnings(a.Predictions), cellWarnings)
	return a, nil
}

// complete says whether the run ended by itself with every cell measured.
func complete(run *results.Run, cells []Cell) bool {
	if run.Closing == nil || run.Closing.Reason != results.ReasonDone || len(run.Damage) > 0 {
		return false
	}
	partial := slices.ContainsFunc(run.Notes, func(n results.Note) bool { return n.Code == results.NotePartial })
	return !partial && countEmpty(cells) == 0
}

func countEmpty(cells []Cell) int {
	n := 0
	for i := range cells {
		if cells[i].Status == Empty {
			n++
		}
	}
	return n
}

// ClockTolerance is how far the start of a run may lie in the future: two machines'
// clocks need not agree to the minute.
const ClockTolerance = 10 * time.Minute

// A Material is what a run holds of one cell.
type Material struct {
	Cell    results.Cell
	Samples map[string][]results.Sample // by operation
	// Noted is set by a note that the search is modelled, and why is its text.
	Noted bool
	why   string
	Clock Clock // that answers are told by; "" is WallClock
	// unmeasured is why a cell of this run can be without samples.
	unmeasured string
}

// Materials deals samples and notes out to their cells.
func Materials(run *results.Run) []Material {
	all := make([]Material, len(run.Header.Cells))
	unmeasured := whyUnmeasured(run.Closing)
	for i, c := range run.Header.Cells {
		all[i] = Material{Cell: c, Samples: map[string][]results.Sample{}, unmeasured: unmeasured}
	}
	for _, s := range run.Samples {
		of := all[s.Cell].Samples
		of[s.Op] = append(of[s.Op], s)
	}
	for _, n := range run.Notes {
		if n.Code == results.NoteModelled && n.Cell >= 0 {
			all[n.Cell].Noted, all[n.Cell].why = true, n.Text
		}
	}
	return all
}

func whyUnmeasured(closing *results.Closing) string {
	switch {
	case closing == nil:
		return "the run was cut short before its first sample"
	case closing.Reason == results.ReasonInterrupted:
		return "the run was interrupted before its first sample"
	case closing.Reason == results.ReasonFailed:
		return "the run failed before its first sample: " + closing.Error
	}
	return "the run ended without a sample of it"
}
