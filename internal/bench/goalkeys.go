// The key "want" of a suite: goals, as they are written.

package bench

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"

	"primebench/internal/bench/strategy"
	"primebench/internal/cpu"
	"primebench/internal/yamlkeys"
	"primebench/results"
)

// readGoals makes the reader of a list of goals.
func readGoals(dst *[]results.Goal) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
			return errors.New(`want a list of mappings such as "- ratio: {of: {strategy: gmp}, over: {strategy: onthefly}}" with at-least or at-most`)
		}
		for _, item := range n.Content {
			var g goalEntry
			if err := yamlkeys.Mapping(item, g.keys()); err != nil {
				return err
			}
			goals, err := g.goals()
			if err != nil {
				return fmt.Errorf("line %d: %w", item.Line, err)
			}
			*dst = append(*dst, goals...)
		}
		return nil
	}
}

// A goalEntry is one item of the list: a goal for each of its bounds.
type goalEntry struct {
	quantities      []string // that are given, of which there is to be one
	common          results.Subject
	of, over        results.Subject
	atLeast, atMost []bound
}

// A bound is a number as it is written, for a size or (bits 0) for whatever the
// subject has.
type bound struct {
	bits int
	text string
}

func (g *goalEntry) keys() []yamlkeys.Key {
	keys := []yamlkeys.Key{
		{Name: results.GoalTime, Read: g.side(results.GoalTime, func(n *yaml.Node) error { return yamlkeys.Mapping(n, subjectKeys(&g.of)) })},
		{Name: results.GoalRatio, Read: g.side(results.GoalRatio, g.readSides)},
		{Name: results.GoalShare, Read: g.side(results.GoalShare, g.readSides)},
	}
	keys = append(keys, subjectKeys(&g.common)...)
	return append(keys,
		yamlkeys.Key{Name: "at-least", Read: readBounds(&g.atLeast)},
		yamlkeys.Key{Name: "at-most", Read: readBounds(&g.atMost)},
	)
}

// side makes the reader of a quantity's subjects, which takes note of the quantity.
func (g *goalEntry) side(quantity string, read func(*yaml.Node) error) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		g.quantities = append(g.quantities, quantity)
		return read(n)
	}
}

func (g *goalEntry) readSides(n *yaml.Node) error {
	return yamlkeys.Mapping(n, []yamlkeys.Key{
		{Name: "of", Read: func(n *yaml.Node) error { return yamlkeys.Mapping(n, subjectKeys(&g.of)) }},
		{Name: "over", Read: func(n *yaml.Node) error { return yamlkeys.Mapping(n, subjectKeys(&g.over)) }},
	})
}

func subjectKeys(s *results.Subject) []yamlkeys.Key {
	return []yamlkeys.Key{
		{Name: "kind", Read: yamlkeys.One(&s.Kind, worded(strategy.ParseKind))},
		{Name: "bits", Read: yamlkeys.One(&s.Bits, parseCount)},
		{Name: "params", Read: yamlkeys.One(&s.Params, yamlkeys.Verbatim)},
		{Name: "strategy", Read: yamlkeys.One(&s.Strategy, yamlkeys.Verbatim)},
		{Name: "mode", Read: yamlkeys.One(&s.Mode, worded(parseMode))},
		{Name: "workers", Read: yamlkeys.One(&s.Workers, parseCount)},
		{Name: "policy", Read: yamlkeys.One(&s.Policy, parsePolicyName)},
		{Name: "kernel", Read: yamlkeys.One(&s.Kernel, parseKernelName)},
		{Name: "operation", Read: yamlkeys.One(&s.Op, yamlkeys.Verbatim)},
	}
}

// worded makes a parser return the word that it has checked.
func worded[T ~string](parse func(string) (T, error)) func(string) (string, error) {
	return func(text string) (string, error) {
		word, err := parse(text)
		return string(word), err
	}
}

// parsePolicyName returns the name of a policy, or defaultPolicy.
func parsePolicyName(text string) (string, error) {
	policy, err := parsePolicy(text)
	if err != nil || policy.IsZero() {
		return defaultPolicy, err
	}
	return policy.String(), nil
}

