// primebench history: many runs over time, and since when they are slower or
// faster.

package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/history"
	"primebench/report"
)

func newHistoryCommand(p process) *cobra.Command {
	format := newSingle("FORMAT", report.ParseHistoryFormat)
	format.value = report.FormatText
	out := newSingle("DIR", parseFolder)
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
	cmd.Flags().Var(format, "format", "what is printed to stdout: "+listed(words)+" (default: text)")
	cmd.Flags().Var(out, "out", "write all formats and the plots to DIR, which is new or empty")
	offer(cmd, "format", words)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := p.stops.stage(cmd.Context(), func() {})
		log := p.logger(false)
		h, err := await(ctx, func() (*history.History, error) { return readHistory(ctx, log, args[0]) })
		if err != nil {
			return err
		}
		if out.given {
			if err := writeHistoryFolder(ctx, log, out.value, h); err != nil {
				return err
			}
		}
		return p.printHistory(ctx, format.value, h)
	}
	return cmd
}

// readHistory reads all runs of a folder. Without any that can be used it names
// every file and returns an error of exitNotComparable.
func readHistory(ctx context.Context, log *slog.Logger, dir string) (*history.History, error) {
	past, err := pastRuns(ctx, dir)
	if err != nil {
		return nil, err
	}
	if len(past) == 0 {
		return nil, verdictError{exitNotComparable, fmt.Errorf("%q holds no run: no file in it or below ends in %s; name a folder with a %s that primebench run wrote", dir, runEnding, runFile)}
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
		return nil, verdictError{exitNotComparable, fmt.Errorf("%q holds no run that can be used, and %d that cannot; name a folder with a %s that primebench run wrote", dir, files, runFile)}
	}
	return h, nil
}

// writeHistoryFolder writes the history to the folder of --out.
func writeHistoryFolder(ctx context.Context, log *slog.Logger, out string, h *history.History) error {
	to, err := claimFolder("out", out)
	if err != nil {
		return err
	}
	if _, err := report.WriteHistoryDir(ctx, to.path, h); err != nil {
		if stopped(err) {
			log.Warn(fmt.Sprintf("stopped; the history in %q is not whole", to.path))
		}
		return fmt.Errorf("--out %q cannot take the history: %w; %s", out, err, to.advice)
	}
	log.Info("wrote the history to " + to.path)
	return nil
}

// printHistory writes the history to stdout in one piece.
func (p process) printHistory(ctx context.Context, format report.Format, h *history.History) error {
	_, err := await(ctx, func() (int, error) {
		var text bytes.Buffer
		if err := report.WriteHistory(&text, format, h, textOptions(p.stdout, p.env)); err != nil {
			return 0, err
		}
		return p.stdout.Write(text.Bytes())
	})
	if err != nil {
		return fmt.Errorf("the history cannot be printed: %w", err)
	}
	return nil
}
