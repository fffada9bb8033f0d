// The coordinator of a fleet on the command line: it waits for the workers' answers.

package ui

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"primebench/engine"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
	"primebench/internal/forecast"
	"primebench/internal/hostinfo"
	"primebench/internal/unit"
)

// FreeForJob refuses a folder that has a job already: which seed it came from is not in it.
// A queue takes many.
func FreeForJob(path string) error {
	if IsQueue(path) {
		return nil
	}
	_, err := folder.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, folder.ErrFile):
		return Usagef("%w; name another folder", err)
	}
	return Usagef("%q has a job already; give the seed that was told when it began with --seed, fold it with primebench fleet fold, or name another folder", path)
}

// Coordinate puts a job into a folder, or goes on with it there, and takes the answers of
// workers until all is found. In the place of a folder there may be the URL of a queue.
// stands is called when the job is in the folder.
func Coordinate(ctx context.Context, p Process, quiet bool, path string, job fleet.Job, leases []fleet.Lease, stands func()) (*fleet.Fold, error) {
	if IsQueue(path) {
		return coordinateByQueue(ctx, p, quiet, path, job, leases, stands)
	}
	log := p.Logger(quiet)
	dir, err := folder.Create(path, job, leases)
	if errors.Is(err, folder.ErrOther) || errors.Is(err, folder.ErrFile) || errors.Is(err, fleet.ErrNewer) || errors.Is(err, fleet.ErrFormat) {
		return nil, Usagef("%w; name another folder", err)
	}
	if err != nil {
		return nil, err
	}
	stands()
	c, err := OpenCoordinator(p, dir, fleet.DefaultAgain, engine.Config{})
	if err != nil {
		return nil, err
	}
	defer c.Ledger.Close()
	log.Info(fmt.Sprintf("%d leases in %q; start workers with: primebench fleet work --dir %s", job.Count(), path, path))
	if !quiet {
		shown := NewProgress(p.Screen)
		shown.Watch(watchFleet(dir, c.Fold))
		defer shown.End()
	}
	waiting := p.Stops.Stage(ctx, func() { log.Warn("stopping; once more stops at once") })
	if err := c.Run(waiting); err != nil {
		if waiting.Err() != nil {
			log.Info(fmt.Sprintf("%q keeps the job; the same command goes on with it", path))
			return nil, context.Cause(waiting)
		}
		return nil, err
	}
	return c.Fold, dir.Finish()
}

// looks is the time between two looks at a folder that are only shown.
const looks = 2 * time.Second

// watchFleet says how a job stands.
func watchFleet(dir *folder.Dir, fold *fleet.Fold) func() Status {
	began, seen, cell := time.Now(), time.Time{}, ""
	return func() Status {
		if time.Since(seen) > looks {
			progress, err := dir.Progress(fold)
			if err == nil { // or the coordinator tells it
				cell = FleetLine(progress, DefaultHorizon)
			}
			seen = time.Now()
		}
		return Status{Cell: cell, Samples: -1, Elapsed: time.Since(began)}
	}
}

// DefaultHorizon is the time up to which the chance is told that a job is done.
const DefaultHorizon = time.Hour

// FleetLine says in a line how a job stands. What cannot be forecast yet is not in it.
func FleetLine(p fleet.Progress, horizon time.Duration) string {
	parts := []string{fmt.Sprintf("found %s of %s", Count(float64(p.Found)), Count(float64(p.Wanted)))}
	if f, err := forecast.Of(p, horizon); err == nil && f.Rate != nil {
		parts = append(parts,
			fmt.Sprintf("P(done in %s) %.2f", Span(horizon), *f.Within),
			fmt.Sprintf("left p50 %s p95 %s", Span(seconds(*f.P50)), Span(seconds(*f.P95))),
			fmt.Sprintf("one each %s (%s to %s)", Span(seconds(1/f.Rate.Value)), Span(seconds(1/f.Rate.High)), Span(seconds(1/f.Rate.Low))))
	}
	parts = append(parts, unit.Count(p.AtWork, "worker"))
	leases := fmt.Sprintf("leases: %d done, %d open, %d out", p.Done, p.Open, p.Out)
	if p.Redelivered > 0 {
		leases += fmt.Sprintf(", %d redelivered", p.Redelivered)
	}
	return strings.Join(append(parts, leases), " · ")
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// OpenCoordinator opens the ledger of a folder, whose leases are those that were planned.
func OpenCoordinator(p Process, dir *folder.Dir, again float64, means engine.Config) (*fleet.Coordinator, error) {
	log := p.Logger(false)
	dir.Worker, dir.Told = WorkerName(), func(text string) { log.Warn(text) }
	if err := dir.CheckLeases(); err != nil {
		return nil, Usage(err)
	}
	ledger, entries, err := fleet.OpenLedger(dir.LedgerPath(), dir.Job)
	switch {
	case errors.Is(err, fleet.ErrTaken), errors.Is(err, fleet.ErrNewer), errors.Is(err, fleet.ErrFormat):
		return nil, Usage(err)
	case err != nil:
		return nil, err
	}
	if n := len(ledger.Damaged); n > 0 {
		log.Warn(fmt.Sprintf("%q: %d damaged lines are left out, the first is line %d; their leases count as open", dir.LedgerPath(), n, ledger.Damaged[0]))
	}
	return &fleet.Coordinator{
		Fold: fleet.NewFold(dir.Job, entries), Ledger: ledger, Transport: dir, Lease: dir.Lease, Again: again,
		Self: NewWorker(means), Told: dir.Told,
	}, nil
}

// NewWorker is a worker of this process.
func NewWorker(means engine.Config) *fleet.Worker {
	build := hostinfo.ReadBuild()
	return &fleet.Worker{Name: WorkerName(), Version: build.Version + " " + build.Revision, Means: means}
}

// WorkerName names this process among all of a fleet: by its host and its number there,
// and by chance, since hosts may have one name.
func WorkerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "host"
	}
	short := strings.Map(func(r rune) rune {
		if fleet.CheckName(string(r)) != nil {
			return '-'
		}
		return r
	}, filepath.Base(host))
	return fmt.Sprintf("%.50s-%d-%.6s", short, os.Getpid(), rand.Text())
}
