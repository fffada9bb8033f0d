// Fleets by a queue, which is reached by primebench-fleet: the flags of both programs that
// are the same, and how this one runs the other.

package fleet

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

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

// A queueWork is what the other program is told of a worker.
type queueWork struct {
	how    *WorkFlags
	access AccessFlags
	idle   *ui.Single[time.Duration]
}

// run runs it.
func (w queueWork) run(ctx context.Context, p ui.Process, url string) error {
	args := []string{"work"}
	for _, flag := range []struct {
		name  string
		given bool
		value any
	}{
		{"workers", w.how.workers.Given, w.how.workers.Value},
		{"kernel", w.how.kernel.Given, w.how.kernel.Value},
		{"quiet", w.how.quiet.Given, w.how.quiet.Value},
		{"nkey", w.access.NKey.Given, w.access.NKey.Value},
		{"ca", w.access.CA.Given, w.access.CA.Value},
		{"idle", w.idle.Given, w.idle.Value},
	} {
		if flag.given {
			args = append(args, fmt.Sprintf("--%s=%v", flag.name, flag.value))
		}
	}
	return ui.RunFleetProgram(ctx, p, p.Env, p.Stdout, append(args, url)...)
}
