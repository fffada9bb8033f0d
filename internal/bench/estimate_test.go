package bench

import (
	"context"
	"errors"
	"testing"
	"time"

	"primebench/internal/bench/strategy"
)

func TestEstimate(t *testing.T) {
	if got, err := (Spec{Bits: []int{64}, Budget: time.Minute}).Estimate(t.Context()); err != nil || got != (Estimate{Duration: time.Minute}) {
		t.Errorf("with a budget: %+v, %v", got, err)
	}
	samples := func(n int, bits ...int) time.Duration {
		s := Spec{Kinds: []strategy.Kind{strategy.Safe}, Bits: bits, Modes: Modes(), Strategies: []string{"onthefly", "stdlib"}, Samples: n}
		got, err := s.Estimate(t.Context())
		if err != nil || !got.Rough || got.Duration <= 0 {
			t.Errorf("%d samples of %v: %+v, %v", n, bits, got, err)
		}
		return got.Duration
	}
	// One safe prime costs with the fifth power of its size; the noise of the
	// timing is far below these ratios.
	if small, large := samples(10, 128), samples(10, 1024); large < 100*small {
		t.Errorf("128 bits: %v, 1024 bits: %v", small, large)
	}
	if few, many := samples(10, 256), samples(10_000, 256); many < 50*few {
		t.Errorf("10 samples: %v, 10000: %v", few, many)
	}
	if _, err := (Spec{Bits: []int{1}, Samples: 1}).Estimate(t.Context()); !errors.Is(err, ErrSpec) {
		t.Errorf("1 bit: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Spec{Bits: []int{64}, Samples: 1}).Estimate(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
