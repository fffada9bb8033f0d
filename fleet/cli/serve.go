// primebench-fleet serve: the coordinator, and the queue where there is none.

package cli

import (
	"context"
	"fmt"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"primebench/engine"
	"primebench/fleet/broker"
	"primebench/fleet/monitor"
	"primebench/fleet/queue"
	clifleet "primebench/internal/cli/fleet"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
)

// serveFlags are the values of serve's flags.
type serveFlags struct {
	job        *clifleet.JobFlags
	result     *clifleet.ResultFlags
	nats       *ui.Single[string]
	access     clifleet.AccessFlags
	listen     *ui.Single[string]
	workerKeys *ui.Single[int]
	http       *ui.Single[string]
	quiet      *ui.Single[bool]
}

// mostKeys bounds how many keys of workers serve makes.
const mostKeys = 10_000

func newServeCmd(p ui.Process) *cobra.Command {
	set := &serveFlags{
		job: clifleet.NewJobFlags(), result: clifleet.NewResultFlags(), access: clifleet.NewAccessFlags(),
		nats:       ui.NewSingle("URL", parseURL),
		listen:     ui.NewSingle("HOST:PORT", func(text string) (string, error) { return text, nil }),
		workerKeys: ui.NewSingle("N", ui.WholeNumber(1, mostKeys)),
		http:       ui.NewSingle("HOST:PORT", monitor.ParseAddress),
		quiet:      ui.NewSingle("bool", ui.ParseSwitch),
	}
	set.listen.Value, set.workerKeys.Value, set.http.Value = "127.0.0.1:4222", 1, "127.0.0.1:4280"
	cmd := &cobra.Command{
		Use:   "serve --dir DIR",
		Short: "Have a job done, and print what one machine would have found",
		Example: `  primebench-fleet serve --dir job --listen 0.0.0.0:4222 --out moduli
  primebench-fleet serve --dir job --job dhparam --bits 4096 --count 100
  primebench-fleet serve --dir job --nats tls://nats.example:4222 --nkey coordinator.nk`,
		Long: `Takes the job of the folder, which primebench fleet plan or the flags below put there,
and goes on with it after whatever ended it. The folder has the ledger, and the store and
the keys of a queue that runs in this process; with --nats that is one of yours.

Workers need the file keys/server.pem of the folder and one of the files keys/worker*.nk,
best one key for each host.`,
		RunE: func(cmd *cobra.Command, args []string) error { return set.run(cmd.Context(), p, args) },
	}
	set.job.Define(cmd)
	flags := cmd.Flags()
	ui.Define(flags, set.listen, "listen", "where the queue of this process listens (default: 127.0.0.1:4222)")
	ui.Define(flags, set.workerKeys, "worker-keys", "how many keys there are for workers (default: 1)")
	ui.Define(flags, set.nats, "nats", "a queue of yours instead: nats-server 2.15 or newer, with JetStream")
	set.access.Define(cmd)
	ui.Define(flags, set.http, "http", "where the page of progress and /metrics are, on this machine alone (default: 127.0.0.1:4280)")
	set.result.Define(cmd)
	ui.DefineSwitch(flags, set.quiet, "quiet", "print errors only to stderr")
	return cmd
}

// garbagePercent is how much garbage there may be before it is collected: a thousand
// connections make so much that by the usual 100 a fifth of the memory would be it.
const garbagePercent = 70

func (s *serveFlags) run(ctx context.Context, p ui.Process, args []string) error {
	debug.SetGCPercent(garbagePercent)
	log := p.Logger(s.quiet.Value)
	told := func(text string) { log.Warn(text) }
	out, err := s.result.Output(p)
	if err != nil {
		return err
	}
	dir, err := s.folder(p, args)
	if err != nil {
		return err
	}
	c, err := ui.OpenCoordinator(p, dir, s.result.Again(), engine.Config{})
	if err != nil {
		return err
	}
	defer c.Ledger.Close()
	c.Elsewhere = true
	serving := p.Stops.Stage(ctx, func() { log.Warn("stopping; the same command goes on with it, and once more stops at once") })
	if !c.Fold.Done() {
		if err := s.serve(serving, p, c, dir, told); err != nil {
			if serving.Err() != nil {
				return context.Cause(serving)
			}
			return asUsage(err)
		}
	}
	clifleet.WarnOfWorkers(p, c.Fold)
	if err := dir.Finish(); err != nil {
		return err
	}
	return s.result.Print(out, c.Fold, dir)
}

