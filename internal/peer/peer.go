// Package peer calls what people would use instead: the libraries OpenSSL's libcrypto
// and GMP, out of their shared libraries, and programs, as children, where the
// machine has them. No C compiler is involved: github.com/ebitengine/purego loads
// the libraries at run time.
//
// The memory of a library's numbers is the library's own; Close frees it.
package peer

import (
	"errors"
	"fmt"
	"math/big"
)

// ErrAbsent is wrapped by the error of opening what the machine lacks.
var ErrAbsent = errors.New("peer: absent")

// An OpenError says why a library or a program cannot be used.
type OpenError struct {
	Reason string
	cause  error // such as ErrAbsent, or nil
}

// Error is the Reason behind the package's name.
func (e *OpenError) Error() string { return "peer: " + e.Reason }

// Unwrap is ErrAbsent for what the machine lacks.
func (e *OpenError) Unwrap() error { return e.cause }

// Reason is why a library or a program cannot be used, without the package's name.
func Reason(err error) string {
	var open *OpenError
	if errors.As(err, &open) {
		return open.Reason
	}
	return err.Error()
}

// open loads the first of the libraries called names that the machine has, and
// binds each symbol to the pointer beside it, of a function or a variable.
func open(what string, names []string, symbols map[string]any) (name string, err error) {
	if !loads {
		return "", &OpenError{Reason: "this build of primebench loads no libraries: it is static, or for a system where that takes a C compiler", cause: ErrAbsent}
	}
	for _, name := range names {
		handle, err := dlopen(name)
		if err != nil {
			continue
		}
		for symbol, f := range symbols {
			if err := bind(handle, symbol, f); err != nil {
				return "", &OpenError{Reason: fmt.Sprintf("%s lacks a function: %v", name, err), cause: err}
			}
		}
		return name, nil
	}
	return "", &OpenError{Reason: fmt.Sprintf("library is absent: %s, looked for %v", what, names), cause: ErrAbsent}
}

// A function is the address of a library's function.
type function uintptr

// A ModExp is a power modulo an odd number, set up once and computed often.
type ModExp struct {
	// Run computes the power once.
	Run func()
	// Result returns what Run computed last.
	Result func() *big.Int
	// Close frees the peer's memory.
	Close func()
}
