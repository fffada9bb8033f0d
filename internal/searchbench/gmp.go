// GMP's mpz_nextprime from a random start. It says nothing of its tests, but how
// far it went shows in the find.

package main

import (
	"context"
	"math/big"
	"time"

	"primebench/internal/peer"
	"primebench/internal/rng"
	"primebench/internal/theory"
	"primebench/sieve"
)

// gmpPolicy is what mpz_nextprime holds its finds to: mpz_millerrabin with 25
// repetitions, of which a Baillie-PSW test stands for 24 (mpz/nextprime.c and
// mpz/millerrabin.c, GMP 6.2).
const gmpPolicy = "mr1+lucas"

// nextPrime searches from random odd starts with the two top bits set. The tests
// of its sample are the odd numbers gone through, the find included.
func nextPrime(lib *peer.GMP, bits int, now clock, share float64) *contestant {
	random := rng.NewSeed().Stream(0)
	return &contestant{
		key:      key{whoGMP, sieve.Prime, bits, gmpPolicy},
		law:      whole,
		share:    share,
		expected: theory.Candidates(sieve.Prime, bits),
		run: func(context.Context, time.Duration) (sample, error) {
			start := oddStart(random, bits)
			began := now()
			p := lib.NextPrime(start)
			took := now() - began
			gap := new(big.Int).Sub(p, start)
			return sample{
				tests: float64(gap.Uint64() / 2), search: took, finds: 1, found: []*big.Int{p},
			}, nil
		},
	}
}

// oddStart draws an odd number of so many bits, of which the two top ones are set.
func oddStart(random *rng.Stream, bits int) *big.Int {
	raw := make([]byte, (bits+7)/8)
	random.Read(raw)
	n := new(big.Int).SetBytes(raw)
	n.Rsh(n, uint(8*len(raw)-bits))
	for _, set := range []int{0, bits - 2, bits - 1} {
		n.SetBit(n, set, 1)
	}
	return n
}