// folder opens the job's folder, after the job was put there if one is asked for.
func (s *serveFlags) folder(p ui.Process, args []string) (*folder.Dir, error) {
	switch {
	case s.job.Folder() == "":
		return nil, ui.Usagef("--dir is wanted: the folder of the job")
	case s.job.Given():
		return s.job.Plan(p, args)
	case len(args) > 0:
		return nil, ui.Usagef("serve takes numbers with --job check, got %.80q", args[0])
	}
	return clifleet.OpenFolder(s.job.Folder())
}

// serve has the job done.
func (s *serveFlags) serve(ctx context.Context, p ui.Process, c *fleet.Coordinator, dir *folder.Dir, told func(string)) error {
	log := p.Logger(s.quiet.Value)
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	conn, end, err := s.connect(ctx, dir, told, func(text string) { log.Info(text) }, fail)
	if err != nil {
		return err
	}
	defer end()
	t, err := conn.Carry(ctx, dir.Job, queue.Options{Lease: dir.Lease, Open: c.Fold.Open})
	if err != nil {
		return err
	}
	c.Transport = t
	state := func() monitor.State { return stateOf(c.Fold, t) }
	page, err := monitor.Serve(s.http.Value, state)
	if err != nil {
		return ui.Usage(err)
	}
	defer page.Close()
	log.Info("how it stands: http://" + page.Address() + "/")
	if !s.quiet.Value {
		shown := ui.NewProgress(p.Screen)
		began := time.Now()
		shown.Watch(func() ui.Status {
			return ui.Status{Cell: ui.FleetLine(state().Progress, ui.DefaultHorizon), Samples: -1, Elapsed: time.Since(began)}
		})
		defer shown.End()
	}
	if err := c.Run(ctx); err != nil {
		return err
	}
	if err := t.Finish(ctx); err != nil {
		told(fmt.Sprintf("the job is done, and what is left of it stays in the queue: %v", err))
	}
	return nil
}

// stateOf is how a job and its queue stand.
func stateOf(fold *fleet.Fold, t *queue.Transport) monitor.State {
	q := t.State()
	return monitor.State{Progress: fold.Progress(q.Claims, q.Redelivered), Here: q.Workers, Waiting: q.Waiting, Idle: q.Idle}
}

// connect connects to the queue that was named, or to one that it starts, which fails when
// its store cannot be written.
func (s *serveFlags) connect(ctx context.Context, dir *folder.Dir, warn, told func(string), fail func(error)) (conn *queue.Conn, end func(), err error) {
	if s.nats.Given {
		a, err := accessBy(s.access)
		if err != nil {
			return nil, nil, err
		}
		conn, err := queue.Connect(ctx, s.nats.Value, a, warn)
		if err != nil {
			return nil, nil, err
		}
		return conn, conn.Close, nil
	}
	b, err := broker.Start(broker.Options{Listen: s.listen.Value, Folder: dir.Path, Workers: s.workerKeys.Value, Told: warn, Failed: fail})
	if err != nil {
		return nil, nil, ui.Usage(err)
	}
	conn, err = queue.Connect(ctx, broker.InProcess, b.Access(), warn, b.Dial())
	if err != nil {
		b.Stop()
		return nil, nil, err
	}
	keys := b.Keys()
	told(fmt.Sprintf("start workers with: primebench-fleet work --nkey %s --ca %s %s", keys.Seeds[0], keys.Certificate, b.URL()))
	return conn, func() { conn.Close(); b.Stop() }, nil
}

func parseURL(text string) (string, error) { return text, checkURL(text) }

// checkURL refuses what is no URL of a server, and one with a password: every user of the
// machine could read it.
func checkURL(text string) error {
	for _, one := range strings.Split(text, ",") {
		u, err := url.Parse(one)
		if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" {
			return fmt.Errorf("%.80q is not the URL of a queue, such as tls://HOST:4222", one)
		}
		if u.User != nil {
			return fmt.Errorf("the URL of %.80q has a name or a password, which all users of this machine can see; use --nkey", u.Host)
		}
	}
	return nil
}
