// Counting what mpz_nextprime went through, and what theory expects of that.

package gmp

import (
	"math/big"

	"primebench/internal/theory"
	"primebench/sieve"
)

// strikeLimit is the bound on the primes by which GMP 6.2 strikes numbers out before
// it tests them (NUMBER_OF_PRIMES in mpz/nextprime.c), from 334 bits on.
const strikeLimit = 997

// A strike knows the odd primes up to strikeLimit, and products of them that fit a
// word: one division of a long number serves several.
type strike struct {
	primes []uint32
	groups []group
}

type group struct {
	product *big.Int
	primes  []uint32
}

func newStrike() strike {
	s := strike{primes: sieve.Primes(strikeLimit)[1:]}
	const word = 1 << 32 // of the smallest machine
	product, from := uint64(1), 0
	for i, r := range s.primes {
		if product*uint64(r) >= word {
			s.groups = append(s.groups, group{new(big.Int).SetUint64(product), s.primes[from:i]})
			product, from = 1, i
		}
		product *= uint64(r)
	}
	s.groups = append(s.groups, group{new(big.Int).SetUint64(product), s.primes[from:]})
	return s
}

// between returns how many odd numbers there are above the odd number start, up to
// and with the odd number end, and how many of them none of the primes divides.
func (s *strike) between(start, end *big.Int) (passed, tested int64) {
	gap := new(big.Int).Sub(end, start)
	passed = gap.Int64() / 2
	struck := make([]bool, passed)
	for _, g := range s.groups {
		rest := gap.Rem(start, g.product).Uint64()
		for _, r := range g.primes {
			// The first multiple is start + 2(i+1), the smallest even step ahead.
			step := int64(uint64(r) - rest%uint64(r))
			if step%2 != 0 {
				step += int64(r)
			}
			for i := step/2 - 1; i < passed; i += int64(r) {
				struck[i] = true
			}
		}
	}
	for _, out := range struck {
		if !out {
			tested++
		}
	}
	return passed, tested
}

// work is how often an average search does what.
type work struct {
	candidates, survivors float64 // gone through, and not divided by the primes
	tries                 float64 // primes q, the last one included; for a prime 1
	halves                float64 // of the tries but the last: 2q + 1 that trial division does not settle
}

// expected is the work of an average search. mpz_probab_prime_p divides a number of
// n bits by the primes below n; of 2q + 1 with q prime, r divides one in r - 1.
func expected(kind sieve.Kind, bits int, primes []uint32) work {
	n := theory.Candidates(kind, bits)
	w := work{candidates: n, survivors: n * theory.Surviving(sieve.Prime, primes), tries: 1}
	if kind == sieve.Prime {
		return w
	}
	w.tries = theory.SafeTries(bits)
	w.halves = w.tries - 1
	for _, r := range sieve.Primes(uint64(bits))[1:] {
		w.halves *= 1 - 1/float64(r-1)
	}
	return w
}
