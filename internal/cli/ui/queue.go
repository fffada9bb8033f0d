// Fleets that share a queue and no folder: primebench-fleet, a program of its own, knows
// how to speak with one.

package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"primebench/engine"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
	"primebench/internal/peer"
)

// fleetProgram is the name of the program.
const fleetProgram = "primebench-fleet"

// IsQueue reports whether a fleet is reached by the URL of a queue, and not by a folder.
func IsQueue(where string) bool { return strings.Contains(where, "://") }

// RunFleetProgram runs primebench-fleet to its end, and passes on a SIGTERM; a terminal
// sends SIGINT to both. The error of a program that failed says no more: it has told why.
func RunFleetProgram(ctx context.Context, p Process, env Environment, stdout io.Writer, args ...string) error {
	path, err := peer.FindProgram(fleetProgram)
	if err != nil {
		return Usagef("%s; make build-fleet builds it", peer.Reason(err))
	}
	cmd := exec.Command(path, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = p.Stdin, stdout, p.Screen.out, env
	running := p.Stops.Stage(ctx, func() {})
	if err := cmd.Start(); err != nil {
		return err
	}
	forwarding := context.AfterFunc(running, func() {
		var stop stopError
		if errors.As(context.Cause(running), &stop) && stop.signal == syscall.SIGTERM {
			_ = cmd.Process.Signal(stop.signal) // it may have ended
		}
	})
	defer forwarding()
	err = cmd.Wait()
	var exit *exec.ExitError
	switch {
	case running.Err() != nil:
		return context.Cause(running)
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return programError{code: exit.ExitCode()}
	}
	return err
}

// ofAccess is an environment without our variables, but for those that open a queue: the
// others stand for flags of the verb that was asked for.
func (e Environment) ofAccess() Environment {
	return slices.DeleteFunc(slices.Clone(e), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, VariablePrefix) && name != variableOf("nkey") && name != variableOf("ca")
	})
}

// coordinateByQueue has primebench-fleet do a job by a queue. The job and its ledger are in
// a folder of this machine, so that the same command goes on with them.
func coordinateByQueue(ctx context.Context, p Process, quiet bool, url string, job fleet.Job, leases []fleet.Lease, stands func()) (*fleet.Fold, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(cache, "primebench", "fleet", job.ID())
	dir, err := folder.Create(path, job, leases)
	if err != nil {
		return nil, err
	}
	stands()
	args := []string{"serve", "--dir", path, "--nats", url, "--http", "127.0.0.1:0"}
	if quiet {
		args = append(args, "--quiet")
	}
	if err := RunFleetProgram(ctx, p, p.Env.ofAccess(), io.Discard, args...); err != nil {
		return nil, err
	}
	c, err := OpenCoordinator(p, dir, 0, engine.Config{})
	if err != nil {
		return nil, err
	}
	if err := c.Ledger.Close(); err != nil {
		return nil, err
	}
	return c.Fold, os.RemoveAll(path)
}
