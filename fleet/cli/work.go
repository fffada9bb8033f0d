// primebench-fleet work: the worker.

package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"primebench/fleet/queue"
	clifleet "primebench/internal/cli/fleet"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
)

func newWorkCmd(p ui.Process) *cobra.Command {
	how, access, idle := clifleet.NewWorkFlags(), clifleet.NewAccessFlags(), ui.NewSingle("TIME", clifleet.ParseIdle)
	cmd := &cobra.Command{
		Use:     "work URL",
		Short:   "Do leases of the jobs of a queue",
		Example: "  primebench-fleet work --nkey worker1.nk --ca server.pem tls://HOST:4222",
		Long: `Waits for leases of whatever jobs there are, for ever unless --idle is given, also while
the server is away. A worker that is killed, or silent for too long, loses the lease
that it has, and another one does it.`,
		Args: oneURL,
		RunE: func(cmd *cobra.Command, args []string) error {
			log := p.Logger(how.Quiet())
			a, err := accessBy(access)
			if err != nil {
				return err
			}
			working := p.Stops.Stage(cmd.Context(), func() { log.Warn("stopping; once more stops at once") })
			err = work(working, args[0], a, how.Worker(), idle.Value, func(text string) { log.Warn(text) }, func(a fleet.Answer) { clifleet.Took(log, a) })
			if working.Err() != nil {
				return context.Cause(working)
			}
			return asUsage(err)
		},
	}
	how.Define(cmd)
	access.Define(cmd)
	ui.Define(cmd.Flags(), idle, "idle", "end after this time without a lease, such as 5m (default: never)")
	return cmd
}

// work connects and does leases.
func work(ctx context.Context, url string, a queue.Access, w *fleet.Worker, idle time.Duration, told func(string), took func(fleet.Answer)) error {
	conn, err := queue.Connect(ctx, url, a, told)
	if err != nil {
		return err
	}
	defer conn.Close()
	w.Name = queue.WorkerName(w.Name, conn.Public())
	return w.Work(ctx, &queue.Source{Conn: conn, Worker: w.Name, Idle: idle}, took)
}

func oneURL(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("work wants one URL, such as tls://HOST:4222, got %d", len(args))
	}
	return checkURL(args[0])
}
