// The verb duet: two builds, or two commands, measured in turn.

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
	"primebench/internal/wholefile"
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
	*commandSettings
	suite  *ui.Single[string]
	budget *ui.Single[time.Duration]
	seed   *ui.Seed
	keep   *ui.Single[string]
}

// NewDuetCmd makes the verb duet.
func NewDuetCmd(p ui.Process) *cobra.Command {
	set := &duetSettings{
		gateFlags:       newGateFlags(),
		commandSettings: newCommandSettings(),
		suite:           ui.NewSingle("SUITE", parseSuiteName),
		budget:          ui.NewSingle("DURATION", ui.ParseBudget),
		seed:            new(ui.Seed),
		keep:            ui.NewSingle("DIR", ui.ParseFolder),
	}
	set.suite.Value, set.budget.Value = gateSuite, duetBudget
	cmd := &cobra.Command{
		Use:   "duet [flags] -- A B | duet [flags] -- COMMAND -- COMMAND",
		Short: "Measure two builds, or any two commands, in turn, and say whether the second is slower",
		Example: `  primebench duet -- old/primebench new/primebench
  primebench duet --tolerance 1% --budget 10m -- old/primebench new/primebench
  primebench duet -- primebench --kernel ifma -- primebench --kernel avx2
  primebench duet --suite mine.yaml --runs runs/duet -- old/primebench new/primebench
  primebench duet -- gzip -6 -c file -- gzip -9 -c file
  primebench duet --metric 'took ([0-9.]+) ms' -- old/tool --stats -- new/tool --stats`,
		Long: `A and B are two builds of primebench, or one build twice with flags of the verb run
after either, then with -- between them. Both measure the same suite in blocks of a
few seconds, each in a fresh process, in pairs whose order is drawn at random. A
pair's two blocks meet the same state of the machine, so that little remains of its
drift. The duet ends when half the interval of every change is narrower than a
quarter of the tolerance, or when its time is over.

Two COMMANDs with -- between them are any programs with their arguments. They are run
in turn as whole processes, without a shell and with an empty standard input, and
judged by their wall time; by the processor time of them and of the children that
they waited for where the machine is busy, or with --by; or by a number that they
print. A command that fails, runs for longer than --time-limit or leaves a process
running ends the duet, and nothing of it is left.

Verdicts and codes are those of compare. A flag --kernel or --strategy of A or B is
what is asked about, and may differ; all else must be equal work.`,
		Args: func(_ *cobra.Command, args []string) error {
			_, err := sidesOf(args)
			return err
		},
	}
	set.gateFlags.define(cmd)
	flags := cmd.Flags()
	ui.Define(flags, set.suite, "suite", "what is measured: "+ui.Listed(bench.Suites())+", or a YAML file (default: "+gateSuite+")")
	ui.Define(flags, set.budget, "budget", fmt.Sprintf("time for both sides together, of builds at least %v (default: %v)", duet.MinBudget, duetBudget))
	set.seed.Define(flags, "1 to 64 hex digits that decide the order and the candidates (default: drawn at random)")
	ui.Define(flags, set.keep, "runs", "keep the runs of the blocks in DIR, which is new or empty; compare reads them from DIR/base and DIR/head")
	set.commandSettings.define(cmd)
	ui.Offer(cmd, "suite", bench.Suites())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		asked, err := sidesOf(args)
		switch {
		case err != nil:
			return ui.Usage(err)
		case asked.commands:
			return playCommands(cmd.Context(), p, set, asked.base, asked.head)
		}
		return playBuilds(cmd.Context(), p, set, asked.base, asked.head)
	}
	return cmd
}

// The sides of a duet are two builds with flags, or two commands.
type sides struct {
	base, head []string
	commands   bool
}

// sidesOf parts the arguments after the first -- into the two sides.
func sidesOf(args []string) (sides, error) {
	switch at := slices.Index(args, between); {
	case at > 0 && at+1 < len(args) && !slices.Contains(args[at+1:], between):
		base, head := args[:at], args[at+1:]
		return sides{base: base, head: head, commands: !areBuilds(base, head)}, nil
	case at < 0 && len(args) == 2:
		return sides{base: args[:1], head: args[1:]}, nil
	}
	return sides{}, errors.New(`duet takes two builds, as in "duet -- old/primebench new/primebench", or two commands with one -- between them, as in "duet -- gzip -6 -c file -- gzip -9 -c file"`)
}

// playBuilds measures two builds of primebench and tells the verdict.
func playBuilds(ctx context.Context, p ui.Process, set *duetSettings, base, head []string) error {
	if flag := set.named(); flag != "" {
		return ui.Usagef(`--%s belongs to two commands, as in "duet -- A -- B"; builds are measured by a suite`, flag)
	}
	if set.budget.Value < duet.MinBudget {
		return ui.Usagef("--budget: %q is too short, want at least %v", set.budget.Value, duet.MinBudget)
	}
	suite, remove, err := suiteFile(p, set.suite.Value)
	if err != nil {
		return err
	}
	defer remove()
	config := duet.Config{Rules: set.rules(), Budget: set.budget.Value, Seed: rng.SeedOr(set.seed.Value)}
	config.Rules.Across = askedAbout(base, head)
	if err := hire(&config, p.Env, suite, base, head); err != nil {
		return err
	}
	to, err := set.folder(p, "duet")
	if err != nil {
		return err
	}
	defer to.Abandon()
	if set.keep.Value != "" {
		kept, err := p.ClaimFolder("runs", set.keep.Value)
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
	config.Done = drawDuet(p, quiet, config.Budget, config.Rules)
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

// drawDuet shows how a duet stands after each pair.
func drawDuet(p ui.Process, quiet bool, budget time.Duration, rules gate.Rules) func(pairs int, gone time.Duration, width float64) {
	return func(pairs int, gone time.Duration, width float64) {
		if quiet || !p.Screen.Rewrites {
			return
		}
		p.Screen.Draw(func(int) string {
			return fmt.Sprintf("%s of %s · %d pairs of blocks · widest interval +- %.2f %%, wanted %.2f %%", ui.Span(gone), ui.Span(budget), pairs,
				100*width, 100*duet.WantedWidth(rules))
		})
	}
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
func suiteFile(p ui.Process, name string) (path string, remove func(), err error) {
	if !slices.Contains(bench.Suites(), name) {
		path, err := filepath.Abs(name)
		return path, func() {}, err
	}
	text, err := bench.SuiteText(name)
	if err != nil {
		return "", nil, err
	}
	wholefile.SweepScratch()
	dir, remove, err := wholefile.Scratch()
	if err != nil {
		return "", nil, fmt.Errorf("the suite cannot be handed on: %w", err)
	}
	path = filepath.Join(dir, name+".yaml")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		remove()
		return "", nil, fmt.Errorf("the suite cannot be handed on: %w", err)
	}
	p.Stops.Last(remove)
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
