// primebench report: everything that run tells, made again from its file.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/spf13/cobra"

	"primebench/internal/analysis"
	"primebench/report"
	"primebench/results"
)

// stdinName is the operand that stands for standard input.
const stdinName = "-"

func newReportCommand(p process) *cobra.Command {
	format := newFormatFlag()
	out := newSingle("DIR", parseFolder)
	quiet := newSingle("bool", parseSwitch)
	cmd := &cobra.Command{
		Use:   "report FILE...",
		Short: "Make the tables, the page and the plots again from run files",
		Example: `  primebench report runs/20260131T120000Z-1f2e3d4c/run.jsonl
  primebench report --format json run.jsonl | jq .
  primebench report --out page run.jsonl          the whole folder: tables, page, plots
  primebench report --format gobench old.jsonl > old.txt    for benchstat old.txt new.txt
  ssh host cat run.jsonl | primebench report -`,
		Long: `Every FILE is a run.jsonl; "-" is standard input. Several files are reported one
after the other. A run that was cut short is reported as far as it goes, and is
called incomplete.`,
		Args: func(_ *cobra.Command, args []string) error {
			return checkReportArguments(args, format.value, out.value)
		},
	}
	cmd.Flags().Var(format, "format", "what is printed to stdout: "+listed(formatWords())+" (default: text)")
	cmd.Flags().Var(out, "out", "write the whole folder of reports to DIR, which is new or empty")
	defineSwitch(cmd.Flags(), quiet, "quiet", "print errors only to stderr")
	offer(cmd, "format", formatWords())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := p.stops.stage(cmd.Context(), func() {})
		return reportFiles(ctx, p, p.logger(quiet.value), reporting{args, format.value, out.value})
	}
	return cmd
}

// A reporting is what the report verb was asked for.
type reporting struct {
	files  []string
	format report.Format
	out    string // "" when no folder is written
}

// checkReportArguments refuses what cannot be written in one piece.
func checkReportArguments(files []string, format report.Format, out string) error {
	switch {
	case len(files) == 0:
		return errors.New("report needs a FILE: a run.jsonl, or - for standard input")
	case len(files) > 1 && out != "":
		return fmt.Errorf("--out %q takes the report of one FILE, got %d", out, len(files))
	case len(files) > 1 && slices.Contains([]report.Format{report.FormatHTML, report.FormatCSV, report.FormatBenchJSON}, format):
		return fmt.Errorf("--format %s takes one FILE, got %d", format, len(files))
	}
	return nil
}

func reportFiles(ctx context.Context, p process, log *slog.Logger, asked reporting) error {
	// Everything is read before anything is printed: a bad file leaves no half
	// of an answer.
	all, err := await(ctx, func() ([]*analysis.Analysis, error) { return analyseAll(p.stdin, log, asked.files) })
	if err != nil {
		return err
	}
	if asked.out != "" {
		if err := writeFolder(ctx, log, asked.out, all[0]); err != nil {
			return err
		}
	}
	for i, found := range all {
		if err := p.print(ctx, asked.format, found); err != nil {
			return err
		}
		if i+1 < len(all) && asked.format != report.FormatJSON {
			if _, err := fmt.Fprintln(p.stdout); err != nil {
				return err
			}
		}
	}
	return nil
}

func analyseAll(stdin io.Reader, log *slog.Logger, files []string) ([]*analysis.Analysis, error) {
	var all []*analysis.Analysis
	for _, name := range files {
		run, err := readRun(stdin, name)
		if err != nil {
			return nil, err
		}
		if run.Damage != "" {
			log.Warn(fmt.Sprintf("%q is damaged: %s", name, run.Damage))
		}
		found, err := analysis.Analyse(run)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", name, err)
		}
		if !found.Complete {
			log.Warn(fmt.Sprintf("%q is incomplete: %s", name, whyIncomplete(run)))
		}
		all = append(all, found)
	}
	return all, nil
}

// writeFolder writes the whole report to the folder of --out.
func writeFolder(ctx context.Context, log *slog.Logger, out string, found *analysis.Analysis) error {
	to, err := claimFolder("out", out)
	if err != nil {
		return err
	}
	if _, err := report.WriteDir(ctx, to.path, found); err != nil {
		if stopped(err) {
			log.Warn(fmt.Sprintf("stopped; the report in %q is not whole", to.path))
		}
		return fmt.Errorf("--out %q cannot take the report: %w; %s", out, err, to.advice)
	}
	log.Info("wrote the report to " + to.path)
	return nil
}

func readRun(stdin io.Reader, name string) (run *results.Run, err error) {
	if name == stdinName {
		run, err = results.Read(stdin)
	} else {
		run, err = results.ReadFile(name)
	}
	if err != nil && !errors.Is(err, results.ErrNewer) { // which says itself what would do
		err = fmt.Errorf("%w; want a %s that primebench run wrote", err, runFile)
	}
	return run, err
}

func whyIncomplete(run *results.Run) string {
	switch {
	case run.Closing == nil:
		return "the run was cut short, it has no closing record"
	case run.Closing.Reason == results.ReasonFailed:
		return "the run failed: " + run.Closing.Error
	case run.Closing.Reason == results.ReasonInterrupted:
		return "the run was interrupted"
	default:
		return "not every cell was measured"
	}
}

// print writes the report to stdout.
func (p process) print(ctx context.Context, format report.Format, found *analysis.Analysis) error {
	return p.tell(ctx, "report", func(w io.Writer) error {
		return report.Write(w, format, found, textOptions(p.stdout, p.env))
	})
}

func newFormatFlag() *single[report.Format] {
	flag := newSingle("FORMAT", report.ParseFormat)
	flag.value = report.FormatText
	return flag
}

func formatWords() []string {
	var names []string
	for _, f := range report.Formats() {
		names = append(names, string(f))
	}
	return names
}
