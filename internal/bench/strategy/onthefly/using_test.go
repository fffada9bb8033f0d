package onthefly

import (
	"errors"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/cpu"
)

func TestPowers(t *testing.T) {
	for _, kernel := range cpu.Kernels() {
		if _, err := cpu.Kernel(kernel); errors.Is(err, cpu.ErrKernel) {
			t.Log(err)
			continue
		}
		t.Run(kernel, func(t *testing.T) { strategytest.RunPowers(t, kernelPowers(kernel)) })
	}
}

// TestUsesAreNoPartOfASearch: they stand beside what a search does, which stays
// the same for primes and safe primes.
func TestUsesAreNoPartOfASearch(t *testing.T) {
	for kind, want := range map[strategy.Kind][2]int{strategy.Prime: {3, 0}, strategy.Safe: {3, 4}} {
		runner, err := Strategy{}.New(strategy.Task{Kind: kind, Bits: 768, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		var got [2]int
		for _, op := range runner.Operations() {
			if op.PerSearch > 0 {
				got[0]++
			} else if op.UsesGroup() {
				got[1]++
			}
		}
		if got != want {
			t.Errorf("%v: operations of a search and uses of a group %d, want %d", kind, got, want)
		}
	}
}
