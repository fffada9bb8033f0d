package strategy_test

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"sync"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

func TestBase2Numbers(t *testing.T) {
	for _, bits := range []int{64, 65, 71, 1024} {
		numbers, again := strategy.Base2Numbers(bits), strategy.Base2Numbers(bits)
		seen := map[string]bool{}
		for i, n := range numbers {
			if n.BitLen() != bits || n.Bit(bits-2) != 1 || n.Bit(0) != 1 {
				t.Errorf("%x is no odd number of %d bits with the two top bits set", n, bits)
			}
			if n.Cmp(again[i]) != 0 {
				t.Errorf("%d bits: two calls give different numbers", bits)
			}
			seen[n.String()] = true
		}
		if len(seen) != 8 {
			t.Errorf("%d different numbers of %d bits, want 8", len(seen), bits)
		}
	}
}

// TestBase2IsShared: every worker has numbers of its own and does equally many.
func TestBase2IsShared(t *testing.T) {
	var mu sync.Mutex
	var raised []int // by worker
	way := strategy.Base2{
		Operation: results.Operation{Step: results.StepPower, Kernel: "own", AtOnce: 3},
		SetUp: func(numbers []*big.Int) (func(context.Context) error, error) {
			if len(numbers) != 3 || numbers[0].BitLen() != 96 {
				return nil, errors.New("not the numbers")
			}
			worker := len(raised)
			raised = append(raised, 0)
			return func(ctx context.Context) error {
				mu.Lock()
				defer mu.Unlock()
				raised[worker] += len(numbers)
				return ctx.Err()
			}, nil
		},
	}
	op := way.For(strategy.Task{Kind: strategy.Prime, Bits: 96, Workers: 2})
	if op.Name != "power-own-x3" || op.Tests != 3 || op.PerSearch != 0 {
		t.Errorf("operation %+v with the time of %v tests", op.Operation, op.Tests)
	}
	for range 2 { // the second time there is nothing to do
		if err := op.Prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	done, err := op.Run(t.Context(), 13)
	if err != nil || done != 18 || len(raised) != 2 || raised[0]+raised[1] != 18 {
		t.Errorf("done %d times of 13, %v by worker: %v", done, raised, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := op.Run(cancelled, 1000); !errors.Is(err, context.Canceled) {
		t.Errorf("%v under a cancelled context", err)
	}
}

// TestBase2OfPeersIsChecked: a fast wrong answer is worth nothing.
func TestBase2OfPeersIsChecked(t *testing.T) {
	for _, off := range []int64{0, 1} {
		freed, runs := 0, 0
		way := strategy.Base2ByPeer(results.StepPower, func(base, exponent, modulus *big.Int) (run func(), result func() *big.Int, free func()) {
			power := new(big.Int)
			return func() { power.Exp(base, exponent, modulus); runs++ },
				func() *big.Int { return power.Add(power, big.NewInt(off)) },
				func() { freed++ }
		})
		op := way.For(strategy.Task{Kind: strategy.Prime, Bits: 64, Workers: 1})
		err := op.Prepare(t.Context())
		if off == 0 {
			if err != nil {
				t.Fatalf("the right power is refused: %v", err)
			}
			if done, err := op.Run(t.Context(), 5); err != nil || done != 5 || runs != 6 {
				t.Errorf("done %d times of 5, computed %d times: %v", done, runs, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), "power of 64 bits: 2^(n-1) mod n differs") || freed != 1 {
			t.Errorf("a wrong power: %v, freed %d times", err, freed)
		}
	}
}
