// Programs that are run as children: their processor time is the kernel's
// account of them, and what they print is read.

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A child is a program that has ended.
type child struct {
	stdout, stderr string
	processor      time.Duration // user and system time
}

// start runs a program to its end, in a folder if one is named. Go programs get
// one core, as this one has.
func start(ctx context.Context, folder, name string, args ...string) (child, error) {
	var stdout, stderr strings.Builder
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = folder, &stdout, &stderr
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return child{}, ctx.Err()
		}
		return child{}, fmt.Errorf("%s: %w: %s", name, err, lastLine(stderr.String()))
	}
	state := cmd.ProcessState
	return child{stdout.String(), stderr.String(), state.UserTime() + state.SystemTime()}, nil
}

// lastLine is the last line of a text that is not empty, where programs put what
// they failed of.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
