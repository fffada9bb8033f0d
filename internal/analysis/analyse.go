// From a run to its analysis: the order of the work, and what a run must be for
// it to begin.

package analysis

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"primebench/results"
)

// ErrRun is wrapped by the error of Analyse.
var ErrRun = errors.New("analysis: not a run that can be analysed")

// Analyse computes all that is reported of a run. It changes nothing in run and
// gives the same analysis for the same run. A run that package results has read
// gives no error; one put together otherwise does when a cell's ID is not its
// index, a sample, note or prediction is of no cell, or a number is out of range.
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
	a.Complete = complete(run, a.Cells)
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

// Check returns an error that wraps ErrRun for a run whose records do not fit together.
func Check(run *results.Run) error {
	if run == nil {
		return fmt.Errorf("%w: nil", ErrRun)
	}
	cells := len(run.Header.Cells)
	if !Countable(run.Header.Host.CgroupCores) {
		return fmt.Errorf("%w: a quota of %v cores, want a finite number of at least 0", ErrRun, run.Header.Host.CgroupCores)
	}
	for i := range run.Header.Cells {
		if err := checkCell(i, &run.Header.Cells[i]); err != nil {
			return err
		}
	}
	for i := range run.Samples {
		if err := checkSample(i, &run.Samples[i], cells); err != nil {
			return err
		}
	}
	for i, n := range run.Notes {
		if n.Cell < -1 || n.Cell >= cells {
			return fmt.Errorf("%w: note %d is of cell %d, want -1 to %d", ErrRun, i, n.Cell, cells-1)
		}
	}
	for i := range run.Predictions {
		if err := checkPrediction(i, &run.Predictions[i], cells); err != nil {
			return err
		}
	}
	return nil
}

func checkCell(index int, c *results.Cell) error {
	if c.ID != index {
		return fmt.Errorf("%w: cell %d has the ID %d, want its index", ErrRun, index, c.ID)
	}
	if c.Bits < 1 || c.Workers < 1 {
		return fmt.Errorf("%w: cell %d has %d bits and %d workers, want at least 1 of each", ErrRun, index, c.Bits, c.Workers)
	}
	numbers := []float64{c.Expected.Candidates, c.Expected.Survivors, -c.Policy.Log2Error}
	for _, op := range c.Operations {
		numbers = append(numbers, op.PerSearch)
	}
	for _, v := range numbers {
		if !Countable(v) {
			return fmt.Errorf("%w: cell %d has the number %v, want a finite one of at least 0", ErrRun, index, v)
		}
	}
	return nil
}

func checkSample(index int, s *results.Sample, cells int) error {
	switch {
	case s.Cell < 0 || s.Cell >= cells:
		return fmt.Errorf("%w: sample %d is of cell %d, want 0 to %d", ErrRun, index, s.Cell, cells-1)
	case s.Count < 1 || s.WallNS < 1:
		return fmt.Errorf("%w: sample %d has %d repetitions in %d ns, want at least 1 of each", ErrRun, index, s.Count, s.WallNS)
	}
	for _, v := range []int64{s.CPUNS, s.StoppedNS, s.Candidates, s.Survivors, s.Phases.SieveNS, s.Phases.TestNS, s.Phases.AcceptNS} {
		if v < 0 {
			return fmt.Errorf("%w: sample %d has the number %d, want at least 0", ErrRun, index, v)
		}
	}
	return nil
}

// Countable reports whether v is a finite number of at least 0.
func Countable(v float64) bool { return v >= 0 && !math.IsInf(v, 1) }
