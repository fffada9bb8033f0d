package stdlib

import (
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
)

func TestPowers(t *testing.T) { strategytest.RunPowers(t, bigPowers()) }

// TestOnlySeededUsesGroups: crypto/rand.Prime has nothing to do with it.
func TestOnlySeededUsesGroups(t *testing.T) {
	task := strategy.Task{Kind: strategy.Safe, Bits: 2048, Workers: 1}
	for s, want := range map[strategy.Strategy]int{Seeded{}: 4, Rand{}: 0} {
		runner, err := s.New(task)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, op := range runner.Operations() {
			if op.PerSearch == 0 {
				got++
			}
		}
		if got != want {
			t.Errorf("%s: %d operations are no part of a search, want %d", s.Name(), got, want)
		}
	}
}
