//go:build !linux

// Other systems have no such call, or another one under the name.

package random

import (
	"errors"
	"runtime"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

func checkGetrandom() error {
	return strategy.NoSystemCall(results.StrategyGetrandom, "it is Linux's, and this is %s", runtime.GOOS)
}

// newGetrandom is not come to, since checkGetrandom refuses; it fails where it is.
func newGetrandom() *getrandom {
	return &getrandom{call: func([]byte) (int, error) { return 0, errors.ErrUnsupported }}
}
