// fleet work and fleet lease: the worker.

package fleet

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"primebench/engine"
	"primebench/internal/bench"
	"primebench/internal/cli/ui"
	"primebench/internal/cpu"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
)

// workSettings are the values of the flags that say how to search.
type workSettings struct {
	dir     *ui.Single[string]
	workers *ui.Single[int]
	kernel  *ui.Single[string]
	quiet   *ui.Single[bool]
}

func newWorkSettings() *workSettings {
	return &workSettings{
		dir:     ui.NewSingle("DIR", ui.ParseFolder),
		workers: ui.NewSingle("N", ui.WholeNumber(1, bench.MaxWorkers)),
		kernel:  ui.NewSingle("NAME", ui.ParseKernel),
		quiet:   ui.NewSingle("bool", ui.ParseSwitch),
	}
}

func (s *workSettings) define(cmd *cobra.Command, flags *pflag.FlagSet) {
	flags.SortFlags = false
	ui.Define(flags, s.dir, "dir", "the shared folder")
	ui.Define(flags, s.workers, "workers", "goroutines that search together (default: one for each core)")
	ui.Define(flags, s.kernel, "kernel", "batched arithmetic: "+ui.Listed(cpu.Kernels())+" (default: the fastest)")
	ui.DefineSwitch(flags, s.quiet, "quiet", "print errors only to stderr")
	ui.Offer(cmd, "kernel", cpu.Kernels())
}

func newWorkCmd(p ui.Process) *cobra.Command {
	set := newWorkSettings()
	cmd := &cobra.Command{
		Use:     "work --dir DIR",
		Short:   "Do leases until there are none",
		Example: "  primebench fleet work --dir /shared/job",
		Long: `Waits for leases of others that may yet be lost, and ends when the job is done. A
worker that is stopped or killed loses the lease that it has, and another one does it.`,
		Args: ui.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return set.run(cmd.Context(), p, func(ctx context.Context, dir *folder.Dir, w *fleet.Worker) error {
				log := p.Logger(set.quiet.Value)
				return w.Work(ctx, dir, dir.Job, func(a fleet.Answer) {
					log.Info(fmt.Sprintf("lease %d: %d finds in %.1f s", a.Index, len(a.Finds), float64(a.WallNS)/1e9))
				})
			})
		},
	}
	set.define(cmd, cmd.Flags())
	return cmd
}

func newLeaseCmd(p ui.Process) *cobra.Command {
	set, index := newWorkSettings(), ui.NewSingle("N", ui.WholeNumber(0, 1_000_000))
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
				_, err = w.Hold(ctx, dir.Job, held)
				if errors.Is(err, fleet.ErrLost) {
					return nil
				}
				return err
			})
		},
	}
	set.define(cmd, cmd.Flags())
	ui.Define(cmd.Flags(), index, "index", "of the lease, from 0")
	return cmd
}

// run opens the folder and lets a worker of this process do something there.
func (s *workSettings) run(ctx context.Context, p ui.Process, do func(context.Context, *folder.Dir, *fleet.Worker) error) error {
	dir, err := openFolder(s.dir.Value)
	if err != nil {
		return err
	}
	log := p.Logger(s.quiet.Value)
	w := ui.NewWorker(engine.Config{Workers: s.workers.Value, Kernel: s.kernel.Value})
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

// openFolder opens the folder of a job, or says what is wrong with it.
func openFolder(path string) (*folder.Dir, error) {
	if path == "" {
		return nil, ui.Usagef("--dir is wanted: the folder of the job")
	}
	dir, err := folder.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ui.Usagef("%q has no job; make one with primebench fleet plan", path)
	case errors.Is(err, fleet.ErrFormat), errors.Is(err, fleet.ErrNewer):
		return nil, ui.Usage(err)
	}
	return dir, err
}
