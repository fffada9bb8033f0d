// How many candidates each contestant is expected to test for a find: what makes
// the mean time of a search out of the cost of a test.

package main

import (
	"math"

	"primebench/engine"
	"primebench/sieve"
)

// candidates is the mean number of members of the progression that a search goes
// through, the find included: odd numbers with the two top bits set or, for a
// safe prime p, those that are 3 mod 4, so that (p-1)/2 is odd. Of these only the
// third that is 2 mod 3 can be safe, and only that is counted by the engine.
func candidates(kind sieve.Kind, bits int) float64 {
	n := engine.Expected(kind, bits, 1).Candidates
	if kind == sieve.Safe {
		n *= 3
	}
	return n
}

// surviving is the share of the candidates without a divisor among the primes,
// which for a safe prime must not divide (p-1)/2 either.
func surviving(kind sieve.Kind, primes []uint32) float64 {
	classes := 1.0
	if kind == sieve.Safe {
		classes = 2
	}
	share := 1.0
	for _, r := range primes {
		share *= 1 - classes/float64(r)
	}
	return share
}

// openSSLPrimes are the odd primes by which OpenSSL 3 divides a candidate of so
// many bits (calc_trial_divisions in crypto/bn/bn_prime.c; its numbers count the
// prime 2, which is not tried).
func openSSLPrimes(bits int) []uint32 {
	count := 2048
	switch {
	case bits <= 512:
		count = 64
	case bits <= 1024:
		count = 128
	case bits <= 2048:
		count = 384
	case bits <= 4096:
		count = 1024
	}
	const prime2048 = 17863
	return sieve.Primes(prime2048)[1:count]
}

// openSSLTests is the mean number of candidates that BN_generate_prime_ex puts to
// a Miller-Rabin test, the find included. Each is the first survivor of trial
// division at or after a random start. That prefers survivors after long gaps,
// but the gaps are made by the trial primes, and whether a survivor is prime by
// larger ones: its chance is that of any survivor.
func openSSLTests(kind sieve.Kind, bits int) float64 {
	return candidates(kind, bits) * surviving(kind, openSSLPrimes(bits))
}

// bigPrimes are the odd primes by which ProbablyPrime divides before it does
// anything else (math/big, prime.go).
var bigPrimes = []uint32{3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53}

// randPrimeTests is the mean number of candidates of crypto/rand.Prime that are
// not thrown away by these primes.
func randPrimeTests(bits int) float64 {
	return candidates(sieve.Prime, bits) * surviving(sieve.Prime, bigPrimes)
}

// safeTries is the mean number of primes q of bits-1 bits that a search needs
// until 2q + 1 is prime too: about ln p / (2 C2).
func safeTries(bits int) float64 {
	return candidates(sieve.Safe, bits) / candidates(sieve.Prime, bits-1)
}

// withGenerator is the share of safe primes p for which ssh-keygen knows a
// generator; it drops the others before it tests them (moduli.c). Those that are
// 11 mod 24, one half, have the generator 2. Of the others, 23 mod 24, those that
// end in 3 or 7 have 5; a safe prime ends in 3, 7 or 9.
const withGenerator = 1./2 + 1./2*2/3

// moduliExpected is the mean number of safe primes that ssh-keygen's screening
// lets through out of so many consecutive odd q from start on. Its sieve takes
// away none of them.
func moduliExpected(lnStart, odd float64) float64 {
	const twinConstant = 0.6601618158468696
	return odd * withGenerator * 4 * twinConstant / (lnStart * (lnStart + math.Ln2))
}
