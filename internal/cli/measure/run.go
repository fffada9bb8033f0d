// The verb run: from the flags to a folder with a run and its reports.

package measure

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/analysis"
	"primebench/internal/bench"
	"primebench/internal/cli/ui"
	"primebench/internal/pages"
	"primebench/internal/rng"
	"primebench/internal/unit"
	"primebench/results"
)

// NewRunCmd makes the verb run.
func NewRunCmd(p ui.Process) *cobra.Command {
	set := newSettings()
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Measure the cells of a matrix and report what they cost",
		Example: `  primebench run                                    the suite "default" on all cores
  primebench run --suite quick                      a first look in ten seconds
  primebench run --kind safe --bits 2048,4096       what a DH group costs
  primebench run --bits 2048 --strategy onthefly,stdlib --policy mr20+lucas
                                                    both ways with the same tests
  primebench run --bits 2048 --strategy onthefly,openssl --policy default,mr64
                                                    beside OpenSSL, by its tests too
  primebench run --kind prime --bits 1024 --workers 1,2,4 --samples 200
  primebench run --seed 1f2e --bits 512 --samples 5 the same primes each time
  primebench run --kind random --bits 2048          what random values cost, and who is predicted
  primebench run --suite mine.yaml --dry-run        what would be measured
  primebench run --suite powers --check-goals       fail where a goal of the suite is missed
  primebench run --suite quick --fleet /shared/runs --hosts 4
                                                    on each of four hosts: they begin together`,
		Long: `Every combination of --kind, --bits, --strategy, --mode, --workers and --policy
is a cell. The cells are measured interleaved, and what they found goes to a new
folder: run.jsonl, sample by sample, and from it report.txt, report.md,
report.csv, report.json, index.html, plots/, bench.txt for benchstat and bench.json
for actions that track benchmarks. What a reader needs first of the report is printed to
stdout, on one screen; --full prints all.
With "--out -" the run itself goes to stdout instead, and nothing is written.

Kind random is about no search but about drawing: its strategies are crypto,
getrandom, chacha8, pcg and mt19937, its mode is operations. Only the first two are for
secrets.

The strategies openssl and gmp call libcrypto and libgmp where the machine has
them; where it has not, their cells are left out and the others are measured.

Where the suite has goals, the report says which are met. With --check-goals a
missed one ends the program with code 4; one that the samples, or a shared
machine, leave open does not.

With --fleet the same command is given on several hosts that share a folder. They begin
together, with one seed, and each leaves its run there with its SHA-256; then report
--across DIR sets their processors against each other.

What a flag and its variable leave open is taken from the suite, then from the suite
"default".

Ctrl-C ends the measuring and reports what is there; a second one ends the
program.`,
		Args: ui.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case set.out.Value == stdoutName && set.telling.Format.Named():
				return ui.Usagef("--out - prints the run itself and no report as %s; leave --format out or name a folder", set.telling.Format.Value)
			case set.out.Value == stdoutName && set.checkGoals.Value:
				return ui.Usagef("--out - prints the run itself and judges no goal; leave --check-goals out or name a folder")
			}
			log := p.Logger(set.quiet.Value)
			return AsUsage(measure(cmd.Context(), p, log, set))
		},
	}
	set.define(cmd)
	set.complete(cmd)
	return cmd
}

// AsUsage marks the errors that say that the asked-for run makes no sense.
func AsUsage(err error) error {
	if errors.Is(err, bench.ErrSpec) {
		return ui.Usage(err)
	}
	return err
}

// measure does what the settings ask for. A matrix that makes no sense is refused
// before there is a folder.
func measure(ctx context.Context, p ui.Process, log *slog.Logger, set *settings) error {
	if set.hosts.Named() && !set.fleet.Given {
		return ui.Usagef("--hosts is of hosts that begin together: give --fleet DIR too")
	}
	if set.fleet.Given && !set.dryRun.Value {
		if err := beginTogether(ctx, p, log, set); err != nil {
			return err
		}
	}
	spec, err := set.spec()
	if err != nil {
		return err
	}
	matrix, err := spec.Matrix()
	if err != nil {
		return err
	}
	switch {
	case set.checkGoals.Value && len(matrix.Goals) == 0:
		return ui.Usagef("--check-goals, and no goal is about what is measured: name a suite with goals, such as powers")
	case set.dryRun.Value:
		return printMatrix(ctx, p, set, spec, matrix)
	case set.out.Value == stdoutName:
		return streamMatrix(ctx, p, log, set, spec)
	}
	return runMatrix(ctx, p, log, set, spec)
}

// stdoutName is the folder of --out that stands for standard output.
const stdoutName = "-"

// streamMatrix measures the spec and prints the run, record by record, for a
// program that reads it.
func streamMatrix(ctx context.Context, p ui.Process, log *slog.Logger, set *settings, spec bench.Spec) error {
	measuring := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	err := watched(p.Screen, set.quiet.Value, func(watch bench.Observer) error {
		return bench.Run(measuring, spec, results.NewWriter(p.Stdout), watch)
	})
	if measuring.Err() != nil {
		err = context.Cause(measuring)
	}
	return err
}

