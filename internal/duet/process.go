// Players that are processes: another build, or this one with other flags.

package duet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	"primebench/internal/child"
	"primebench/internal/rng"
	"primebench/results"
)

const (
	// patience is how long a process that was told to stop may take to.
	patience = 2 * time.Second
	// slack is how much longer than its budget a process may run: it makes lists and
	// calibrates first, on a machine that may be slow. One that hangs must not hold up
	// the duet for ever.
	slack = time.Minute
	// mostStderr is how much of what a process says is kept, in bytes: its end.
	mostStderr = 4 << 10
)

// A Program is how a build is called.
type Program struct {
	Path  string   // of the program, as exec.LookPath takes it
	Suite string   // path of the suite that it measures
	Flags []string // for its verb run, besides
	Env   []string // of the process
}

// Player returns the Player that starts the program. The run comes through a pipe
// and no file is written.
func (p Program) Player() (Player, error) {
	path, err := exec.LookPath(p.Path)
	if err != nil {
		return nil, fmt.Errorf("%w: %q is no program: %w", ErrConfig, p.Path, err)
	}
	return func(ctx context.Context, seed rng.Seed, budget time.Duration) (*results.Run, error) {
		ctx, done := context.WithTimeoutCause(ctx, budget+slack, errLate)
		defer done()
		args := slices.Concat([]string{"run", "--suite", p.Suite, "--seed", seed.String(), "--budget", budget.String(), "--out", "-", "--quiet"}, p.Flags)
		cmd := exec.CommandContext(ctx, path, args...)
		cmd.Env = p.Env
		cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
		cmd.WaitDelay = patience
		var run *results.Run
		err := child.Tied(cmd, func() (err error) {
			run, err = p.output(ctx, cmd)
			return err
		})
		return run, err
	}, nil
}

// errLate ends a process that does not end by itself.
var errLate = errors.New("did not end in time and was stopped")

// output runs the process and reads its run.
func (p Program) output(ctx context.Context, cmd *exec.Cmd) (*results.Run, error) {
	var said tail
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	run, readErr := results.Read(out)
	if readErr != nil { // what it goes on to say would hold it up
		_ = cmd.Process.Kill()
	}
	err = cmd.Wait()
	switch {
	case context.Cause(ctx) == errLate:
		return nil, fmt.Errorf("%q %w; it said: %s", p.Path, errLate, said.text())
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(readErr, results.ErrEmpty) || errors.Is(readErr, results.ErrForeign):
		return nil, fmt.Errorf("%q printed no run for --out - and said: %s", p.Path, said.text())
	case readErr != nil:
		return nil, fmt.Errorf("%q: %w", p.Path, readErr)
	case run.Damage.Broken() != nil:
		return nil, fmt.Errorf("%q: %w", p.Path, run.Damage.Broken())
	case err != nil && run.Closing == nil:
		return nil, fmt.Errorf("%q ended with %w and said: %s", p.Path, err, said.text())
	}
	return run, nil
}

// A tail keeps the end of what is written to it.
type tail struct{ kept bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	t.kept.Write(p)
	if over := t.kept.Len() - mostStderr; over > 0 {
		t.kept.Next(over)
	}
	return len(p), nil
}

func (t *tail) text() string {
	text := strings.Join(strings.Fields(t.kept.String()), " ")
	if text == "" {
		return "nothing"
	}
	return text
}
