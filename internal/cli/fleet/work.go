// fleet work and fleet lease: the worker.

package fleet

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"primebench/engine"
	"primebench/internal/bench"
	"primebench/internal/cli/ui"
	"primebench/internal/cpu"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
)

// WorkFlags are the flags that say how to search.
type WorkFlags struct {
	workers *ui.Single[int]
	kernel  *ui.Single[string]
	quiet   *ui.Single[bool]
}

// NewWorkFlags are those of a worker on all cores.
func NewWorkFlags() *WorkFlags {
	return &WorkFlags{
		workers: ui.NewSingle("N", ui.WholeNumber(1, bench.MaxWorkers)),
		kernel:  ui.NewSingle("NAME", ui.ParseKernel),
		quiet:   ui.NewSingle("bool", ui.ParseSwitch),
	}
}

// Define adds the flags to a command.
func (s *WorkFlags) Define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	ui.Define(flags, s.workers, "workers", "goroutines that search together (default: one for each core)")
	ui.Define(flags, s.kernel, "kernel", "batched arithmetic: "+ui.Listed(cpu.Kernels())+" (default: the fastest)")
	ui.DefineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
	ui.Offer(cmd, "kernel", cpu.Kernels())
}

// Quiet reports whether only errors are told.
func (s *WorkFlags) Quiet() bool { return s.quiet.Value }

// Worker is a worker of this process that searches as the flags say.
func (s *WorkFlags) Worker() *fleet.Worker {
	return ui.NewWorker(engine.Config{Workers: s.workers.Value, Kernel: s.kernel.Value})
}

// Took tells of an answer.
func Took(log *slog.Logger, a fleet.Answer) {
	log.Info(fmt.Sprintf("lease %d: %d finds in %.1f s", a.Index, len(a.Finds), float64(a.WallNS)/1e9))
}

// folderWork are the flags of a worker at a shared folder.
type folderWork struct {
	*WorkFlags
	dir *ui.Single[string]
}

func newFolderWork() folderWork {
	return folderWork{WorkFlags: NewWorkFlags(), dir: ui.NewSingle("DIR", ui.ParseFolder)}
}

func (s folderWork) define(cmd *cobra.Command) {
	ui.Define(cmd.Flags(), s.dir, "dir", "the shared folder")
	s.Define(cmd)
}

func newWorkCmd(p ui.Process) *cobra.Command {
	set, access, idle := newFolderWork(), NewAccessFlags(), ui.NewSingle("TIME", ParseIdle)
	cmd := &cobra.Command{
		Use:   "work --dir DIR | URL",
		Short: "Do leases until there are none",
		Example: `  primebench fleet work --dir /shared/job
  primebench fleet work --nkey worker1.nk --ca server.pem URL`,
		Long: `Waits for leases of others that may yet be lost, and ends when the job is done. A
worker that is stopped or killed loses the lease that it has, and another one does it.

At the queue of a URL, by primebench-fleet, it does leases of whatever jobs there are, and
ends after --idle without one, or never.`,
		Args: oneQueue,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				if set.dir.Given {
					return ui.Usagef("a worker has a folder or a queue, and not both")
				}
				return queueWork{how: set.WorkFlags, access: access, idle: idle}.run(cmd.Context(), p, args[0])
			}
			if access.NKey.Given || access.CA.Given || idle.Given {
				return ui.Usagef("--nkey, --ca and --idle are for the URL of a queue")
			}
			return set.run(cmd.Context(), p, func(ctx context.Context, dir *folder.Dir, w *fleet.Worker) error {
				log := p.Logger(set.quiet.Value)
				return w.Work(ctx, dir, func(a fleet.Answer) { Took(log, a) })
			})
		},
	}
	set.define(cmd)
	access.Define(cmd)
	ui.Define(cmd.Flags(), idle, "idle", "of a queue: end after this time without a lease (default: never)")
	return cmd
}

func oneQueue(_ *cobra.Command, args []string) error {
	if len(args) > 1 || len(args) == 1 && !ui.IsQueue(args[0]) {
		return fmt.Errorf("work takes --dir DIR or the URL of a queue, such as tls://HOST:4222, got %.80q", args[0])
	}
	return nil
}

// ParseIdle reads how long a worker waits for a lease.
func ParseIdle(text string) (time.Duration, error) {
	idle, err := time.ParseDuration(text)
	if err != nil || idle <= 0 {
		return 0, fmt.Errorf("%.80q is not a time above 0, such as 5m", text)
	}
	return idle, nil
}

func newLeaseCmd(p ui.Process) *cobra.Command {
	set, index := newFolderWork(), ui.NewSingle("N", ui.WholeNumber(0, 1_000_000))
	cmd := &cobra.Command{
		Use:   "lease --dir DIR --index N",
		Short: "Do one lease, by its number",
		Example: `  primebench fleet lease --dir /shared/job --index $SLURM_ARRAY_TASK_ID
  primebench fleet lease --dir /shared/job --index $JOB_COMPLETION_INDEX`,
		Long: `For schedulers that hand out numbers: Slurm arrays, Indexed Jobs of Kubernetes, GNU
parallel, a loop. A lease that is done already, or not needed any more, is left alone.`,
		Args: ui.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !index.Given {
				return ui.Usagef("a lease wants --index")
			}
			return set.run(cmd.Context(), p, func(ctx context.Context, dir *folder.Dir, w *fleet.Worker) error {
				if index.Value >= dir.Job.Count() {
					return ui.Usagef("there is no lease %d, only 0 to %d", index.Value, dir.Job.Count()-1)
				}
				held, err := dir.Hold(index.Value)
				if errors.Is(err, fleet.ErrDone) {
					return nil
				}
				if err != nil {
					return err
				}
				_, err = w.Hold(ctx, held)
				if errors.Is(err, fleet.ErrLost) {
					return nil
				}
				return err
			})
		},
	}
	set.define(cmd)
	ui.Define(cmd.Flags(), index, "index", "of the lease, from 0")
	return cmd
}

// run opens the folder and lets a worker of this process do something there.
func (s folderWork) run(ctx context.Context, p ui.Process, do func(context.Context, *folder.Dir, *fleet.Worker) error) error {
	dir, err := OpenFolder(s.dir.Value)
	if err != nil {
		return err
	}
	log := p.Logger(s.quiet.Value)
	w := s.Worker()
	dir.Worker, dir.Told = w.Name, func(text string) { log.Warn(text) }
	working := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	err = do(working, dir, w)
	switch {
	case working.Err() != nil:
		return context.Cause(working)
	case errors.Is(err, engine.ErrConfig), errors.Is(err, fleet.ErrFormat), errors.Is(err, fleet.ErrNewer):
		return ui.Usage(err)
	}
	return err
}

// OpenFolder opens the folder of a job, or says what is wrong with it.
func OpenFolder(path string) (*folder.Dir, error) {
	if path == "" {
		return nil, ui.Usagef("--dir is wanted: the folder of the job")
	}
	dir, err := folder.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ui.Usagef("%q has no job; make one with primebench fleet plan", path)
	case errors.Is(err, folder.ErrFile), errors.Is(err, fleet.ErrFormat), errors.Is(err, fleet.ErrNewer):
		return nil, ui.Usage(err)
	}
	return dir, err
}
