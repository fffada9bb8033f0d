// The runs that a plan stands on: out of files, or measured for it.

package planning

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/bench"
	"primebench/internal/bench/strategy"
	"primebench/internal/capacity"
	"primebench/internal/cli/measure"
	"primebench/internal/cli/ui"
	"primebench/millerrabin"
)

// planRuns returns what --from names, in the stage under way, or the run that
// --measure makes, and the context of the stage that comes after.
func planRuns(ctx context.Context, p ui.Process, log *slog.Logger, set *planSettings, scenario capacity.Scenario) (context.Context, []*analysis.Analysis, error) {
	if set.measure.Value {
		return measureFor(ctx, p, log, set, scenario)
	}
	runs, err := ui.Await(ctx, func() ([]*analysis.Analysis, error) {
		files, err := measure.RunFiles(set.from.Values)
		if err != nil {
			return nil, ui.Usage(err)
		}
		return measure.AnalyseAll(p.Stdin, log, files)
	})
	return ctx, runs, err
}

// measureFor measures what the scenario needs, and keeps the run.
func measureFor(ctx context.Context, p ui.Process, log *slog.Logger, set *planSettings, scenario capacity.Scenario) (context.Context, []*analysis.Analysis, error) {
	spec := calibration(scenario, p.Pace.Measure)
	if _, err := spec.Matrix(); err != nil {
		return ctx, nil, measure.AsUsage(err)
	}
	spec.Seed = set.seed.Value // which serves the simulation too, and is none that decides nothing
	in, planning, err := measure.RecordRun(ctx, p, log, set.quiet.Value, "", spec)
	if in == nil {
		return ctx, nil, measure.AsUsage(err)
	}
	log.Info(fmt.Sprintf("kept the run: --from %s plans from it again", in.File(ui.RunFile)))
	if errors.Is(err, bench.ErrBudget) {
		// What it lacks may not be needed; the plan says so if it is.
		log.Warn(err.Error())
		err = nil
	}
	if err != nil {
		return ctx, nil, err
	}
	run, err := ui.Await(planning, func() (*analysis.Analysis, error) { return measure.Analyse(log, in.File(ui.RunFile)) })
	return planning, []*analysis.Analysis{run}, err
}

// calibration measures what a scenario needs, as far as this machine can.
func calibration(scenario capacity.Scenario, budget time.Duration) bench.Spec {
	var needed []bench.Block
	for _, list := range scenario.Calibration(runtime.GOMAXPROCS(0)) {
		var all, possible []bench.Block
		for _, c := range list {
			b := bench.Block{
				Kinds: []strategy.Kind{strategy.Kind(c.Kind)}, Bits: c.Bits, Params: c.Params, Strategies: []string{c.Strategy}, Modes: []bench.Mode{bench.Mode(c.Mode)},
				Workers: c.Workers, Policies: []millerrabin.Policy{{}}, Steps: c.Steps,
			}
			all = append(all, b)
			if _, err := ofBlocks([]bench.Block{b}, budget).Matrix(); err == nil {
				possible = append(possible, b)
			}
		}
		if len(possible) == 0 { // and the whole says why
			possible = all
		}
		needed = append(needed, possible...)
	}
	return ofBlocks(needed, budget)
}

// ofBlocks makes a Spec of blocks, of which there are some.
func ofBlocks(blocks []bench.Block, budget time.Duration) bench.Spec {
	own := blocks[0]
	return bench.Spec{
		Kinds: own.Kinds, Bits: own.Bits, Params: own.Params, Strategies: own.Strategies, Modes: own.Modes, Workers: own.Workers, Policies: own.Policies, Steps: own.Steps,
		Also: blocks[1:], Budget: budget,
	}
}
