package stdlib

import (
	"errors"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
)

func TestRSAConforms(t *testing.T) {
	strategytest.Run(t, Seeded{}, strategy.Task{Kind: strategy.RSA, Bits: 1024}, strategy.Task{Kind: strategy.RSA, Bits: 2048})
}

func TestRSASizes(t *testing.T) {
	for _, bits := range []int{1022, 2049, 16386} {
		if err := (Seeded{}).Check(strategy.Task{Kind: strategy.RSA, Bits: bits, Workers: 1}); !errors.Is(err, strategy.ErrUnsupported) {
			t.Errorf("%d bits: %v", bits, err)
		}
	}
}
