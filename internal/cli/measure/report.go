// The verb report: everything that run tells, made again from its file.

package measure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/spf13/cobra"

	"primebench/internal/analysis"
	"primebench/internal/cli/ui"
	"primebench/internal/pages"
	"primebench/report/doc"
	"primebench/results"
)

// NewReportCmd makes the verb report.
func NewReportCmd(p ui.Process) *cobra.Command {
	out := ui.NewSingle("DIR", ui.ParseFolder)
	quiet := ui.NewSingle("bool", ui.ParseSwitch)
	cmd := &cobra.Command{
		Use:   "report FILE|DIR...",
		Short: "Make the tables, the page and the plots again from run files",
		Example: `  primebench report runs/20260131T120000Z-1f2e3d4c/run.jsonl
  primebench report --full run.jsonl              all of it, not one screen
  primebench report --format json run.jsonl | jq .
  primebench report --out page run.jsonl          the whole folder: tables, page, plots
  primebench report --format gobench old.jsonl > old.txt    for benchstat old.txt new.txt
  ssh host cat run.jsonl | primebench report -
  primebench report --across /shared/runs         what each processor takes, each to each`,
		Long: `Every FILE is a run.jsonl, or a folder with such files in it; "-" is standard input. Several files are reported one
after the other, each on one screen unless --full asks for all. A run that was cut short is reported as far as it goes, and is
called incomplete. With --across they make one report: what each kind of processor takes for the same, each to each with an
interval, and how it scales. A file that has a .sha256 beside it is held to that. Where a cell has no number, --format bench-json says so and ends with code 1, for an action
that tracks benchmarks would not notice.`,
	}
	across := ui.NewSingle("bool", ui.ParseSwitch)
	telling := ui.DefineTelling(cmd, pages.RunFormats()...)
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if across.Value { // of which one report is made
			args = args[:min(1, len(args))]
		}
		return checkReportArguments(args, telling.Format.Value, out.Value)
	}
	ui.DefineSwitch(cmd.Flags(), across, "across", "set the runs of several hosts against each other, by their processors")
	ui.Define(cmd.Flags(), out, "out", "write the whole folder of reports to DIR, which is new or empty")
	ui.DefineSwitch(cmd.Flags(), quiet, "quiet", "print errors only to stderr")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := p.Stops.Stage(cmd.Context(), func() {})
		asked := reporting{files: args, telling: telling, out: out.Value}
		if across.Value {
			return reportAcross(ctx, p, p.Logger(quiet.Value), asked)
		}
		return reportFiles(ctx, p, p.Logger(quiet.Value), asked)
	}
	return cmd
}

// A reporting is what the report verb was asked for.
type reporting struct {
	files   []string
	telling *ui.Telling
	out     string // "" when no folder is written
}

// checkReportArguments refuses what cannot be written in one piece.
func checkReportArguments(files []string, format doc.Format, out string) error {
	switch {
	case len(files) == 0:
		return errors.New("report needs a FILE: a run.jsonl, a folder of such, or - for standard input")
	case len(files) > 1 && out != "":
		return fmt.Errorf("--out %q takes the report of one FILE, got %d", out, len(files))
	case len(files) > 1 && slices.Contains([]doc.Format{doc.FormatHTML, doc.FormatCSV, pages.FormatBenchJSON}, format):
		return fmt.Errorf("--format %s takes one FILE, got %d", format, len(files))
	}
	return nil
}

func reportFiles(ctx context.Context, p ui.Process, log *slog.Logger, asked reporting) error {
	format := asked.telling.Format.Value
	// Everything is read before anything is printed: a bad file leaves no half
	// of an answer.
	all, err := ui.Await(ctx, func() ([]*analysis.Analysis, error) {
		files, err := RunFiles(asked.files)
		if err == nil {
			err = checkReportArguments(files, format, asked.out)
		}
		if err != nil {
			return nil, ui.Usage(err)
		}
		return AnalyseAll(p.Stdin, log, files)
	})
	if err != nil {
		return err
	}
	var to ui.Folder
	if asked.out != "" {
		if to, err = writeFolder(ctx, p, log, asked.out, all[0]); err != nil {
			return err
		}
	}
	for i, found := range all {
		if err := p.Print(ctx, pages.Run(found), asked.telling, to.Rest()); err != nil {
			return err
		}
		if lacks := pages.BenchJSONLacks(found); format == pages.FormatBenchJSON && len(lacks) > 0 {
			return fmt.Errorf("no number and no entry for %d of %d cells, which an action would not notice: %s", len(lacks), len(found.Cells), ui.Listed(lacks))
		}
		if i+1 < len(all) && format != doc.FormatJSON {
			if _, err := fmt.Fprintln(p.Stdout); err != nil {
				return err
			}
		}
	}
	return nil
}

// RunFiles lists the run files of paths, standard input and what is in folders among them.
func RunFiles(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		if path == ui.StdinName {
			files = append(files, path)
			continue
		}
		found, err := results.Files(path)
		if err != nil {
			return nil, fmt.Errorf("%w; want a %s that primebench run wrote, or a folder of such", err, ui.RunFile)
		}
		files = append(files, found...)
	}
	return files, nil
}

// AnalyseAll reads and analyses run files, stdin where one is named "-", and warns
// of what is damaged or incomplete.
func AnalyseAll(stdin io.Reader, log *slog.Logger, files []string) ([]*analysis.Analysis, error) {
	var all []*analysis.Analysis
	for _, name := range files {
		run, err := readRun(stdin, name)
		if err != nil {
			return nil, err
		}
		if len(run.Damage) > 0 {
			log.Warn(fmt.Sprintf("%q is damaged: %s", name, run.Damage))
		}
		found, err := analysis.Analyse(run)
		if err != nil {
			return nil, ui.Usagef("%q: %w", name, err)
		}
		if !found.Complete {
			log.Warn(fmt.Sprintf("%q is incomplete: %s", name, whyIncomplete(run)))
		}
		all = append(all, found)
	}
	return all, nil
}

// writeFolder writes the whole report to the folder of --out, and returns that.
func writeFolder(ctx context.Context, p ui.Process, log *slog.Logger, out string, found *analysis.Analysis) (ui.Folder, error) {
	to, err := p.ClaimOut(out, "report")
	if err != nil {
		return ui.Folder{}, err
	}
	defer to.Abandon()
	err = to.Keep(ctx, log, pages.Run(found))
	if ui.Stopped(err) {
		log.Warn(fmt.Sprintf("stopped; the report in %q is not whole", to.Path))
	}
	return to, err
}

func readRun(stdin io.Reader, name string) (run *results.Run, err error) {
	if name == ui.StdinName {
		run, err = analysis.Read(stdin)
	} else {
		run, err = analysis.ReadFile(name)
	}
	switch {
	case err == nil:
		return run, nil
	case errors.Is(err, results.ErrNewer): // which says itself what would do
		return nil, ui.Usage(err)
	}
	return nil, ui.Usagef("%w; want a %s that primebench run wrote", err, ui.RunFile)
}

func whyIncomplete(run *results.Run) string {
	switch {
	case run.Closing == nil:
		return "the run was cut short, it has no closing record"
	case run.Closing.Reason == results.ReasonFailed:
		return "the run failed: " + run.Closing.Error
	case run.Closing.Reason == results.ReasonInterrupted:
		return "the run was interrupted"
	case len(run.Damage) > 0:
		return "lines of its file are lost"
	default:
		return "not every cell was measured"
	}
}
