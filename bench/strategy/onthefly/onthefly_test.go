package onthefly

import (
	"errors"
	"math"
	"testing"

	"primebench/bench/strategy"
	"primebench/bench/strategy/strategytest"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/sieve"
)

func TestConformance(t *testing.T) {
	strategytest.Run(t, Strategy{},
		strategy.Task{Kind: sieve.Prime, Bits: 64},
		strategy.Task{Kind: sieve.Prime, Bits: 253},
		strategy.Task{Kind: sieve.Prime, Bits: 256, Policy: millerrabin.Policy{Rounds: 20, Lucas: true}},
		strategy.Task{Kind: sieve.Safe, Bits: 64},
		strategy.Task{Kind: sieve.Safe, Bits: 160},
	)
}

func TestSizes(t *testing.T) {
	for _, bits := range []int{0, 63, 16385} {
		task := strategy.Task{Bits: bits, Workers: 1}
		if err := (Strategy{}).Check(task); !errors.Is(err, strategy.ErrUnsupported) {
			t.Errorf("%d bits: %v, want ErrUnsupported", bits, err)
		}
		if _, err := (Strategy{}).New(task); err == nil {
			t.Errorf("%d bits: New takes them", bits)
		}
	}
}

// TestTheory sets what searches count beside what theory expects. The numbers of
// survivors are geometric, with a standard deviation of about their mean.
func TestTheory(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		task := strategy.Task{Kind: kind, Bits: 192, Workers: 1, Seed: rng.Seed{31: 7}}
		runner, err := Strategy{}.New(task)
		if err != nil {
			t.Fatal(err)
		}
		const searches = 200
		sum := 0.0
		for n := range uint64(searches) {
			outcome, err := runner.Search(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			sum += float64(outcome.Counters.Candidates)
		}
		want := runner.Facts().Expected.Candidates
		z := (sum/searches - want) / (want / math.Sqrt(searches))
		t.Logf("%v: %.1f candidates a search, theory %.1f, z = %.2f", kind, sum/searches, want, z)
		if math.Abs(z) > 4 {
			t.Errorf("%v: z = %.2f", kind, z)
		}
	}
}
