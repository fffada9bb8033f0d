// The verb duet: two builds measured in turn, block by block.

package compare

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/bench"
	"primebench/internal/cli/measure"
	"primebench/internal/cli/ui"
	"primebench/internal/duet"
	"primebench/internal/gate"
	"primebench/internal/rng"
	"primebench/results"
)

const (
	// gateSuite is what a duet measures unless it is told otherwise.
	gateSuite = "gate"
	// duetBudget is 60 s a side.
	duetBudget = 2 * time.Minute
	// between parts the commands of the two sides.
	between = "--"
)

// A duetSettings is the flags of duet alone.
type duetSettings struct {
	*gateFlags
	suite  *ui.Single[string]
	budget *ui.Single[time.Duration]
	seed   *ui.Single[*rng.Seed]
	keep   *ui.Single[string]
}

// NewDuetCmd makes the verb duet.
func NewDuetCmd(p ui.Process) *cobra.Command {
	set := &duetSettings{
		gateFlags: newGateFlags(),
		suite:     ui.NewSingle("SUITE", parseSuiteName),
		budget:    ui.NewSingle("DURATION", parseDuetBudget),
		seed:      ui.NewSingle("HEX", ui.ParseSeed),
		keep:      ui.NewSingle("DIR", ui.ParseFolder),
	}
	set.suite.Value, set.budget.Value = gateSuite, duetBudget
	cmd := &cobra.Command{
		Use:   "duet [flags] -- A B",
		Short: "Measure two builds in turn, and say whether the second is slower",
		Example: `  primebench duet -- old/primebench new/primebench
  primebench duet --tolerance 1% --budget 10m -- old/primebench new/primebench
  primebench duet -- primebench --kernel ifma -- primebench --kernel avx2
  primebench duet --suite mine.yaml --runs runs/duet -- old/primebench new/primebench`,
		Long: `A and B are two builds of primebench, or one build twice with flags of the verb run
after either, then with -- between them. Both measure the same suite in blocks of a
few seconds, each in a fresh process, in pairs whose order is drawn at random. A
pair's two blocks meet the same state of the machine, so that little remains of its
drift. The duet ends when half the interval of every change is narrower than a
quarter of the tolerance, or when its time is over.

Verdicts and codes are those of compare. A flag --kernel or --strategy of A or B is
what is asked about, and may differ; all else must be equal work.`,
		Args: func(_ *cobra.Command, args []string) error {
			_, _, err := twoCommands(args)
			return err
		},
	}
	set.define(cmd)
	flags := cmd.Flags()
	ui.Define(flags, set.suite, "suite", "what is measured: "+ui.Listed(bench.Suites())+", or a YAML file (default: "+gateSuite+")")
	ui.Define(flags, set.budget, "budget", fmt.Sprintf("time for both sides together, at least %v (default: %v)", duet.MinBudget, duetBudget))
	ui.Define(flags, set.seed, "seed", "1 to 64 hex digits that decide the order and the candidates (default: drawn at random)")
	ui.Define(flags, set.keep, "runs", "keep the runs of the blocks in DIR, which is new or empty; compare reads them from DIR/base and DIR/head")
	ui.Offer(cmd, "suite", bench.Suites())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return playDuet(cmd.Context(), p, set, args)
	}
	return cmd
}

// twoCommands parts the arguments after the first -- into the two commands.
func twoCommands(args []string) (base, head []string, err error) {
	switch at := slices.Index(args, between); {
	case at > 0 && at+1 < len(args) && !slices.Contains(args[at+1:], between):
		return args[:at], args[at+1:], nil
	case at < 0 && len(args) == 2:
		return args[:1], args[1:], nil
	}
	return nil, nil, errors.New(`duet takes two builds, as in "duet -- old/primebench new/primebench", or each with flags, as in "duet -- primebench --kernel ifma -- primebench --kernel avx2"`)
}

func playDuet(ctx context.Context, p ui.Process, set *duetSettings, args []string) error {
	base, head, err := twoCommands(args)
	if err != nil {
		return ui.Usage(err)
	}
	suite, remove, err := suiteFile(set.suite.Value)
	if err != nil {
		return err
	}
	defer remove()
	config := duet.Config{Rules: set.rules(), Budget: set.budget.Value, Seed: rng.SeedOr(set.seed.Value)}
	config.Rules.Across = askedAbout(base, head)
	if err := hire(&config, p.Env, suite, base, head); err != nil {
		return err
	}
	to, err := set.folder()
	if err != nil {
		return err
	}
	defer to.Abandon()
	if set.keep.Value != "" {
		kept, err := ui.ClaimFolder("runs", set.keep.Value)
		if err != nil {
			return err
		}
		defer kept.Abandon()
	}
	log := p.Logger(set.quiet.Value)
	found, err := measureDuet(ctx, p, log, set.quiet.Value, config)
	if err != nil && len(found.Base) > 0 && ui.Stopped(err) {
		log.Warn(fmt.Sprintf("stopped; whole pairs of blocks so far: %d", len(found.Base)))
	}
	if set.keep.Value != "" {
		if keepErr := keepRuns(set.keep.Value, found); keepErr != nil {
			return errors.Join(err, keepErr)
		}
	}
	telling := p.Stops.Stage(ctx, func() {})
	if ui.Stopped(err) && found.Difference != nil {
		found.Difference.Remarks = append(found.Difference.Remarks, fmt.Sprintf("the duet was stopped by a signal after %d pairs of blocks", len(found.Base)))
		return errors.Join(err, hush(set.tell(telling, p, to, log, found.Difference, nil)))
	}
	return set.tell(telling, p, to, log, found.Difference, err)
}

