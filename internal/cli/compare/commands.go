// The verb duet on any two commands: whole processes in turn.

package compare

import (
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/analysis"
	"primebench/internal/cli/ui"
	"primebench/internal/duet"
	"primebench/internal/gate"
	"primebench/internal/hostinfo"
	"primebench/internal/rng"
)

const (
	// mostWarmup bounds --warmup.
	mostWarmup = 1000
	// mostPattern bounds --metric, in characters.
	mostPattern = 1000
	// programPath is the main package of a build of primebench.
	programPath = "primebench/cmd/primebench"
	programName = "primebench"
)

// A commandSettings is the flags of duet that two commands have and two builds have not.
type commandSettings struct {
	by      *ui.Single[duet.Quantity]
	metric  *ui.Single[*regexp.Regexp]
	better  *ui.Single[analysis.Better]
	prepare *ui.Single[string]
	warmup  *ui.Single[int]
	limit   *ui.Single[time.Duration]
}

func newCommandSettings() *commandSettings {
	return &commandSettings{
		by:      ui.NewSingle("QUANTITY", parseQuantity),
		metric:  ui.NewSingle("REGEXP", parseMetric),
		better:  ui.NewSingle("DIRECTION", parseBetter),
		prepare: ui.NewSingle("COMMAND", parsePrepare),
		warmup:  ui.NewSingle("N", ui.WholeNumber(0, mostWarmup)),
		limit:   ui.NewSingle("DURATION", ui.ParseBudget),
	}
}

func (s *commandSettings) define(cmd *cobra.Command) {
	s.by.Value, s.better.Value = duet.ByTime, analysis.Lower
	flags := cmd.Flags()
	ui.Define(flags, s.by, "by", "what two commands are judged by: "+ui.Listed(quantityNames())+" (default: time, which is processor time on a busy machine, else wall time)")
	ui.Define(flags, s.metric, "metric", "judge two commands by the number that they print and REGEXP matches: its first group, in the last line that has it")
	ui.Define(flags, s.better, "better", "which numbers of --metric are better: lower, higher (default: lower)")
	ui.Define(flags, s.prepare, "prepare", "what a shell does before each run of a command, untimed")
	ui.Define(flags, s.warmup, "warmup", "pairs of runs of two commands that are not counted (default: 0)")
	ui.Define(flags, s.limit, "time-limit", "end a command that runs for longer (default: the budget)")
	ui.Exclude(flags, "by", "metric")
	ui.Offer(cmd, "by", quantityNames())
	ui.Offer(cmd, "better", betterNames())
}

// named is the first of the flags that the command line has; "" when it has none.
func (s *commandSettings) named() string {
	for _, flag := range []struct {
		name  string
		there bool
	}{
		{"by", s.by.Named()}, {"metric", s.metric.Named()}, {"better", s.better.Named()}, {"prepare", s.prepare.Named()}, {"warmup", s.warmup.Named()}, {"time-limit", s.limit.Named()},
	} {
		if flag.there {
			return flag.name
		}
	}
	return ""
}

// areBuilds reports whether two commands are builds of primebench, each with flags of the
// verb run: these are measured by a suite. With a verb they are commands like others.
func areBuilds(commands ...[]string) bool {
	return !slices.ContainsFunc(commands, func(command []string) bool {
		return !isBuild(command[0]) || len(command) > 1 && !strings.HasPrefix(command[1], "-")
	})
}

// isBuild tells primebench by its name, or by what Go wrote into it.
func isBuild(program string) bool {
	if strings.HasPrefix(filepath.Base(program), programName) {
		return true
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return false
	}
	info, err := buildinfo.ReadFile(path)
	return err == nil && info.Path == programPath
}

