// Why a strategy does not offer a task.

package strategy

import (
	"errors"
	"fmt"
)

// missing says what the machine lacks for a strategy.
type missing string

func (m missing) Error() string { return ErrUnsupported.Error() + ": " + string(m) }
func (m missing) Unwrap() error { return ErrUnsupported }

// Lacking reports whether a task is not offered because the machine lacks something,
// which says nothing against the task.
func Lacking(err error) bool {
	var what missing
	return errors.As(err, &what)
}

// An UnsupportedError says why a strategy does not offer a task. It wraps
// ErrUnsupported, by way of ErrNoLibrary, ErrNoProgram or ErrNoSystemCall where the
// machine lacks something.
type UnsupportedError struct {
	Strategy, Reason string
	kind             error
}

// Error names the strategy and the Reason.
func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("%s: %v: %s", e.Strategy, ErrUnsupported, e.Reason)
}

// Unwrap is ErrUnsupported or wraps it.
func (e *UnsupportedError) Unwrap() error { return e.kind }

// Unsupported is the error of a strategy that cannot do a task by its nature.
func Unsupported(name, format string, args ...any) error {
	return &UnsupportedError{Strategy: name, Reason: fmt.Sprintf(format, args...), kind: ErrUnsupported}
}

// NoLibrary is the error of a strategy whose library cannot be used, and why.
func NoLibrary(name, format string, args ...any) error {
	return lacking(name, ErrNoLibrary, fmt.Sprintf(format, args...))
}

// NoProgram is the error of a strategy whose program cannot be used, and why.
func NoProgram(name, format string, args ...any) error {
	return lacking(name, ErrNoProgram, fmt.Sprintf(format, args...))
}

// NoSystemCall is the error of a strategy whose system call cannot be used, and why.
func NoSystemCall(name, format string, args ...any) error {
	return lacking(name, ErrNoSystemCall, fmt.Sprintf(format, args...))
}

func lacking(name string, what error, why string) error {
	return &UnsupportedError{Strategy: name, Reason: string(what.(missing)) + ": " + why, kind: what}
}
