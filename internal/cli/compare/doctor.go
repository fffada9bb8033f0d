// The verb doctor: how far times that are measured here can be trusted.

package compare

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/doctor"
	"primebench/internal/pages"
)

// NewDoctorCmd makes the verb doctor.
func NewDoctorCmd(p ui.Process) *cobra.Command {
	length := ui.NewSingle("N", parseLength)
	length.Value = doctor.Usual
	out := ui.NewSingle("DIR", ui.ParseFolder)
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what spoils measurements on this machine, and what to do",
		Example: `  primebench doctor                        a grade from A to F, in three seconds
  primebench doctor --seconds 10           finer: it sees smaller changes
  primebench doctor --format json | jq .grade`,
		Long: `Reads governor, turbo, hardware threads, quota, throttling, steal time, pressure,
load, memory, swap, heat, power and clock, and times equal work on every processor
meanwhile. The grade says which change of speed a comparison of two runs can see
here: A 1 %, B 3 %, C 5 %, D 10 %, E 20 %, F none of these. What is not known is said
to be so, and is never counted as good: it leaves B at best.

The diagnosis is advice: the exit code is 0 whatever the grade.`,
		Args: ui.NoArguments,
	}
	ui.Define(cmd.Flags(), length, "seconds", fmt.Sprintf("length of the measurement, %.0f to %.0f (default: %.0f)",
		doctor.Shortest.Seconds(), doctor.Longest.Seconds(), doctor.Usual.Seconds()))
	telling := ui.DefineTelling(cmd)
	ui.Define(cmd.Flags(), out, "out", "write the diagnosis in every format to DIR, which is new or empty")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx := p.Stops.Stage(cmd.Context(), func() {})
		var to ui.Folder
		if out.Given {
			var err error
			if to, err = p.ClaimOut(out.Value, cmd.Name()); err != nil {
				return err
			}
			defer to.Abandon()
		}
		evidence, err := doctor.Examine(ctx, os.DirFS("/"), length.Value)
		if err != nil {
			return err
		}
		diagnosis := doctor.Diagnose(evidence)
		page := pages.Diagnosis(&diagnosis)
		if err := to.Keep(ctx, p.Logger(false), page); err != nil {
			return err
		}
		return p.Print(ctx, page, telling, to.Rest())
	}
	return cmd
}

func parseLength(text string) (time.Duration, error) {
	n, err := ui.WholeNumber(int(doctor.Shortest.Seconds()), int(doctor.Longest.Seconds()))(text)
	return time.Duration(n) * time.Second, err
}