// runMatrix measures the spec into a folder and reports it.
func runMatrix(ctx context.Context, p ui.Process, log *slog.Logger, set *settings, spec bench.Spec) error {
	in, reporting, runErr := RecordRun(ctx, p, log, set.quiet.Value, set.out.Value, spec)
	if in == nil {
		return runErr
	}
	if set.fleet.Given {
		if err := writeSum(*in); err != nil {
			return errors.Join(runErr, err)
		}
	}
	found, err := tell(reporting, p, log, *in, set)
	if err = withReports(runErr, err); err == nil && set.checkGoals.Value {
		err = checkGoals(found)
	}
	return err
}

// checkGoals returns the verdict where a goal of the suite was missed.
func checkGoals(found *analysis.Analysis) error {
	missed := len(found.MissedGoals())
	if missed == 0 {
		return nil
	}
	return ui.Verdict(ui.ExitRegression, fmt.Errorf("%d of %s missed: see the report's table of goals", missed, unit.Count(len(found.Goals), "goal")))
}

// RecordRun measures the spec into a folder, and returns it with how the run ended;
// nil where it holds no whole run file. Measuring and what comes after it are stages
// of their own: a signal in the first one leads to the second, whose context it
// returns, and a signal there to the end.
func RecordRun(ctx context.Context, p ui.Process, log *slog.Logger, quiet bool, out string, spec bench.Spec) (*ui.Folder, context.Context, error) {
	measuring := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	if spec.Seed == nil {
		seed := rng.NewSeed()
		spec.Seed = &seed
	}
	to, err := openFolder(p, out, spec)
	if err != nil {
		return nil, ctx, err
	}
	writer, err := to.Create()
	if err != nil {
		to.Abandon()
		return nil, ctx, err
	}
	record := &recorder{Writer: writer}
	runErr := watched(p.Screen, quiet, func(watch bench.Observer) error {
		return bench.Run(measuring, spec, record, watch)
	})
	after := p.Stops.Stage(ctx, func() {})
	if measuring.Err() != nil {
		runErr = context.Cause(measuring)
	}
	switch {
	case !record.begun:
		// Close takes away the file, in which there is nothing.
		_ = writer.Close(results.Closing{})
		to.Abandon()
		return nil, ctx, runErr
	case errors.Is(record.lost, fs.ErrExist):
		return nil, ctx, record.lost
	case record.lost != nil:
		return nil, ctx, fmt.Errorf("%w; %q holds what came before, and primebench report reads it", record.lost, to.File(ui.RunFile))
	}
	if writer.Restored() {
		log.Warn(fmt.Sprintf("%q was deleted or moved while the run was written; it is written again, whole", to.File(ui.RunFile)))
	}
	return &to, after, runErr
}

// withReports is how the run and its reports ended. What went wrong with the
// reports is told also after a signal, which by itself goes without a word.
func withReports(runErr, told error) error {
	if told != nil && ui.Silent(runErr) {
		return told
	}
	return errors.Join(runErr, told)
}

// watched calls work with an observer that shows progress, or none when quiet.
func watched(screen *ui.Terminal, quiet bool, work func(bench.Observer) error) error {
	if quiet {
		return work(nil)
	}
	shown := ui.NewProgress(screen)
	defer shown.End()
	return work(observer{shown})
}

// openFolder makes the folder of a run.
func openFolder(p ui.Process, out string, spec bench.Spec) (ui.Folder, error) {
	if out != "" {
		return p.ClaimFolder("out", out)
	}
	return p.NewRunFolder(time.Now(), spec.Seed.String())
}

// A recorder writes the run, and remembers whether it began and whether its end
// was lost.
type recorder struct {
	*results.Writer
	begun bool
	lost  error
}

// Header writes the first record.
func (r *recorder) Header(h results.Header) error {
	err := r.Writer.Header(h)
	r.begun = err == nil
	return err
}

// Close writes the last record. It fails when any record could not be written.
func (r *recorder) Close(c results.Closing) error {
	r.lost = r.Writer.Close(c)
	return r.lost
}

// tell reports the run from its file: what is reported is what was recorded. It
// returns the analysis that the report shows.
func tell(ctx context.Context, p ui.Process, log *slog.Logger, in ui.Folder, set *settings) (*analysis.Analysis, error) {
	file := in.File(ui.RunFile)
	found, err := ui.Await(ctx, func() (*analysis.Analysis, error) { return Analyse(log, file) })
	if err == nil {
		err = writeReports(ctx, log, in, found)
	}
	if ui.Stopped(err) {
		log.Warn(fmt.Sprintf("stopped; the run is kept in %q, and primebench report makes the rest from it", file))
		return found, err
	}
	if found == nil {
		return nil, err
	}
	rest := fmt.Sprintf("The whole: %s, or primebench report --full %s.", in.File("index.html"), file)
	return found, errors.Join(err, p.Print(ctx, pages.Run(found), set.telling, rest))
}

// Analyse reads and analyses a run file, and warns of an incomplete one.
func Analyse(log *slog.Logger, file string) (*analysis.Analysis, error) {
	run, err := analysis.ReadFile(file)
	if err != nil {
		return nil, err
	}
	found, err := analysis.Analyse(run)
	if err != nil {
		return nil, err
	}
	if !found.Complete {
		log.Warn("the run is incomplete: " + whyIncomplete(run))
	}
	return found, nil
}

func writeReports(ctx context.Context, log *slog.Logger, in ui.Folder, found *analysis.Analysis) error {
	if _, err := pages.Run(found).WriteDir(ctx, in.Path); err != nil {
		return fmt.Errorf("the run is kept in %q, but its reports are not: %w", in.File(ui.RunFile), err)
	}
	log.Info("wrote " + in.Path)
	return nil
}
