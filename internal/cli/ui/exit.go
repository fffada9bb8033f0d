// Exit codes, and which error means which.

package ui

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"primebench/internal/cpu"
)

// The exit codes.
const (
	ExitDone          = 0
	ExitFailed        = 1
	ExitUsage         = 2
	ExitInfeasible    = 3
	ExitRegression    = 4
	ExitInconclusive  = 5
	ExitNotComparable = 6
	ExitNo            = 7
	exitInterrupted   = 130
	exitTerminated    = 143
)

// ExitHelp is the table of the exit codes in the help.
const ExitHelp = `Exit codes:
  0    done
  1    failed
  2    usage, configuration, or an input that cannot be read
  3    the plan is not feasible
  4    a regression, or a goal that is missed
  5    inconclusive: neither a regression nor none
  6    not comparable, no baseline, or a run not fit to plan from
  7    a check says no
  130  stopped by SIGINT (Ctrl-C); what was measured is kept
  143  stopped by SIGTERM; what was measured is kept
`

// A usageError is the caller's to mend: a flag, a variable, a suite file.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// Usage marks an error as the caller's to mend.
func Usage(err error) error { return usageError{err} }

// Usagef is usage of a new error.
func Usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// A verdictError is an answer that scripts tell by its code.
type verdictError struct {
	code int
	why  error
}

func (e verdictError) Error() string { return e.why.Error() }
func (e verdictError) Unwrap() error { return e.why }

// Verdict is the answer that ends the program with a code, and why it is that.
func Verdict(code int, why error) error { return verdictError{code: code, why: why} }

// IsVerdict reports whether an error is such an answer.
func IsVerdict(err error) bool { return errors.As(err, new(verdictError)) }

// A noError is the answer of a check that says no.
type noError struct{ why string }

func (e noError) Error() string { return e.why }

// No is the answer no, and why.
func No(why string) error { return noError{why} }

// A stopError says which signal ended the work.
type stopError struct{ signal os.Signal }

func (e stopError) Error() string { return "stopped by " + e.signal.String() }

// Stopped reports whether a signal ended the work.
func Stopped(err error) bool { return errors.As(err, new(stopError)) }

func (e stopError) exitCode() int {
	if e.signal == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}

// ExitCode is the one place that turns an error into a number.
func ExitCode(err error) int {
	var stop stopError
	var usage usageError
	var verdict verdictError
	var program programError
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &stop):
		return stop.exitCode()
	case errors.As(err, &usage), errors.Is(err, cpu.ErrKernel): // of a flag or a variable
		return ExitUsage
	case errors.As(err, &verdict):
		return verdict.code
	case errors.As(err, &program):
		return program.code
	case errors.As(err, new(noError)):
		return ExitNo
	default:
		return ExitFailed
	}
}

// A programError is that of another program of ours, which has told why it failed.
type programError struct{ code int }

func (e programError) Error() string { return fmt.Sprintf("it ended with code %d", e.code) }

// Silent reports whether an error is told by the exit code alone: nobody reads a
// closed pipe, and who pressed Ctrl-C, or ran another program of ours, has been told
// already.
func Silent(err error) bool {
	return errors.Is(err, syscall.EPIPE) || Stopped(err) || errors.As(err, new(programError))
}
