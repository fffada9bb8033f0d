// primebench compare --self-test: the gate tried on this build and itself.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"primebench/internal/duet"
	"primebench/internal/gate"
	"primebench/internal/rng"
	"primebench/report"
)

const (
	// gateTestBudget is how long a self-test measures.
	gateTestBudget = 20 * time.Minute
	// gateTestSeed decides which comparisons are drawn, so that the same blocks give
	// the same table.
	gateTestSeed = "67617465"
)

// gateTrials are the slowdowns that a self-test tries.
func gateTrials() []gate.Trial {
	return []gate.Trial{{Slowdown: 0, Comparisons: 1000}, {Slowdown: 0.03, Comparisons: 500}, {Slowdown: 0.05, Comparisons: 500}, {Slowdown: 0.10, Comparisons: 500}}
}

// A gateTest is what --self-test is asked for.
type gateTest struct {
	*gateFlags
	asked  *single[bool]
	budget *single[time.Duration]
	keep   *single[string]
}

// run measures the blocks, or reads those that are named, and prints the table.
func (t *gateTest) run(ctx context.Context, p process, sides []string) error {
	if err := t.check(sides); err != nil {
		return usageError{err}
	}
	base, head, err := t.blocks(ctx, p, sides)
	if err != nil {
		return err
	}
	seed, err := rng.ParseSeed(gateTestSeed)
	if err != nil {
		return err
	}
	stream := seed.Stream(0)
	draw := func(n int) int { return int(stream.Below(uint64(n))) }
	found, err := gate.Try(base, head, t.rules(), duet.PairsOfBudget, gateTrials(), draw)
	if errors.Is(err, gate.ErrNotComparable) {
		return verdictError{exitNotComparable, err}
	}
	if err != nil {
		return err
	}
	if err := report.WriteGateTest(p.stdout, t.format.value, found, textOptions(p.stdout, p.env)); err != nil {
		return fmt.Errorf("the table cannot be printed: %w", err)
	}
	return nil
}

// check refuses flags that a table has no use for.
func (t *gateTest) check(sides []string) error {
	switch {
	case t.out.given || t.geomean.value || t.failOn.given:
		return errors.New("--self-test prints a table and gives no verdict; leave --out, --geomean and --fail-on out")
	case t.format.value != report.FormatText && t.format.value != report.FormatMarkdown:
		return fmt.Errorf("--self-test prints text or markdown, not %s", t.format.value)
	case len(sides) > 0 && (t.budget.given || t.keep.given):
		return errors.New("--self-test of runs that are there measures none; leave --budget and --runs out")
	}
	return nil
}

// blocks are pairs of blocks of one build.
func (t *gateTest) blocks(ctx context.Context, p process, sides []string) (base, head []gate.Input, err error) {
	if len(sides) == 2 {
		if base, err = readSide(sides[0]); err == nil {
			head, err = readSide(sides[1])
		}
		return base, head, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, nil, fmt.Errorf("this program's file is not found: %w", err)
	}
	suite, remove, err := suiteFile(gateSuite)
	if err != nil {
		return nil, nil, err
	}
	defer remove()
	config := duet.Config{
		Rules: t.rules(), Budget: t.budget.value, Block: duet.BlockOf(duetBudget), ToTheEnd: true, Seed: rng.NewSeed(),
	}
	if err := hire(&config, p.env, suite, []string{self}, []string{self}); err != nil {
		return nil, nil, err
	}
	if t.keep.given {
		kept, err := claimFolder("runs", t.keep.value)
		if err != nil {
			return nil, nil, err
		}
		defer kept.abandon()
	}
	found, err := measureDuet(ctx, p, p.logger(t.quiet.value), t.quiet.value, config)
	if t.keep.given {
		err = errors.Join(err, keepRuns(t.keep.value, found))
	}
	return found.Base, found.Head, err
}
