//go:build long

package montgomery

import (
	"math/big"
	"testing"
)

// Many numbers of each size, half of them primes, each with the first D of the
// method and one more, on every kernel. The plain test takes nearly all of the time, so
// that there are fewer numbers above 256 bits.
func TestManyLucasTests(t *testing.T) {
	r := seeded(t)
	var batches []*Batch
	for _, name := range everyKernel() {
		batches = append(batches, newBatch(t, name, 2080))
	}
	symbols := make(map[[3]int]int) // by D, by (Q/n), by n modulo 4
	for _, c := range []struct{ bits, numbers int }{
		{32, 1_000_000}, {64, 1_000_000}, {128, 1_000_000}, {256, 1_000_000}, {512, 100_000}, {1040, 10_000}, {2080, 1_000},
	} {
		for done := 0; done < c.numbers; {
			var trials []trial
			for range 64 {
				n := interesting(r, c.bits)
				for _, d := range []int64{selfridge(n), discriminants(60)[r.IntN(60)]} {
					if d == 0 || big.Jacobi(big.NewInt(d), n) == 0 {
						continue
					}
					trials = append(trials, lucasTrial(n, d))
					symbols[[3]int{big.Jacobi(big.NewInt(d), n), big.Jacobi(big.NewInt(SelfridgeQ(d)), n), int(n.Bit(1))}]++
				}
			}
			for _, b := range batches {
				runTrials(t, b, trials)
			}
			done += len(trials)
		}
		t.Logf("%d bits done", c.bits)
	}
	for _, d := range []int{-1, 1} {
		for _, q := range []int{-1, 1} {
			for _, class := range []int{0, 1} {
				if symbols[[3]int{d, q, class}] == 0 {
					t.Errorf("no number %d modulo 4 with (D/n) = %d and (Q/n) = %d", 1+2*class, d, q)
				}
			}
		}
	}
	t.Logf("%v", symbols)
}
