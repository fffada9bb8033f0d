package inspect

import (
	"crypto/rand"
	"math/big"
	"testing"

	"primebench/dhgroup"
	"primebench/millerrabin"
)

// BenchmarkNumbers sets a list of random odd numbers of 2048 bits beside a loop
// of ProbablyPrime(0), on one core: at the same policy, Baillie-PSW, and at the
// default one, with 64 random rounds for the few that are prime.
func BenchmarkNumbers(b *testing.B) {
	numbers := make([]*big.Int, 10_000)
	for i := range numbers {
		buf := make([]byte, 256)
		rand.Read(buf)
		numbers[i] = new(big.Int).SetBytes(buf)
		numbers[i].SetBit(numbers[i], 0, 1)
	}
	for _, policy := range []millerrabin.Policy{{Lucas: true}, millerrabin.Untrusted} {
		b.Run(policy.String(), func(b *testing.B) {
			for b.Loop() {
				if _, err := (Inspector{Workers: 1, Policy: policy}).Numbers(b.Context(), numbers); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("ProbablyPrime", func(b *testing.B) {
		for b.Loop() {
			for _, n := range numbers {
				n.ProbablyPrime(0)
			}
		}
	})
}

// BenchmarkGroup is the check of a group of 4096 bits at 64 rounds for p and q.
func BenchmarkGroup(b *testing.B) {
	g, err := dhgroup.Named("ffdhe4096")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if f, err := (Inspector{}).Group(b.Context(), dhgroup.Entry{Group: g}); err != nil || !f.Sound {
			b.Fatal(f, err)
		}
	}
}
