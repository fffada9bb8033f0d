// Fleets by a queue, which is reached by primebench-fleet: the flags of both programs that
// are the same, and how this one runs the other.

package fleet

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/internal/cli/ui"
)

// AccessFlags name the files that open a queue. Arguments can be read by every user of a
// machine, and hold no secrets.
type AccessFlags struct {
	NKey *ui.Single[string]
	CA   *ui.Single[string]
}

// NewAccessFlags are those that name none.
func NewAccessFlags() AccessFlags {
	return AccessFlags{NKey: ui.NewSingle("FILE", ui.ParseFileName), CA: ui.NewSingle("FILE", ui.ParseFileName)}
}

// Define adds the flags to a command.
func (f AccessFlags) Define(cmd *cobra.Command) {
	ui.Define(cmd.Flags(), f.NKey, "nkey", "of a queue: the seed of an nkey (default: none)")
	ui.Define(cmd.Flags(), f.CA, "ca", "of a queue: the certificates to check it with (default: those of the system)")
}

// newServeCmd hands all to primebench-fleet, which knows the flags.
func newServeCmd(p ui.Process) *cobra.Command {
	return &cobra.Command{
		Use:                "serve --dir DIR",
		Short:              "Have a job done by machines that share no folder: primebench-fleet serve",
		Example:            "  primebench fleet serve --dir job --listen 0.0.0.0:4222 --out moduli",
		Long:               "Its flags are those of primebench-fleet serve, which says what they do.",
		DisableFlagParsing: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains([]string{"-h", "--help"}, args[0]) {
				return cmd.Help()
			}
			return ui.RunFleetProgram(cmd.Context(), p, p.Env, p.Stdout, append([]string{"serve"}, args...)...)
		},
	}
}

// workAtQueue runs the other program as a worker.
func workAtQueue(cmd *cobra.Command, p ui.Process, url string) error {
	args := []string{"work"}
	cmd.Flags().Visit(func(f *pflag.Flag) { args = append(args, fmt.Sprintf("--%s=%s", f.Name, f.Value)) })
	return ui.RunFleetProgram(cmd.Context(), p, p.Env, p.Stdout, append(args, url)...)
}
