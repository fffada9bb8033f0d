// Package cli holds the verbs of primebench-fleet.
package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"primebench/engine"
	"primebench/fleet/queue"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/hostinfo"
)

// Execute runs the program once and returns its exit code.
func Execute(ctx context.Context, args []string, p ui.Process) int {
	begun := false
	root := &cobra.Command{
		Use:   "primebench-fleet",
		Short: "Search on several machines that share no folder.",
		Example: `  primebench fleet plan --job moduli --bits 3072,4096 --count 40 --dir job
  primebench-fleet serve --dir job --listen 0.0.0.0:4222 --out moduli
  primebench-fleet work --nkey worker1.nk --ca server.pem tls://HOST:4222    on each machine`,
		Version:       hostinfo.ReadBuild().Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			_, err := p.Env.Apply(cmd.Flags())
			begun = err == nil
			return err
		},
	}
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Screen)
	root.SetArgs(args)
	root.AddCommand(newServeCmd(p), newWorkCmd(p))
	err := root.ExecuteContext(ctx)
	if err != nil && !begun {
		err = ui.Usage(err)
	}
	if err != nil && !ui.Silent(err) {
		// When stderr is closed, the exit code still tells.
		_, _ = fmt.Fprintf(p.Screen, "primebench-fleet: %s\n", ui.OneLine(err.Error()))
	}
	return ui.ExitCode(err)
}

// asUsage marks the errors that are the caller's to mend.
func asUsage(err error) error {
	for _, is := range []error{engine.ErrConfig, fleet.ErrFormat, fleet.ErrNewer, fleet.ErrTaken, queue.ErrRefused} {
		if errors.Is(err, is) {
			return ui.Usage(err)
		}
	}
	return err
}
