// Package clitest runs a verb in a test, without the program around it.
package clitest

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
)

// A Result is what a verb printed, and its exit code. Errors that the program would
// print itself stand in Err alone.
type Result struct {
	Stdout, Stderr string
	Err            error
	Code           int
}

// Run runs the verb that newCmd makes, with a text on stdin.
func Run(t testing.TB, newCmd func(ui.Process) *cobra.Command, stdin string, args ...string) Result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := newCmd(ui.NewProcess(strings.NewReader(stdin), &stdout, &stderr, nil))
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(context.WithoutCancel(t.Context()))
	return Result{Stdout: stdout.String(), Stderr: stderr.String(), Err: err, Code: ui.ExitCode(err)}
}
