// primebench history: many runs over time, and since when they are slower or
// faster.

package compare

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/history"
	"primebench/report"
	"primebench/results"
)

// NewHistoryCmd makes the verb history.
func NewHistoryCmd(p ui.Process) *cobra.Command {
	format := ui.NewSingle("FORMAT", report.ParseHistoryFormat)
	format.Value = report.FormatText
	out := ui.NewSingle("DIR", ui.ParseFolder)
	var words []string
	for _, f := range report.HistoryFormats() {
		words = append(words, string(f))
	}
	cmd := &cobra.Command{
		Use:   "history DIR",
		Short: "Find where runs over time became slower or faster",
		Example: `  primebench history runs
  primebench history --out page runs              with a plot of each series
  primebench history --format json runs | jq '.series[].changes[]'`,
		Long: `Reads every file of DIR and below whose name ends in .jsonl, puts the runs in the
order of their starts, and looks for change points in each series of comparable
cells: e-divisive splits, accepted by t-tests. The same files give the same
answer. What cannot be used is named.

It is advisory: the exit code is 0 with change points and without. It is 6 when
there is no run.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("history takes one DIR, a folder of runs, got %d", len(args))
			}
			return nil
		},
	}
	cmd.Flags().Var(format, "format", "what is printed to stdout: "+ui.Listed(words)+" (default: text)")
	cmd.Flags().Var(out, "out", "write all formats and the plots to DIR, which is new or empty")
	ui.Offer(cmd, "format", words)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := p.Stops.Stage(cmd.Context(), func() {})
		log := p.Logger(false)
		h, err := ui.Await(ctx, func() (*history.History, error) { return readHistory(ctx, log, args[0]) })
		if err != nil {
			return err
		}
		if out.Given {
			if err := writeHistoryFolder(ctx, log, out.Value, h); err != nil {
				return err
			}
		}
		return printHistory(ctx, p, format.Value, h)
	}
	return cmd
}

// readHistory reads all runs of a folder. Without any that can be used it names
// every file and returns an error of exitNotComparable.
func readHistory(ctx context.Context, log *slog.Logger, dir string) (*history.History, error) {
	past, err := history.Read(ctx, dir)
	switch {
	case errors.Is(err, history.ErrNoFolder):
		return nil, ui.Usagef("%w; name a folder of runs, or use primebench report for one file", err)
	case err != nil:
		return nil, ui.Usage(err)
	}
	if len(past) == 0 {
		return nil, ui.Verdict(ui.ExitNotComparable, fmt.Errorf("%q holds no run: no file in it or below ends in %s; name a folder with a %s that primebench run wrote", dir, results.Ending, ui.RunFile))
	}
	h := history.New(past, time.Now())
	files := 0
	for _, u := range h.Unused {
		if u.Cell == "" {
			files++
			log.Warn(fmt.Sprintf("%q is left out: %s", u.File, u.Why))
		}
	}
	if len(h.Runs) == 0 {
		return nil, ui.Verdict(ui.ExitNotComparable, fmt.Errorf("%q holds no run that can be used, and %d that cannot; name a folder with a %s that primebench run wrote", dir, files, ui.RunFile))
	}
	return h, nil
}

// writeHistoryFolder writes the history to the folder of --out.
func writeHistoryFolder(ctx context.Context, log *slog.Logger, out string, h *history.History) error {
	to, err := ui.ClaimFolder("out", out)
	if err != nil {
		return err
	}
	if _, err := report.WriteHistoryDir(ctx, to.Path, h); err != nil {
		if ui.Stopped(err) {
			log.Warn(fmt.Sprintf("stopped; the history in %q is not whole", to.Path))
		}
		return fmt.Errorf("--out %q cannot take the history: %w; %s", out, err, to.Advice)
	}
	log.Info("wrote the history to " + to.Path)
	return nil
}

// printHistory writes the history to stdout in one piece.
func printHistory(ctx context.Context, p ui.Process, format report.Format, h *history.History) error {
	_, err := ui.Await(ctx, func() (int, error) {
		var text bytes.Buffer
		if err := report.WriteHistory(&text, format, h, ui.TextOptions(p.Stdout, p.Env)); err != nil {
			return 0, err
		}
		return p.Stdout.Write(text.Bytes())
	})
	if err != nil {
		return fmt.Errorf("the history cannot be printed: %w", err)
	}
	return nil
}
