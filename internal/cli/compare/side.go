// What an operand of a comparison names: run files of primebench, or files of other
// tools.

package compare

import (
	"errors"
	"fmt"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/benchfile"
	"primebench/internal/cli/ui"
	"primebench/internal/gate"
	"primebench/results"
)

// A side is runs, or what other tools wrote: never both.
type side struct {
	runs  []gate.Input
	files []*benchfile.File
}

// readSide reads the files of one side, in the order of their names. What cannot
// be read is no baseline: a gate never passes over it.
func readSide(operand string) (side, error) {
	var s side
	for part := range strings.SplitSeq(operand, ",") {
		if part == "" {
			return s, ui.Verdict(ui.ExitNotComparable, errors.New("no runs: an empty name; want a run file or a folder, or several parted by commas"))
		}
		files, err := results.Files(part)
		if err != nil {
			return s, ui.Verdict(ui.ExitNotComparable, err)
		}
		for _, name := range files {
			if err := s.read(name); err != nil {
				return s, ui.Verdict(ui.ExitNotComparable, err)
			}
		}
	}
	return s, nil
}

// read adds a file to the side.
func (s *side) read(name string) error {
	run, err := analysis.ReadFile(name)
	switch {
	case err == nil && run.Damage.Broken() != nil:
		return &results.ReadError{Path: name, Err: run.Damage.Broken()}
	case err == nil:
		s.runs = append(s.runs, gate.Input{Name: name, Run: run})
	case errors.Is(err, results.ErrForeign):
		file, otherErr := benchfile.ReadFile(name)
		if errors.Is(otherErr, benchfile.ErrForeign) {
			return fmt.Errorf("%w; nor of %s", err, ui.Listed(benchfile.Names()))
		}
		if otherErr != nil {
			return otherErr
		}
		s.files = append(s.files, file)
	default:
		return err
	}
	if len(s.runs) > 0 && len(s.files) > 0 {
		return fmt.Errorf("%q is a run of primebench and %q of %s: a side is of one format", s.runs[0].Name, s.files[0].Name, s.files[0].Format)
	}
	return nil
}

// format is what the side's files are of.
func (s *side) format() string {
	if len(s.files) > 0 {
		return string(s.files[0].Format)
	}
	return "primebench run"
}

// against compares a side with this one, the base.
func (s *side) against(head side, rules gate.Rules) (*gate.Difference, error) {
	if s.format() != head.format() {
		return nil, ui.Verdict(ui.ExitNotComparable, fmt.Errorf("the base is of %s and the head of %s: both must be of one format", s.format(), head.format()))
	}
	if len(s.files) == 0 {
		return gate.Compare(s.runs, head.runs, rules)
	}
	base, err := benchfile.Record(s.files)
	if err != nil {
		return nil, ui.Verdict(ui.ExitNotComparable, err)
	}
	other, err := benchfile.Record(head.files)
	if err != nil {
		return nil, ui.Verdict(ui.ExitNotComparable, err)
	}
	return gate.CompareRecords(base, other, false, rules)
}

// readRuns reads a side that must be of runs.
func readRuns(operand string) ([]gate.Input, error) {
	s, err := readSide(operand)
	if err == nil && len(s.files) > 0 {
		err = ui.Verdict(ui.ExitNotComparable, fmt.Errorf("%q is of %s, want runs of primebench", s.files[0].Name, s.files[0].Format))
	}
	return s.runs, err
}
