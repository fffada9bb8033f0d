// What a run must be for its analysis to begin: records that fit together.

package analysis

import (
	"errors"
	"fmt"
	"math"

	"primebench/results"
)

// ErrRun is wrapped by the error of Analyse.
var ErrRun = errors.New("analysis: not a run that can be analysed")

// Check returns an error that wraps ErrRun for a run whose records do not fit together,
// which package results gives out of no file.
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
