// Words for modes and policies, as flags and suites write them.

package bench

import (
	"fmt"
	"slices"

	"primebench/millerrabin"
	"primebench/results"
)

// A Mode is how a cell is measured.
type Mode string

// The modes.
const (
	Search     Mode = results.ModeSearch     // whole searches
	Stream     Mode = results.ModeStream     // many finds in a row
	Bulk       Mode = results.ModeBulk       // the same, all finds of each window
	Replay     Mode = results.ModeReplay     // a fixed list of candidates, the same each time
	Operations Mode = results.ModeOperations // elementary operations
)

// Modes lists the modes.
func Modes() []Mode { return []Mode{Search, Stream, Bulk, Replay, Operations} }

// streams reports whether a sample of m is many finds in a row.
func (m Mode) streams() bool { return m == Stream || m == Bulk }

// ParseMode returns the mode of that name; the error of an unknown one wraps
// ErrSpec and lists the known ones.
func ParseMode(s string) (Mode, error) {
	mode, err := parseMode(s)
	return mode, asSpecError(err)
}

func parseMode(s string) (Mode, error) {
	if slices.Contains(Modes(), Mode(s)) {
		return Mode(s), nil
	}
	return "", fmt.Errorf("unknown mode %.80q, want one of %s", s, list(Modes()))
}

// parseStep takes the name of a step.
func parseStep(s string) (string, error) {
	if slices.Contains(results.Steps(), s) {
		return s, nil
	}
	return "", fmt.Errorf("unknown step %.80q, want one of %s", s, list(results.Steps()))
}

// defaultPolicy is the word for the zero Policy in flags and suites.
const defaultPolicy = "default"

// ParsePolicy returns the policy of that name, and the zero Policy, which stands
// for each strategy's own, for "default".
func ParsePolicy(s string) (millerrabin.Policy, error) {
	policy, err := parsePolicy(s)
	return policy, asSpecError(err)
}

func parsePolicy(s string) (millerrabin.Policy, error) {
	if s == defaultPolicy {
		return millerrabin.Policy{}, nil
	}
	p, err := millerrabin.ParsePolicy(s)
	if err != nil {
		return p, fmt.Errorf("%w; or %q for each strategy's own", err, defaultPolicy)
	}
	return p, nil
}
