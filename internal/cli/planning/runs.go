// What a plan stands on: runs out of files, or one that is measured for it.

package planning

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"time"

	"primebench/dhgroup"
	"primebench/internal/analysis"
	"primebench/internal/bench"
	"primebench/internal/bench/strategy"
	"primebench/internal/capacity"
	"primebench/internal/cli/measure"
	"primebench/internal/cli/ui"
	"primebench/millerrabin"
	"primebench/results"
)

// planRuns returns what --from names, in the stage under way, or the run that
// --measure makes, and the context of the stage that comes after.
func planRuns(ctx context.Context, p ui.Process, log *slog.Logger, set *planSettings, scenario capacity.Scenario) (context.Context, []*analysis.Analysis, error) {
	if set.measure.Value {
		return measureFor(ctx, p, log, set, scenario)
	}
	runs, err := ui.Await(ctx, func() ([]*analysis.Analysis, error) {
		files, err := planFiles(set.from.Values)
		if err != nil {
			return nil, err
		}
		return measure.AnalyseAll(p.Stdin, log, files)
	})
	return ctx, runs, err
}

// planFiles lists the run files of paths, standard input among them.
func planFiles(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		if path == ui.StdinName {
			files = append(files, path)
			continue
		}
		found, err := results.Files(path)
		if err != nil {
			return nil, ui.Usage(err)
		}
		files = append(files, found...)
	}
	return files, nil
}

// measureFor measures what the scenario needs, and keeps the run.
func measureFor(ctx context.Context, p ui.Process, log *slog.Logger, set *planSettings, scenario capacity.Scenario) (context.Context, []*analysis.Analysis, error) {
	spec := calibration(scenario, p.Pace.Measure)
	spec.Seed = set.seed.Value
	if _, err := spec.Matrix(); err != nil {
		return ctx, nil, measure.AsUsage(err)
	}
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

// calibration is the cells that a scenario needs, each by the policy that is its
// strategy's own.
func calibration(scenario capacity.Scenario, budget time.Duration) bench.Spec {
	var blocks []bench.Block
	for i := range scenario.Services {
		switch s := &scenario.Services[i]; s.Kind {
		case capacity.DHKeygen, capacity.DHShared:
			blocks = append(blocks, usesOf(s))
		default:
			blocks = append(blocks, searchesOf(s)...)
		}
	}
	own := blocks[0]
	return bench.Spec{
		Kinds: own.Kinds, Bits: own.Bits, Strategies: own.Strategies, Modes: own.Modes, Workers: own.Workers, Policies: own.Policies, OnlyUses: own.OnlyUses,
		Also: blocks[1:], Budget: budget,
	}
}

// searchesOf are the searches of a service, by one worker and, where it has several
// on a result, by these and by all cores; and what they are made of, for a time
// of few searches is a vague one. Beside the groups that are searched for stand those
// that are hard-coded.
func searchesOf(s *capacity.Service) []bench.Block {
	search := bench.Block{
		Kinds: []strategy.Kind{strategy.Prime}, Bits: s.Bits, Strategies: []string{strategyOf(s)}, Modes: []bench.Mode{bench.Search},
		Workers: []int{1}, Policies: []millerrabin.Policy{{}},
	}
	switch s.Kind {
	case capacity.RSA:
		search.Bits = halves(s.Bits)
	case capacity.Safe:
		search.Kinds = []strategy.Kind{strategy.Safe}
	}
	parts, known := search, search
	parts.Modes = []bench.Mode{bench.Operations}
	known.Strategies, known.Bits = []string{results.StrategyHardcoded}, knownSizes(s.Bits)
	if s.Workers > 1 {
		search.Workers = []int{1, s.Workers, runtime.GOMAXPROCS(0)}
		slices.Sort(search.Workers)
		search.Workers = slices.Compact(search.Workers)
	}
	blocks := []bench.Block{search}
	if search.Strategies[0] == capacity.DefaultStrategy {
		blocks = append(blocks, parts)
	}
	if s.Kind == capacity.Safe && search.Strategies[0] != results.StrategyHardcoded && len(known.Bits) > 0 {
		blocks = append(blocks, known)
	}
	return blocks
}

// knownSizes keeps the sizes of which there are groups.
func knownSizes(bits []int) []int {
	return slices.DeleteFunc(slices.Clone(bits), func(n int) bool { return len(dhgroup.OfSize(n)) == 0 })
}

// usesOf are the uses of the groups of a service.
func usesOf(s *capacity.Service) bench.Block {
	return bench.Block{
		Kinds: []strategy.Kind{strategy.Safe}, Bits: s.Bits, Strategies: []string{strategyOf(s)}, Modes: []bench.Mode{bench.Operations},
		Workers: []int{1}, Policies: []millerrabin.Policy{{}}, OnlyUses: true,
	}
}

func strategyOf(s *capacity.Service) string {
	if s.Strategy == "" {
		return capacity.DefaultStrategy
	}
	return s.Strategy
}

func halves(bits []int) []int {
	half := make([]int, len(bits))
	for i, n := range bits {
		half[i] = n / 2
	}
	return half
}
