// Package theory says how many numbers a search of somebody else's is expected to
// test for a find: what makes the mean time of a search out of the cost of a
// test. What package engine expects of our own search is the start of it; the
// benchmark's strategies build on it.
package theory

import (
	"primebench/engine"
	"primebench/sieve"
)

// Candidates is the mean number of members of the progression that a search goes
// through, the find included: odd numbers with the two top bits set or, for a
// safe prime p, those that are 3 mod 4, so that (p-1)/2 is odd. Of these only the
// third that is 2 mod 3 can be safe, and only that is counted by the engine.
func Candidates(kind sieve.Kind, bits int) float64 {
	n := engine.Expected(kind, bits, 1).Candidates
	if kind == sieve.Safe {
		n *= 3
	}
	return n
}

// Surviving is the share of the candidates without a divisor among the primes,
// which for a safe prime must not divide (p-1)/2 either.
func Surviving(kind sieve.Kind, primes []uint32) float64 {
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

// SafeTries is the mean number of primes q of bits-1 bits that a search needs
// until 2q + 1 is prime too: about ln p / (2 C2).
func SafeTries(bits int) float64 {
	return Candidates(sieve.Safe, bits) / Candidates(sieve.Prime, bits-1)
}

// OpenSSLRounds is how many Miller-Rabin rounds OpenSSL 3 confirms a find with
// (bn_mr_min_checks in crypto/bn/bn_prime.c).
func OpenSSLRounds(bits int) int {
	if bits > 2048 {
		return 128
	}
	return 64
}

// OpenSSLPrimes are the odd primes by which OpenSSL 3 divides a candidate of so
// many bits (calc_trial_divisions in crypto/bn/bn_prime.c; its numbers count the
// prime 2, which is not tried).
func OpenSSLPrimes(bits int) []uint32 {
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

// OpenSSLTests is the mean number of candidates that BN_generate_prime_ex puts to
// a Miller-Rabin test, the find included. Each is the first survivor of trial
// division at or after a random start. That prefers survivors after long gaps,
// but the gaps are made by the trial primes, and whether a survivor is prime by
// larger ones: its chance is that of any survivor.
func OpenSSLTests(kind sieve.Kind, bits int) float64 {
	return Candidates(kind, bits) * Surviving(kind, OpenSSLPrimes(bits))
}
