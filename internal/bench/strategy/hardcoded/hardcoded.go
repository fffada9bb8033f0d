// Package hardcoded is the well-known groups as a strategy: what it costs to
// look one up, and what to check it.
//
// There is nothing to search for, so it is measured by two operations in search
// mode too. A look-up takes nanoseconds and says nothing about primes; the cost
// of a group that somebody else chose is that of validating it.
package hardcoded

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"primebench/dhgroup"
	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
)

// Strategy serves the groups of package dhgroup. Its zero value is ready.
type Strategy struct{}

// Name implements strategy.Strategy.
func (Strategy) Name() string { return results.StrategyHardcoded }

// About implements strategy.Strategy.
func (Strategy) About() string {
	return "the groups of RFC 2409, 3526, 5114 and 7919: looked up, and validated"
}

// Check implements strategy.Strategy: there are groups for safe primes of some
// sizes, and one worker does all.
func (Strategy) Check(t strategy.Task) error {
	switch {
	case !t.Kind.Searched():
		return strategy.CheckSearched(results.StrategyHardcoded, t)
	case t.Kind != strategy.Safe:
		return strategy.Unsupported(results.StrategyHardcoded, "the groups are safe primes, there is no hard-coded %v", t.Kind)
	case t.Workers != 1:
		return strategy.Unsupported(results.StrategyHardcoded, "%d workers, one does all", t.Workers)
	}
	if len(dhgroup.OfSize(t.Bits)) == 0 {
		return strategy.Unsupported(results.StrategyHardcoded, "no group of %d bits, there are %s", t.Bits, strings.Join(dhgroup.Names(), ", "))
	}
	return nil
}

// New implements strategy.Strategy. Of several groups of a size the first that
// dhgroup lists stands for all: the one of RFC 7919, with the offset from e. The
// policy is by default the one for numbers of unknown origin,
// millerrabin.Untrusted.
func (s Strategy) New(t strategy.Task) (strategy.Runner, error) {
	if err := s.Check(t); err != nil {
		return nil, err
	}
	if t.Policy.IsZero() {
		t.Policy = millerrabin.Untrusted
	}
	tester, err := millerrabin.NewTester(t.Kernel, t.Bits)
	if err != nil {
		return nil, fmt.Errorf("hardcoded: %w", err)
	}
	return &runner{group: dhgroup.OfSize(t.Bits)[0], policy: t.Policy, kernel: tester.Kernel()}, nil
}

type runner struct {
	group  dhgroup.Group
	policy millerrabin.Policy
	kernel string
}

// Facts implements strategy.Runner.
func (r *runner) Facts() strategy.Facts {
	return strategy.Facts{Policy: r.policy, Kernel: r.kernel, Seeded: true}
}

// Search implements strategy.Runner: it looks the group up.
func (r *runner) Search(ctx context.Context, _ uint64) (strategy.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return strategy.Outcome{}, err
	}
	g, err := dhgroup.Named(r.group.Name)
	return strategy.Outcome{Found: g.P}, err
}

// Operations implements strategy.Runner: "lookup" gets the group by its name,
// "validate" puts p and q to the policy and checks the generator.
func (r *runner) Operations() []strategy.Operation {
	return []strategy.Operation{
		{Operation: results.Operation{Name: results.OpLookup}, Run: r.lookup},
		{
			Operation: results.Operation{Name: results.OpValidate}, Run: r.validate,
			Tests: 2 * strategy.VerificationTests(r.policy), // p and q
		},
	}
}

// lookupsPerCheck is how many look-ups go between two looks at the context.
const lookupsPerCheck = 1 << 12

func (r *runner) lookup(ctx context.Context, times int64) (int64, error) {
	for i := range times {
		if i%lookupsPerCheck == 0 && ctx.Err() != nil {
			return i, ctx.Err()
		}
		if _, err := dhgroup.Named(r.group.Name); err != nil {
			return i, err
		}
	}
	return times, nil
}

func (r *runner) validate(ctx context.Context, times int64) (int64, error) {
	for i := range times {
		if _, err := dhgroup.Validate(ctx, r.group, r.policy, r.kernel); err != nil {
			return i, err
		}
	}
	return times, nil
}

// Replay implements strategy.Runner: there are no candidates to try.
func (r *runner) Replay(context.Context, []*big.Int) (strategy.Outcome, error) {
	return strategy.Outcome{}, strategy.Unsupported(results.StrategyHardcoded, "a replay, there is nothing to search for")
}
