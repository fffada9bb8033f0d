//go:build long

package sshkeygen

import (
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
)

// The program itself, whose sieve takes a minute or two each time.
func TestConformanceOfTheProgram(t *testing.T) {
	installed(t)
	strategytest.Run(t, New(), strategy.Task{Kind: strategy.Safe, Bits: 512, Bulk: true})
}
