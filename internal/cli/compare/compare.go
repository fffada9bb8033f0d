// The verb compare: two sides of runs, and whether the second is slower.

package compare

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/gate"
	"primebench/internal/pages"
	"primebench/report/doc"
)

// summaryVariable names the file that a forge shows beside the job that wrote it.
const summaryVariable = "GITHUB_STEP_SUMMARY"

// gateFlags is the flags that compare and duet share: what is let pass and how the
// answer is told.
type gateFlags struct {
	tolerance *ui.Single[float64]
	failOn    *ui.Single[string]
	geomean   *ui.Single[bool]
	common    *ui.Single[bool]
	telling   *ui.Telling // of define
	out       *ui.Single[string]
	quiet     *ui.Single[bool]
}

// What --fail-on can say.
const (
	failOnRegression   = "regression"
	failOnInconclusive = "inconclusive"
)

func newGateFlags() *gateFlags {
	g := &gateFlags{
		tolerance: ui.NewSingle("PERCENT", parseTolerance),
		failOn:    ui.NewSingle("VERDICT", parseFailOn),
		geomean:   ui.NewSingle("bool", ui.ParseSwitch),
		common:    ui.NewSingle("bool", ui.ParseSwitch),
		out:       ui.NewSingle("DIR", ui.ParseFolder),
		quiet:     ui.NewSingle("bool", ui.ParseSwitch),
	}
	g.tolerance.Value, g.failOn.Value = gate.DefaultTolerance, failOnInconclusive
	return g
}

func (g *gateFlags) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	ui.Define(flags, g.tolerance, "tolerance", fmt.Sprintf("slowdown that is let pass, such as 3%% (default: %s%%)", ui.PercentText(gate.DefaultTolerance)))
	ui.Define(flags, g.failOn, "fail-on", "worst verdict that ends with a code other than 0: "+failOnRegression+", "+failOnInconclusive+" (default: "+failOnInconclusive+")")
	ui.DefineSwitch(flags, g.geomean, "geomean", "judge the geometric mean of all changes besides")
	g.telling = ui.DefineTelling(cmd, pages.DifferenceFormats()...)
	ui.Define(flags, g.out, "out", "write the comparison in every format and its plot to DIR, which is new or empty")
	ui.DefineSwitch(flags, g.quiet, "quiet", "print errors only to stderr")
	ui.Offer(cmd, "fail-on", []string{failOnRegression, failOnInconclusive})
}

func (g *gateFlags) rules() gate.Rules {
	return gate.Rules{Tolerance: g.tolerance.Value, Geomean: g.geomean.Value, Common: g.common.Value, Now: time.Now()}
}

