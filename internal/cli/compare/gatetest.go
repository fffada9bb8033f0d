// The flag --self-test of compare: the gate tried on this build and itself.

package compare

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"primebench/internal/cli/ui"
	"primebench/internal/duet"
	"primebench/internal/gate"
	"primebench/internal/pages"
	"primebench/internal/rng"
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
	asked  *ui.Single[bool]
	budget *ui.Single[time.Duration]
	keep   *ui.Single[string]
}

// run measures the blocks, or reads those that are named, and prints the table.
func (t *gateTest) run(ctx context.Context, p ui.Process, sides []string) error {
	if err := t.check(sides); err != nil {
		return ui.Usage(err)
	}
	to, err := t.folder(p, "compare --self-test")
	if err != nil {
		return err
	}
	defer to.Abandon()
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
		return ui.Verdict(ui.ExitNotComparable, err)
	}
	if err != nil {
		return err
	}
	page := pages.SelfTest(found)
	return errors.Join(p.Print(ctx, page, t.telling, to.Rest()), to.Keep(ctx, p.Logger(t.quiet.Value), page))
}

// check refuses flags that a table has no use for.
func (t *gateTest) check(sides []string) error {
	switch {
	case t.geomean.Named() || t.failOn.Named():
		return errors.New("--self-test prints a table and gives no verdict; leave --geomean and --fail-on out")
	case len(sides) > 0 && (t.budget.Named() || t.keep.Named()):
		return errors.New("--self-test of runs that are there measures none; leave --budget and --runs out")
	}
	return nil
}

// blocks are pairs of blocks of one build.
func (t *gateTest) blocks(ctx context.Context, p ui.Process, sides []string) (base, head []gate.Input, err error) {
	if len(sides) == 2 {
		if base, err = readRuns(sides[0]); err == nil {
			head, err = readRuns(sides[1])
		}
		return base, head, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, nil, fmt.Errorf("this program's file is not found: %w", err)
	}
	suite, remove, err := suiteFile(p, gateSuite)
	if err != nil {
		return nil, nil, err
	}
	defer remove()
	config := duet.Config{
		Rules: t.rules(), Budget: t.budget.Value, Block: duet.BlockOf(duetBudget), ToTheEnd: true, Seed: rng.NewSeed(),
	}
	if err := hire(&config, p.Env, suite, []string{self}, []string{self}); err != nil {
		return nil, nil, err
	}
	if t.keep.Given {
		kept, err := p.ClaimFolder("runs", t.keep.Value)
		if err != nil {
			return nil, nil, err
		}
		defer kept.Abandon()
	}
	found, err := measureDuet(ctx, p, p.Logger(t.quiet.Value), t.quiet.Value, config)
	if t.keep.Given {
		err = errors.Join(err, keepRuns(t.keep.Value, found))
	}
	return found.Base, found.Head, err
}