// playCommands measures two commands and tells the verdict.
func playCommands(ctx context.Context, p ui.Process, set *duetSettings, base, head []string) error {
	if err := set.checkCommands(); err != nil {
		return ui.Usage(err)
	}
	to, err := set.folder(p, "duet")
	if err != nil {
		return err
	}
	defer to.Abandon()
	host := hostinfo.Host()
	command := func(name string, args []string) duet.Command {
		c := duet.Command{Name: name, Args: args, Env: p.Env, Prepare: set.prepare.Value, Limit: set.budget.Value, Figure: set.metric.Value}
		if set.limit.Given {
			c.Limit = set.limit.Value
		}
		return c
	}
	config := duet.Commands{
		Base: command("base", base), Head: command("head", head), By: set.by.Value, Better: set.better.Value, Rules: set.rules(), Budget: set.budget.Value,
		Warmup: set.warmup.Value, Seed: rng.SeedOr(set.seed.Value), Host: gate.Machine{CPU: host.CPU, OS: host.OS, Arch: host.Arch},
	}
	if set.metric.Given {
		config.By = duet.ByFigure
	}
	log := p.Logger(set.quiet.Value)
	found, err := measureCommands(ctx, p, log, set.quiet.Value, config)
	telling := p.Stops.Stage(ctx, func() {})
	if ui.Stopped(err) && found != nil {
		found.Remarks = append(found.Remarks, fmt.Sprintf("the duet was stopped by a signal after %d pairs", found.Changes[0].Blocks))
		return errors.Join(err, hush(set.tell(telling, p, to, log, found, nil)))
	}
	return set.tell(telling, p, to, log, found, err)
}

// checkCommands refuses flags that two commands have no use for.
func (set *duetSettings) checkCommands() error {
	switch {
	case set.suite.Named() || set.keep.Named():
		return errors.New("--suite and --runs belong to two builds of primebench; two commands are timed as they stand")
	case set.geomean.Named():
		return errors.New("--geomean is over several changes, and two commands have one; leave it out")
	case set.better.Named() && !set.metric.Given:
		return errors.New("--better says which numbers of --metric are better; of time and memory less is")
	case set.by.Named() && set.metric.Named():
		return errors.New("--by and --metric exclude each other")
	}
	return nil
}

// measureCommands plays the duet and shows how it stands.
func measureCommands(ctx context.Context, p ui.Process, log *slog.Logger, quiet bool, config duet.Commands) (*gate.Difference, error) {
	measuring := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	config.Done = drawDuet(p, quiet, config.Budget, config.Rules)
	defer p.Screen.Clear()
	found, err := duet.MeasureCommands(measuring, config)
	if measuring.Err() != nil {
		err = context.Cause(measuring)
	}
	if errors.Is(err, duet.ErrConfig) {
		err = ui.Usage(err)
	}
	return found, err
}

func quantityNames() []string {
	var names []string
	for _, q := range duet.Quantities() {
		names = append(names, string(q))
	}
	return names
}

func parseQuantity(text string) (duet.Quantity, error) {
	if q := duet.Quantity(text); slices.Contains(duet.Quantities(), q) {
		return q, nil
	}
	return "", fmt.Errorf("unknown quantity %.80q, want one of %s", text, ui.Listed(quantityNames()))
}

func betterNames() []string { return []string{string(analysis.Lower), string(analysis.Higher)} }

func parseBetter(text string) (analysis.Better, error) {
	if !slices.Contains(betterNames(), text) {
		return "", fmt.Errorf("unknown direction %.80q, want one of %s", text, ui.Listed(betterNames()))
	}
	return analysis.Better(text), nil
}

// parseMetric takes an expression of package regexp, whose time is linear in the text.
func parseMetric(text string) (*regexp.Regexp, error) {
	if text == "" || len(text) > mostPattern {
		return nil, fmt.Errorf("an expression of %d characters, want 1 to %d", len(text), mostPattern)
	}
	expression, err := regexp.Compile(text)
	if err != nil {
		return nil, fmt.Errorf("%.80q is no regular expression: %w; want one such as 'took ([0-9.]+) ms'", text, err)
	}
	return expression, nil
}

func parsePrepare(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", fmt.Errorf("%q is no command", text)
	}
	return text, nil
}
