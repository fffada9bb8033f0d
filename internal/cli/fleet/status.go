// fleet status: how a job stands.

package fleet

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
)

func newStatusCmd(p ui.Process) *cobra.Command {
	return &cobra.Command{
		Use:     "status DIR",
		Short:   "Say how a job stands",
		Example: "  primebench fleet status /shared/job",
		Args:    oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir, err := openFolder(args[0])
			if err != nil {
				return err
			}
			open, err := dir.Open()
			if err != nil {
				return err
			}
			claims, err := dir.Claims()
			if err != nil {
				return err
			}
			return p.Tell(cmd.Context(), "status", func(out io.Writer) error {
				fmt.Fprintf(out, "%d leases: %d to be done, of which workers have %d\n", dir.Job.Count(), len(open), len(claims))
				for _, c := range claims {
					fmt.Fprintf(out, "lease %d: %s, heard of %.0f s ago\n", c.Index, ui.OneLine(c.Worker), c.Age.Seconds())
				}
				return nil
			})
		},
	}
}
