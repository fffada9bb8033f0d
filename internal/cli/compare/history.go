// The verb history: many runs over time, and since when they are slower or
// faster.

package compare

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/history"
	"primebench/internal/pages"
	"primebench/results"
)

// NewHistoryCmd makes the verb history.
func NewHistoryCmd(p ui.Process) *cobra.Command {
	out := ui.NewSingle("DIR", ui.ParseFolder)
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
	telling := ui.DefineTelling(cmd)
	ui.Define(cmd.Flags(), out, "out", "write all formats and the plots to DIR, which is new or empty")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := p.Stops.Stage(cmd.Context(), func() {})
		log := p.Logger(false)
		h, err := ui.Await(ctx, func() (*history.History, error) { return readHistory(ctx, log, args[0]) })
		if err != nil {
			return err
		}
		page := pages.History(h)
		var to ui.Folder
		if out.Given {
			if to, err = p.ClaimOut(out.Value, cmd.Name()); err != nil {
				return err
			}
			defer to.Abandon()
			if err := to.Keep(ctx, log, page); err != nil {
				return err
			}
		}
		return p.Print(ctx, page, telling, to.Rest())
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
