// Exit codes, and which error means which.

package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// The exit codes.
const (
	exitDone          = 0
	exitFailed        = 1
	exitUsage         = 2
	exitInfeasible    = 3
	exitRegression    = 4
	exitInconclusive  = 5
	exitNotComparable = 6
	exitNo            = 7
	exitInterrupted   = 130
	exitTerminated    = 143
)

const exitHelp = `Exit codes:
  0    done
  1    failed
  2    usage or configuration
  3    the plan is not feasible
  4    a regression
  5    inconclusive: neither a regression nor none
  6    not comparable, or no baseline
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

// A verdictError is an answer that scripts tell by its code.
type verdictError struct {
	code int
	why  error
}

func (e verdictError) Error() string { return e.why.Error() }
func (e verdictError) Unwrap() error { return e.why }

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
	var verdict verdictError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &stop):
		return stop.exitCode()
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &verdict):
		return verdict.code
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
