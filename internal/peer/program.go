// Programs of others, which run as children of this one.

package peer

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"primebench/internal/child"
)

// FindProgram returns the path of a program: the one beside the running program, else
// the one in PATH. Its error is an OpenError that wraps ErrAbsent.
func FindProgram(name string) (string, error) {
	if own, err := os.Executable(); err == nil {
		if path, err := exec.LookPath(filepath.Join(filepath.Dir(own), name)); err == nil {
			return path, nil
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", &OpenError{Reason: fmt.Sprintf("program is absent: %s, looked for beside this one and in PATH", name), cause: ErrAbsent}
	}
	return path, nil
}

// Printed is what a program has printed.
type Printed struct{ Stdout, Stderr string }

// lastWords is how long the output of a program that has ended is waited for. On a busy
// machine it may take a while to be read; one that was killed leaves nobody who writes.
const lastWords = 2 * time.Second

// RunProgram runs a program to its end, Go programs on one core. When ctx ends, it is
// killed with all that it started and has not put into a group of its own, and
// the context's error is returned. A program that fails is an error with the last
// line that it said.
func RunProgram(ctx context.Context, path string, args ...string) (Printed, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	cmd.WaitDelay = lastWords
	killWhole(cmd)
	err := child.Tied(cmd, cmd.Run)
	if ctx.Err() != nil {
		return Printed{}, ctx.Err()
	}
	if err != nil {
		return Printed{}, fmt.Errorf("peer: %s: %w: %s", filepath.Base(path), err, LastLine(stderr.String()))
	}
	return Printed{stdout.String(), stderr.String()}, nil
}

// LastLine returns the last line of a text that is not empty, where programs put
// what they failed of.
func LastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
