// The verb plan: how many cores and hosts a load takes, what its users see and
// what it costs.

package planning

import (
	"context"
	"errors"
	"log/slog"

	"github.com/spf13/cobra"

	"primebench/engine"
	"primebench/internal/analysis"
	"primebench/internal/capacity"
	"primebench/internal/cli/ui"
	"primebench/internal/pages"
	"primebench/internal/rng"
	"primebench/report/doc"
	"primebench/sieve"
)

// NewPlanCmd makes the verb plan.
func NewPlanCmd(p ui.Process) *cobra.Command {
	set := newPlanSettings()
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Say how many cores, hosts, time and money a load takes, and how sure that is",
		Example: `  primebench plan --from run.jsonl --kind prime --bits 1024 --rate 200/s --slo p99=250ms
  primebench plan --from run.jsonl --kind rsa --bits 2048,4096 --rate 90/min --price 0.04/core-h --watts 4/core
  primebench plan --from run.jsonl --kind safe --bits 2048 --count 10000 --within 8h --cores 32
  primebench plan --from run.jsonl --kind safe --bits 2048 --rate 30/h --slo p99.9=5ms --pool auto
  primebench plan --measure --kind dh-shared --bits 2048,4096 --rate 5000/s --headroom 30% --failures 1
  primebench plan --from runs --kind safe --bits 2048 --rate 5/s --mix EPYC=0.04/core-h:10,Xeon=0.02/core-h
                                                    which of these hosts, for the least money
  primebench plan --from runs --scenario scenario.yaml --out plan
  primebench plan --verify --bits 512,1024           what such plans are worth, on this machine`,
		Long: `The cost of a result comes from runs that were measured (--from), or from a calibration
of 15 seconds (--measure), whose run is kept below ` + ui.RunsFolder + `/. Several runs must be of
the same processor and kernel. A size that was not measured is predicted from
three others; beyond twice the largest it takes --extrapolate.

A plan stands on the upper end of the 95 % interval of that cost. Each objective is
confirmed by a simulation of the queue. With one seed, runs and flags give the same
plan each time.

Several services are planned by a YAML file, --scenario; docs/scenario.yaml has every
key. Flags on the whole (--cores, --hosts, --headroom, --failures, --price, --watts,
--extrapolate) count before the file.

With --mix the runs may be of several processors, and the plan says how many hosts of each
kind carry one rate for the least money, and how many are the fewest. Objectives, pools
and counts are planned for one kind at a time.

With --verify nothing is planned: this machine serves searches at 50, 80 and 95 % of
its capacity, 70 seconds a size, and what was observed is set beside what the models
predict. It takes --kind prime or safe, --bits, and --cores for the servers.

A run whose machine was shared is not fit to plan from: the code is 6, unless
--accept-busy has its processor time count, which the verdict then says.

A plan that is not feasible is printed with what would make it so, and the code is 3.`,
		Args: ui.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := set.check(cmd.Flags()); err != nil {
				return ui.Usage(err)
			}
			log := p.Logger(set.quiet.Value)
			if set.verify.Value {
				return verify(cmd.Context(), p, log, set)
			}
			return plan(cmd.Context(), p, log, set)
		},
	}
	set.define(cmd)
	return cmd
}

// plan answers the scenario that the flags make.
func plan(ctx context.Context, p ui.Process, log *slog.Logger, set *planSettings) error {
	scenario, err := set.scenario()
	if err != nil {
		return ui.Usage(err)
	}
	// From here on, so that a signal leaves no empty folder.
	ctx = p.Stops.Stage(ctx, func() {})
	to, err := set.claim(p, "plan")
	if err != nil {
		return err
	}
	defer to.Abandon()
	planning, runs, err := planRuns(ctx, p, log, set, scenario)
	if err != nil {
		return err
	}
	seed, err := set.seedFor(runs)
	if err != nil {
		return err
	}
	page, err := ui.Await(planning, func() (*doc.Document, error) {
		in := capacity.Input{Runs: runs, Tests: expectedTests, Seed: seed, AcceptBusy: set.acceptBusy.Value}
		if kinds := set.mix.Values; len(kinds) > 0 {
			return mix(scenario, kinds, in)
		}
		made, err := capacity.Make(scenario, in)
		if made == nil {
			return nil, err
		}
		return pages.Plan(made), err
	})
	switch {
	case errors.Is(err, capacity.ErrScenario), errors.Is(err, capacity.ErrMissing):
		return ui.Usage(err)
	case errors.Is(err, capacity.ErrBusy):
		return ui.Verdict(ui.ExitNotComparable, err)
	case page == nil:
		return err
	}
	if told := errors.Join(p.Print(planning, page, set.telling, to.Rest()), to.Keep(planning, log, page)); told != nil {
		return told
	}
	if errors.Is(err, capacity.ErrInfeasible) {
		return ui.Verdict(ui.ExitInfeasible, err)
	}
	return err
}

// mix plans over kinds of hosts.
func mix(scenario capacity.Scenario, kinds []capacity.HostKind, in capacity.Input) (*doc.Document, error) {
	runs, err := capacity.ByKind(in.Runs, kinds)
	if err != nil {
		return nil, err
	}
	made, err := capacity.MakeMix(scenario, kinds, runs, in)
	if made == nil {
		return nil, err
	}
	return pages.Mix(made), err
}

// expectedTests is the theory of an average search.
func expectedTests(kind string, bits int, limit uint64) float64 {
	of := sieve.Prime
	if kind == capacity.Safe {
		of = sieve.Safe
	}
	return engine.Expected(of, bits, limit).Tests
}

// seedFor is the seed that was given, or that of the first run, so that a plan made
// again from its run is the same.
func (s *planSettings) seedFor(runs []*analysis.Analysis) (rng.Seed, error) {
	if s.seed.Value != nil || len(runs) == 0 {
		return rng.SeedOr(s.seed.Value), nil
	}
	return rng.ParseSeed(runs[0].Header.Seed)
}
