// Exit codes, and which error means which.

package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// The exit codes. 3 to 6 are kept for verdicts of other verbs: a plan that is
// not feasible, a regression, an inconclusive or an impossible comparison.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNo          = 7
	exitInterrupted = 130
	exitTerminated  = 143
)

const exitHelp = `Exit codes:
  0    done
  1    failed
  2    usage or configuration
  7    a check says no
  130  stopped by SIGINT (Ctrl-C); what was measured is kept
  143  stopped by SIGTERM; what was measured is kept
`

// A usageError is the caller's to mend: a flag, a variable, a suite file.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// A noError is the answer of a check that says no.
type noError struct{ why string }

func (e noError) Error() string { return e.why }

// A stopError says which signal ended the work.
type stopError struct{ signal os.Signal }

func (e stopError) Error() string { return "stopped by " + e.signal.String() }

// stopped says whether a signal ended the work.
func stopped(err error) bool { return errors.As(err, new(stopError)) }

func (e stopError) exitCode() int {
	if e.signal == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}

// exitCode is the one place that turns an error into a number.
func exitCode(err error) int {
	var stop stopError
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &stop):
		return stop.exitCode()
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, new(noError)):
		return exitNo
	default:
		return exitFailed
	}
}

// silent says whether an error is told by the exit code alone: nobody reads a
// closed pipe, and who pressed Ctrl-C has been told already.
func silent(err error) bool {
	return errors.Is(err, syscall.EPIPE) || stopped(err)
}
