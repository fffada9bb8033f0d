package onthefly

import (
	"errors"
	"math/big"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/cpu"
	"primebench/internal/kex"
	"primebench/internal/vectors"
)

func TestExchanges(t *testing.T) {
	for _, name := range []string{"modp1024", "modp1024-160", "ffdhe2048"} {
		strategytest.Run(t, Strategy{}, strategytest.Exchanges(name))
	}
	for _, name := range []string{kex.X25519, kex.MLKEM768, kex.X25519MLKEM768, kex.Fresh2048} {
		if err := (Strategy{}).Check(strategytest.Exchanges(name)); !errors.Is(err, strategy.ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestKnownExchanges holds each kernel to published secrets: a batch of public values,
// then one of secrets.
func TestKnownExchanges(t *testing.T) {
	for _, row := range vectors.Read(t, "../../../kex/testdata/exchanges.txt") {
		set, err := kex.Named(row.Claim)
		if err != nil || set.Family != kex.FiniteField {
			continue
		}
		var public, shared []strategy.Pair
		for range batchSize {
			public = append(public, strategy.Pair{Base: set.Group.G, Exponent: row.Numbers["private"]})
			shared = append(shared, strategy.Pair{Base: row.Numbers["peer"], Exponent: row.Numbers["private"]})
		}
		for _, kernel := range cpu.Kernels() {
			raiser, err := newBatchRaiser(kernel, set.Group.P, [][]strategy.Pair{public, shared})
			if err != nil {
				t.Fatal(err)
			}
			for batch, want := range []*big.Int{row.Numbers["public"], row.Numbers["secret"]} {
				powers, err := raiser.Raise(t.Context(), batch)
				if err != nil {
					t.Fatal(err)
				}
				for lane, got := range powers {
					if got.Cmp(want) != 0 {
						t.Errorf("%v, %s, lane %d: %x, want %x", row, kernel, lane, got, want)
					}
				}
			}
		}
	}
}