// hire makes the players of two commands. They do not see our variables, so that
// both builds measure what the suite says.
func hire(config *duet.Config, env ui.Environment, suite string, base, head []string) (err error) {
	environ := slices.DeleteFunc(slices.Clone(env), func(entry string) bool { return strings.HasPrefix(entry, ui.VariablePrefix) })
	player := func(command []string) (duet.Player, error) {
		return duet.Program{Path: command[0], Suite: suite, Flags: command[1:], Env: environ}.Player()
	}
	if config.Base, err = player(base); err == nil {
		config.Head, err = player(head)
	}
	if err != nil {
		return ui.Usage(err)
	}
	return nil
}

// hush keeps what went wrong with telling, without the verdict: a signal ended the
// duet, and its code is the answer.
func hush(err error) error {
	if ui.IsVerdict(err) {
		return nil
	}
	return err
}

// measureDuet plays the duet and shows how it stands.
func measureDuet(ctx context.Context, p ui.Process, log *slog.Logger, quiet bool, config duet.Config) (*duet.Result, error) {
	measuring := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	config.Done = func(pairs int, gone time.Duration, width float64) {
		if quiet || !p.Screen.Rewrites {
			return
		}
		p.Screen.Draw(func(int) string {
			return fmt.Sprintf("%s of %s · %d pairs of blocks · widest interval +- %.2f %%, wanted %.2f %%", ui.Span(gone), ui.Span(config.Budget), pairs,
				100*width, 100*duet.WantedWidth(config.Rules))
		})
	}
	defer p.Screen.Clear()
	found, err := duet.Measure(measuring, config)
	if measuring.Err() != nil {
		err = context.Cause(measuring)
	}
	if errors.Is(err, duet.ErrConfig) {
		err = ui.Usage(err)
	}
	if found == nil {
		found = new(duet.Result)
	}
	return found, err
}

// keepRuns writes the blocks as run files.
func keepRuns(dir string, found *duet.Result) error {
	for name, inputs := range map[string][]gate.Input{"base": found.Base, "head": found.Head} {
		if len(inputs) == 0 {
			continue
		}
		if err := os.MkdirAll(filepath.Join(dir, name), 0o777); err != nil {
			return fmt.Errorf("--runs %q cannot take the runs: %w", dir, err)
		}
		for i, in := range inputs {
			if err := results.WriteFile(filepath.Join(dir, name, fmt.Sprintf("%04d%s", i+1, results.Ending)), in.Run); err != nil {
				return fmt.Errorf("--runs %q cannot take the runs: %w", dir, err)
			}
		}
	}
	return nil
}

// suiteFile is a file with the suite of that name, which the other build may not
// have, and what takes it away again; or the file that the name is of.
func suiteFile(name string) (path string, remove func(), err error) {
	if !slices.Contains(bench.Suites(), name) {
		path, err := filepath.Abs(name)
		return path, func() {}, err
	}
	text, err := bench.SuiteText(name)
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "primebench-duet-")
	if err != nil {
		return "", nil, fmt.Errorf("the suite cannot be handed on: %w", err)
	}
	remove = func() { _ = os.RemoveAll(dir) }
	path = filepath.Join(dir, name+".yaml")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		remove()
		return "", nil, fmt.Errorf("the suite cannot be handed on: %w", err)
	}
	return path, remove, nil
}

// askedAbout are the fields that a flag of either command names.
func askedAbout(commands ...[]string) []gate.Field {
	var fields []gate.Field
	for _, f := range []gate.Field{gate.FieldKernel, gate.FieldStrategy} {
		flag := "--" + string(f)
		if slices.ContainsFunc(slices.Concat(commands...), func(arg string) bool { return arg == flag || strings.HasPrefix(arg, flag+"=") }) {
			fields = append(fields, f)
		}
	}
	return fields
}

// parseSuiteName takes a shipped suite or one that can be read.
func parseSuiteName(name string) (string, error) {
	_, err := measure.OpenSuite(name)
	return name, err
}

func parseDuetBudget(text string) (time.Duration, error) {
	budget, err := ui.ParseBudget(text)
	if err == nil && budget < duet.MinBudget {
		err = fmt.Errorf("%.80q is too short, want at least %v", text, duet.MinBudget)
	}
	return budget, err
}
