// What of a file was lost or is not as it was written, told so that a person finds the
// lines.

package results

import (
	"fmt"
	"strings"
)

// A Damage is something that is not as it was written.
type Damage struct {
	Line   int    // of the file, from 1
	Reason string // in a few words
	// Kept is set where the line holds and something beside it is wrong; otherwise
	// what the line held is lost.
	Kept bool
	// Broken is set where a rule of the format is broken by a line whose bytes are as they
	// were written, or by lines that are missing, doubled or moved; otherwise bytes are not.
	Broken bool
}

// Damages lists the damage of a file in the order of its lines.
type Damages []Damage

// Broken returns an error that wraps ErrCorrupt where a rule of the format is broken: for
// readers who trust what was lost to a disk and nothing else.
func (d Damages) Broken() error {
	for _, one := range d {
		if one.Broken {
			return fmt.Errorf("%w: line %d: %s", ErrCorrupt, one.Line, one.Reason)
		}
	}
	return nil
}

// String names the first lines with their reasons and counts the others. It is ""
// when there is no damage.
func (d Damages) String() string {
	const told = 3
	var parts []string
	for _, one := range d[:min(told, len(d))] {
		fate := " is lost"
		if one.Kept {
			fate = ""
		}
		parts = append(parts, fmt.Sprintf("line %d%s: %s", one.Line, fate, one.Reason))
	}
	if more := len(d) - told; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(parts, "; ")
}
