// fleet status: how a job stands.

package fleet

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/forecast"
)

func newStatusCmd(p ui.Process) *cobra.Command {
	asJSON, within := ui.NewSingle("bool", ui.ParseSwitch), ui.NewSingle("TIME", parseHorizon)
	within.Value = ui.DefaultHorizon
	cmd := &cobra.Command{
		Use:   "status DIR",
		Short: "Say how a job stands",
		Example: `  primebench fleet status /shared/job
  primebench fleet status /shared/job --json --within 8h`,
		Long: `Tells what was found, the chance that all is found within --within, the times in which
half and 95 in 100 of such jobs would be done from here, how long a find takes the
workers together, with its 95 % interval, and which worker has which lease. Answers that
no fold has checked yet are believed here. The forecast begins with three leases.`,
		Args: oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := openFolder(args[0])
			if err != nil {
				return err
			}
			fold, err := dir.Fold()
			if err != nil {
				return err
			}
			progress, err := dir.Progress(fold)
			if err != nil {
				return err
			}
			return p.Tell(cmd.Context(), "status", func(out io.Writer) error {
				if !asJSON.Value {
					return tellStatus(out, progress, within.Value)
				}
				all, err := forecast.Of(progress, within.Value)
				if err != nil {
					return err
				}
				return json.NewEncoder(out).Encode(all)
			})
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	ui.DefineSwitch(flags, asJSON, "json", "an object with all of it")
	ui.Define(flags, within, "within", "the time up to which the chance is told that all is found (default: 1h)")
	return cmd
}

func parseHorizon(text string) (time.Duration, error) {
	horizon, err := time.ParseDuration(text)
	if err != nil || horizon <= 0 {
		return 0, fmt.Errorf("%.80q is not a time above 0, such as 90m or 8h", text)
	}
	return horizon, nil
}

// tellStatus writes a line on the job, and one on each worker that has a lease.
func tellStatus(out io.Writer, p fleet.Progress, within time.Duration) error {
	if _, err := fmt.Fprintln(out, ui.FleetLine(p, within)); err != nil {
		return err
	}
	for _, w := range p.Workers {
		if w.Lease < 0 {
			continue
		}
		if _, err := fmt.Fprintf(out, "lease %d: %s, heard of %.0f s ago\n", w.Lease, ui.OneLine(w.Name), w.Silent); err != nil {
			return err
		}
	}
	return nil
}
