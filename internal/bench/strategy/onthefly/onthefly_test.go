package onthefly

import (
	"errors"
	"math"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/rng"
	"primebench/millerrabin"
)

func TestConformance(t *testing.T) {
	strategytest.Run(t, Strategy{},
		strategy.Task{Kind: strategy.Prime, Bits: 64},
		strategy.Task{Kind: strategy.Prime, Bits: 253},
		strategy.Task{Kind: strategy.Prime, Bits: 256, Policy: millerrabin.Policy{Rounds: 20, Lucas: true}},
		strategy.Task{Kind: strategy.Safe, Bits: 64},
		strategy.Task{Kind: strategy.Safe, Bits: 160},
		strategy.Task{Kind: strategy.Safe, Bits: 768}, // of a published group
		strategy.Task{Kind: strategy.Prime, Bits: 253, Bulk: true},
		strategy.Task{Kind: strategy.Safe, Bits: 96, Bulk: true},
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
	for _, kind := range []strategy.Kind{strategy.Prime, strategy.Safe} {
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

// TestTestsPerSearch sets what searches count beside "test"'s times a search, by
// which they are modelled. The luck of the searches is taken out: each survivor
// up to the find is one test for certain, and so is p of a safe prime.
func TestTestsPerSearch(t *testing.T) {
	for _, test := range []struct {
		kind          strategy.Kind
		bits, workers int
	}{
		{strategy.Prime, 256, 1}, {strategy.Prime, 256, 2}, {strategy.Safe, 192, 1}, {strategy.Safe, 192, 2},
	} {
		task := strategy.Task{Kind: test.kind, Bits: test.bits, Workers: test.workers, Seed: rng.Seed{31: 9}}
		runner, err := Strategy{}.New(task)
		if err != nil {
			t.Fatal(err)
		}
		const searches = 300
		beyond := 0.0
		for n := range uint64(searches) {
			outcome, err := runner.Search(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			beyond += float64(outcome.Counters.Tests-outcome.Counters.Survivors) / searches
		}
		planned := 0.0
		for _, op := range runner.Operations() {
			if op.Name == "test" {
				planned = op.PerSearch - runner.Facts().Expected.Survivors
			}
		}
		t.Logf("%v of %d bits, %d workers: %.2f tests a search beyond the survivors up to the find, modelled %.2f",
			test.kind, test.bits, test.workers, beyond, planned)
		// Batches that were cut short are time and count nothing; a batch that was
		// not full is the time of a full one. So the model may have more.
		if beyond < 0.25*planned || beyond > planned+1 {
			t.Errorf("%v of %d bits, %d workers: %.2f tests beyond, the model has %.2f", test.kind, test.bits, test.workers, beyond, planned)
		}
	}
}
