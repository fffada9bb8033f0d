// The run files that an operand of a comparison names.

package compare

import (
	"errors"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/cli/ui"
	"primebench/internal/gate"
	"primebench/results"
)

// readSide reads the runs of one side, in the order of their names. What cannot
// be read is no baseline: a gate never passes over it.
func readSide(operand string) ([]gate.Input, error) {
	var inputs []gate.Input
	for part := range strings.SplitSeq(operand, ",") {
		if part == "" {
			return nil, ui.Verdict(ui.ExitNotComparable, errors.New("no runs: an empty name; want a run file or a folder, or several parted by commas"))
		}
		files, err := results.Files(part)
		if err != nil {
			return nil, ui.Verdict(ui.ExitNotComparable, err)
		}
		for _, name := range files {
			run, err := analysis.ReadFile(name)
			if err == nil && run.Damage.Broken() != nil {
				err = &results.ReadError{Path: name, Err: run.Damage.Broken()}
			}
			if err != nil {
				return nil, ui.Verdict(ui.ExitNotComparable, err)
			}
			inputs = append(inputs, gate.Input{Name: name, Run: run})
		}
	}
	return inputs, nil
}
