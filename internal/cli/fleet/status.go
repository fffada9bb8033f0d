// fleet status: how a job stands.

package fleet

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/forecast"
	"primebench/internal/pages"
)

func newStatusCmd(p ui.Process) *cobra.Command {
	within := ui.NewSingle("TIME", parseHorizon)
	within.Value = ui.DefaultHorizon
	cmd := &cobra.Command{
		Use:   "status DIR",
		Short: "Say how a job stands",
		Example: `  primebench fleet status /shared/job
  primebench fleet status /shared/job --format json --within 8h`,
		Long: `Tells what was found, the chance that all is found within --within, the times in which
half and 95 in 100 of such jobs would be done from here, how long a find takes the
workers together, with its 95 % interval, and which worker has which lease. Answers that
no fold has checked yet are believed here. The forecast begins with three leases.`,
		Args: oneFolder,
	}
	telling := ui.DefineTelling(cmd)
	ui.Define(cmd.Flags(), within, "within", "the time up to which the chance is told that all is found (default: 1h)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		dir, err := OpenFolder(args[0])
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
		all, err := forecast.Of(progress, within.Value)
		if err != nil {
			return err
		}
		return p.Print(cmd.Context(), pages.Job(ui.FleetLine(progress, within.Value), &all), telling, "")
	}
	return cmd
}

func parseHorizon(text string) (time.Duration, error) {
	horizon, err := time.ParseDuration(text)
	if err != nil || horizon <= 0 {
		return 0, fmt.Errorf("%.80q is not a time above 0, such as 90m or 8h", text)
	}
	return horizon, nil
}