// parseKernelName takes the name of a kernel, whether or not this machine can
// run it.
func parseKernelName(text string) (string, error) {
	if !slices.Contains(cpu.KnownKernels(), text) {
		return "", fmt.Errorf("unknown kernel %.80q, want one of %s", text, list(cpu.KnownKernels()))
	}
	return text, nil
}

// readBounds makes the reader of a single bound, or of a mapping from sizes to
// theirs.
func readBounds(dst *[]bound) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.MappingNode {
			var single bound
			err := yamlkeys.One(&single.text, yamlkeys.Verbatim)(n)
			*dst = append(*dst, single)
			return err
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			var b bound
			if err := yamlkeys.One(&b.bits, parseCount)(n.Content[i]); err != nil {
				return fmt.Errorf("size %w", err)
			}
			if slices.ContainsFunc(*dst, func(other bound) bool { return other.bits == b.bits }) {
				return fmt.Errorf("size %d is given twice", b.bits)
			}
			if err := yamlkeys.One(&b.text, yamlkeys.Verbatim)(n.Content[i+1]); err != nil {
				return err
			}
			*dst = append(*dst, b)
		}
		return nil
	}
}

// goals returns the goals that the item stands for.
func (g *goalEntry) goals() ([]results.Goal, error) {
	bounds := slices.Concat(g.atLeast, g.atMost)
	switch {
	case len(g.quantities) != 1:
		return nil, fmt.Errorf("a goal of %d quantities, want one of %s, %s, %s", len(g.quantities), results.GoalTime, results.GoalRatio, results.GoalShare)
	case len(bounds) == 0 || len(g.atLeast) > 0 && len(g.atMost) > 0:
		return nil, errors.New("want one of at-least, at-most")
	}
	var goals []results.Goal
	for _, b := range bounds {
		goal := results.Goal{Quantity: g.quantities[0], Of: within(g.of, g.common)}
		if goal.Quantity != results.GoalTime {
			goal.Over = within(g.over, g.common)
		}
		if b.bits > 0 {
			if goal.Of.Bits > 0 || goal.Over.Bits > 0 {
				return nil, fmt.Errorf("bounds by size beside bits, want one of them")
			}
			goal.Of.Bits, goal.Over.Bits = b.bits, b.bits
			if goal.Quantity == results.GoalTime {
				goal.Over.Bits = 0
			}
		}
		value, err := parseBound(goal.Quantity, b.text)
		if err != nil {
			return nil, err
		}
		if len(g.atLeast) > 0 {
			goal.Least = value
		} else {
			goal.Most = value
		}
		if err := checkGoal(goal); err != nil {
			return nil, err
		}
		goals = append(goals, goal)
	}
	return goals, nil
}

// within returns a side of a goal with what it leaves open taken from what both
// sides have in common.
func within(side, common results.Subject) results.Subject {
	return results.Subject{
		Kind:     cmp.Or(side.Kind, common.Kind),
		Bits:     cmp.Or(side.Bits, common.Bits),
		Params:   cmp.Or(side.Params, common.Params),
		Strategy: cmp.Or(side.Strategy, common.Strategy),
		Mode:     cmp.Or(side.Mode, common.Mode),
		Workers:  cmp.Or(side.Workers, common.Workers),
		Policy:   cmp.Or(side.Policy, common.Policy),
		Kernel:   cmp.Or(side.Kernel, common.Kernel),
		Op:       cmp.Or(side.Op, common.Op),
	}
}

// parseBound reads a duration for a time, and else a number.
func parseBound(quantity, text string) (float64, error) {
	if quantity == results.GoalTime {
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return 0, fmt.Errorf("%.80q, want a time above 0 such as 15s or 20ms", text)
		}
		return d.Seconds(), nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v > 0) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%.80q, want a number above 0", text)
	}
	if quantity == results.GoalShare && v > 1 {
		return 0, fmt.Errorf("a share of %v, want at most 1", v)
	}
	return v, nil
}

func checkGoal(g results.Goal) error {
	switch {
	case g.Quantity == results.GoalShare && g.Of.Op == "":
		return errors.New(`a share of no operation, want one, such as "of: {operation: sieve}"`)
	case g.Quantity == results.GoalRatio && g.Of == g.Over:
		return errors.New("a ratio of a subject to itself, want two that differ")
	}
	return nil
}
