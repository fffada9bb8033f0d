// The verb fleet and what it consists of.

package fleet

import (
	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
)

// NewFleetCmd makes the verb fleet.
func NewFleetCmd(p ui.Process) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fleet",
		Short: "Search on several machines that share a folder",
		Example: `  primebench fleet plan --job moduli --bits 3072,4096 --count 40 --dir /shared/job
  primebench fleet work --dir /shared/job           on each machine, until all is done
  primebench fleet lease --dir /shared/job --index $SLURM_ARRAY_TASK_ID
                                                    one piece, for a scheduler
  primebench fleet status /shared/job
  primebench fleet fold /shared/job --out moduli    what one machine would have found
  primebench moduli --fleet /shared/job             plan, wait and fold in one
  primebench fleet serve --dir job                  and work URL: by a queue, where no folder is shared`,
		Long: `A job is cut into leases. Workers take them, and write what they found beside them.
fold verifies each find, does one lease in 50 again by itself, keeps what stands in a
ledger and prints what one machine would have found from the same seed. Whatever dies
and comes back, or answers twice, changes nothing in that.

The seed is not in the folder, but all that is found is: only public parameters are
searched for, safe primes and groups, the primes above a number, and verdicts on numbers.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return ui.UnknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPlanCmd(p), newLeaseCmd(p), newWorkCmd(p), newFoldCmd(p), newStatusCmd(p), newServeCmd(p))
	return cmd
}