// NewCompareCmd makes the verb compare.
func NewCompareCmd(p ui.Process) *cobra.Command {
	g := newGateFlags()
	self := &gateTest{gateFlags: g, asked: ui.NewSingle("bool", ui.ParseSwitch), budget: ui.NewSingle("DURATION", parseDuetBudget), keep: ui.NewSingle("DIR", ui.ParseFolder)}
	self.budget.Value = gateTestBudget
	cmd := &cobra.Command{
		Use:   "compare BASE HEAD",
		Short: "Say whether one build is slower than another, by their runs or other tools' files",
		Example: `  primebench compare base/run.jsonl head/run.jsonl
  primebench compare --tolerance 3% --fail-on regression base head
  primebench compare base1.jsonl,base2.jsonl head1.jsonl,head2.jsonl
  primebench compare --format markdown --out comparison base head
  primebench compare old.txt new.txt                of go test -bench
  primebench compare --common old.json new.json     of hyperfine, Google Benchmark or pyperf
  primebench compare --self-test                    how often the gate errs here, in 20 minutes`,
		Long: `BASE and HEAD are each a run file, a folder with run files in it or below, or
several of these parted by commas. The runs of a side are of one build. Every cell
of either side must have its like in the other: kind, size, strategy, mode,
policy, workers, kernel, list of candidates and processor. What is not comparable
is named, and the code is 6.

They may also be files of go test -bench, hyperfine (--export-json), Google Benchmark
(--benchmark_out) or pyperf, of one format on both sides. Each benchmark and metric
of either side must have its like in the other, in the same unit; --common leaves out
what one has alone.

A regression (code 4) lies with all of its interval above the tolerance and above
twice what the same build differs from itself in these runs. An interval below the
tolerance is a pass, anything else inconclusive (code 5). Several runs a side tell
more than one; "primebench duet" measures both sides in turn and tells most.

The comparison is also appended as Markdown to the file that the variable
` + summaryVariable + ` names.

With --self-test this build is measured against itself, and the gate tried on many
comparisons drawn from that: how often it cries wolf, and how often it finds that
one side was made slower by 3, 5 and 10 %. BASE and HEAD are then left out, or are
the runs of such a duet that were kept.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 && !(self.asked.Value && len(args) == 0) {
				return fmt.Errorf("compare takes two sides, BASE and HEAD, got %d", len(args))
			}
			return nil
		},
	}
	g.define(cmd)
	ui.DefineSwitch(cmd.Flags(), g.common, "common", "compare what both sides have; what one has alone is named, and stands in the way otherwise")
	ui.DefineSwitch(cmd.Flags(), self.asked, "self-test", "try the gate on this build and itself")
	ui.Define(cmd.Flags(), self.budget, "budget", fmt.Sprintf("time that --self-test measures for (default: %v)", gateTestBudget))
	ui.Define(cmd.Flags(), self.keep, "runs", "keep the runs that --self-test measures in DIR/base and DIR/head; DIR is new or empty")
	ui.Exclude(cmd.Flags(), "self-test", "geomean", "fail-on")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if self.asked.Value {
			return self.run(cmd.Context(), p, args)
		}
		if self.budget.Named() || self.keep.Named() {
			return ui.Usagef("--budget and --runs belong to --self-test; compare measures nothing itself")
		}
		ctx := p.Stops.Stage(cmd.Context(), func() {})
		return compareRuns(ctx, p, g, args[0], args[1])
	}
	return cmd
}

func compareRuns(ctx context.Context, p ui.Process, g *gateFlags, base, head string) error {
	to, err := g.folder(p, "compare")
	if err != nil {
		return err
	}
	defer to.Abandon()
	found, err := ui.Await(ctx, func() (*gate.Difference, error) {
		baseSide, err := readSide(base)
		if err != nil {
			return nil, err
		}
		headSide, err := readSide(head)
		if err != nil {
			return nil, err
		}
		return baseSide.against(headSide, g.rules())
	})
	return g.tell(ctx, p, to, p.Logger(g.quiet.Value), found, err)
}

// folder is the place that --out names, none when it is not given. It is claimed
// before any work, so that a wrong one is told before minutes of measuring.
func (g *gateFlags) folder(p ui.Process, verb string) (ui.Folder, error) {
	if g.out.Value == "" {
		return ui.Folder{}, nil
	}
	return p.ClaimOut(g.out.Value, verb)
}

// tell gives the answer: to stdout, to the folder and the forge's summary, and as
// the error of the verdict. One that cannot be written to does not keep it from the
// others; the summary, which nobody asked this program for, only warns. Without a comparison nothing is written.
func (g *gateFlags) tell(ctx context.Context, p ui.Process, to ui.Folder, log *slog.Logger, found *gate.Difference, err error) error {
	if errors.Is(err, gate.ErrNotComparable) {
		return ui.Verdict(ui.ExitNotComparable, err)
	}
	if err != nil {
		return err
	}
	page := pages.Difference(found)
	if err := appendSummary(p.Env.Value(summaryVariable), page); err != nil {
		log.Warn(err.Error())
	}
	if err := errors.Join(
		p.Print(ctx, page, g.telling, to.Rest()),
		to.Keep(ctx, log, page),
	); err != nil {
		return err
	}
	return g.verdict(found)
}

// verdict is the error that stands for the verdict; nil when it is let pass.
func (g *gateFlags) verdict(found *gate.Difference) error {
	switch {
	case found.Verdict == gate.Regression:
		return ui.Verdict(ui.ExitRegression, fmt.Errorf("a regression of more than %s%%", ui.PercentText(found.Tolerance)))
	case found.Verdict == gate.Inconclusive && g.failOn.Value == failOnInconclusive && len(found.Failures) > 0:
		return ui.Verdict(ui.ExitInconclusive, fmt.Errorf("inconclusive, since something that was measured failed: %s", found.Failures[0]))
	case found.Verdict == gate.Inconclusive && g.failOn.Value == failOnInconclusive:
		return ui.Verdict(ui.ExitInconclusive, fmt.Errorf("inconclusive at a tolerance of %s%%; more blocks or a quieter machine would tell", ui.PercentText(found.Tolerance)))
	}
	return nil
}

// appendSummary adds the comparison to the file at path, if there is one to be.
func appendSummary(path string, page *doc.Document) (err error) {
	if path == "" {
		return nil
	}
	var text bytes.Buffer
	if err := page.Write(&text, doc.FormatMarkdown, doc.Options{}); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return fmt.Errorf("%s: the summary cannot be opened: %w", summaryVariable, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := io.Copy(file, &text); err != nil {
		return fmt.Errorf("%s: the summary cannot be written: %w", summaryVariable, err)
	}
	return nil
}

// parseTolerance reads "3%" or "0.5 %".
func parseTolerance(text string) (float64, error) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if !percent || err != nil || !(v/100 > 0 && v <= 100*gate.MaxTolerance) {
		return 0, fmt.Errorf("%.80q is not a slowdown of more than 0%% and at most %s%%, such as 3%%", text, ui.PercentText(gate.MaxTolerance))
	}
	return v / 100, nil
}

func parseFailOn(text string) (string, error) {
	known := []string{failOnRegression, failOnInconclusive}
	if !slices.Contains(known, text) {
		return "", fmt.Errorf("unknown verdict %.80q, want one of %s", text, ui.Listed(known))
	}
	return text, nil
}
