// primebench compare --self-test: the gate tried on this build and itself.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/duet"
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
func gateTrials() []analysis.Trial {
	return []analysis.Trial{{Slowdown: 0, Comparisons: 1000}, {Slowdown: 0.03, Comparisons: 500}, {Slowdown: 0.05, Comparisons: 500}, {Slowdown: 0.10, Comparisons: 500}}
}

// testGate measures the blocks, or reads those that are named, and prints the
// table.
func testGate(ctx context.Context, p process, g *gate, sides []string) error {
	if g.out.given || g.geomean.value || g.failOn.given {
		return usagef("--self-test prints a table and gives no verdict; leave --out, --geomean and --fail-on out")
	}
	if f := g.format.value; f != report.FormatText && f != report.FormatMarkdown {
		return usagef("--self-test prints text or markdown, not %s", f)
	}
	base, head, err := gateBlocks(ctx, p, g, sides)
	if err != nil {
		return err
	}
	seed, err := rng.ParseSeed(gateTestSeed)
	if err != nil {
		return err
	}
	stream := seed.Stream(0)
	draw := func(n int) int { return int(stream.Below(uint64(n))) }
	found, err := analysis.TryGate(base, head, g.rules(), duet.PairsOfBudget, gateTrials(), draw)
	if errors.Is(err, analysis.ErrNotComparable) {
		return verdictError{exitNotComparable, err}
	}
	if err != nil {
		return err
	}
	if err := report.WriteGateTest(p.stdout, g.format.value, found, textOptions(p.stdout, p.env)); err != nil {
		return fmt.Errorf("the table cannot be printed: %w", err)
	}
	return nil
}

// gateBlocks are pairs of blocks of one build.
func gateBlocks(ctx context.Context, p process, g *gate, sides []string) (base, head []analysis.Input, err error) {
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
		Rules: g.rules(), Budget: gateTestBudget, Block: duet.BlockOf(duetBudget), ToTheEnd: true, Seed: rng.NewSeed(),
	}
	if err := hire(&config, p.env, suite, []string{self}, []string{self}); err != nil {
		return nil, nil, err
	}
	found, err := measureDuet(ctx, p, p.logger(g.quiet.value), g.quiet.value, config)
	return found.Base, found.Head, err
}
