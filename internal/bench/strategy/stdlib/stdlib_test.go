package stdlib

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/rng"
	"primebench/internal/theory"
	"primebench/millerrabin"
)

func TestConformance(t *testing.T) {
	strategytest.Run(t, Seeded{},
		strategy.Task{Kind: strategy.Prime, Bits: 64},
		strategy.Task{Kind: strategy.Prime, Bits: 253},
		strategy.Task{Kind: strategy.Prime, Bits: 256, Policy: millerrabin.Policy{Rounds: 3, Lucas: true}},
		strategy.Task{Kind: strategy.Safe, Bits: 64},
		strategy.Task{Kind: strategy.Safe, Bits: 96},
	)
	strategytest.Run(t, Rand{},
		strategy.Task{Kind: strategy.Prime, Bits: 64},
		strategy.Task{Kind: strategy.Prime, Bits: 253},
		strategy.Task{Kind: strategy.Safe, Bits: 64, Policy: ownPolicy},
	)
}

func TestUnsupported(t *testing.T) {
	tests := []struct {
		strategy strategy.Strategy
		task     strategy.Task
	}{
		{Seeded{}, strategy.Task{Bits: 63, Workers: 1}},
		{Seeded{}, strategy.Task{Bits: 512, Workers: 1, Policy: millerrabin.Policy{Rounds: 20}}},
		{Rand{}, strategy.Task{Bits: 16385, Workers: 1}},
		{Rand{}, strategy.Task{Bits: 512, Workers: 2}},
		{Rand{}, strategy.Task{Bits: 512, Workers: 1, Policy: millerrabin.Policy{Rounds: 19, Lucas: true}}},
	}
	for _, test := range tests {
		if err := test.strategy.Check(test.task); !errors.Is(err, strategy.ErrUnsupported) {
			t.Errorf("%s %+v: %v, want ErrUnsupported", test.strategy.Name(), test.task, err)
		}
		if _, err := test.strategy.New(test.task); err == nil {
			t.Errorf("%s %+v: New takes it", test.strategy.Name(), test.task)
		}
	}
}

// TestCounts plays searches by hand, candidate by candidate, and counts what
// ProbablyPrime has to do: as much a candidate as expectedCounts says.
func TestCounts(t *testing.T) {
	const bits, drawn = 64, 40_000
	for _, kind := range []strategy.Kind{strategy.Prime, strategy.Safe} {
		o := newOperations(strategy.Task{Kind: kind, Bits: bits})
		stream := rng.Seed{31: 5}.Stream(uint64(kind.Sieve()))
		var got counts
		for range drawn {
			play(kind, strategy.Draw(stream, o.candidateBits()), &got)
		}
		want, searches := expectedCounts(kind, bits), drawn/theory.Candidates(kind.Sieve(), bits)
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"reject", got.reject, want.reject * searches},
			{"test", got.test, want.test * searches},
			{"confirm", got.confirm, want.confirm * searches},
			{"accept", got.accept, want.accept * searches},
		} {
			if tolerance := 4 * math.Sqrt(c.want); math.Abs(c.got-c.want) > tolerance {
				t.Errorf("%v: %s %.0f times among %d candidates, theory %.0f ± %.0f", kind, c.name, c.got, drawn, c.want, tolerance)
			}
		}
	}
}

// play does with a candidate, of at most 64 bits, what a search does.
func play(kind strategy.Kind, n *big.Int, k *counts) {
	judge := func(n *big.Int) bool {
		for _, r := range smallPrimes {
			if n.Uint64()%uint64(r) == 0 {
				k.reject++
				return false
			}
		}
		if n.ProbablyPrime(0) {
			return true
		}
		k.test++
		return false
	}
	switch {
	case !judge(n):
	case kind == strategy.Prime || judge(double(n)):
		k.accept++
	default:
		k.confirm++
	}
}
