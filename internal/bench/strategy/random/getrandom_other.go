//go:build !linux

// Other systems have no such call, or another one under the name.

package random

import (
	"errors"
	"fmt"
	"runtime"

	"primebench/internal/bench/strategy"
)

func checkGetrandom() error {
	return fmt.Errorf("getrandom: %w: it is Linux's, and this is %s", strategy.ErrNoSystemCall, runtime.GOOS)
}

// newGetrandom is not come to, since checkGetrandom refuses; it fails where it is.
func newGetrandom() *getrandom {
	return &getrandom{call: func([]byte) (int, error) { return 0, errors.ErrUnsupported }}
}
