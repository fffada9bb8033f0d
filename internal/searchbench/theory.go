// How many candidates those contestants are expected to test for a find of which
// package theory knows nothing.

package main

import (
	"math"

	"primebench/internal/theory"
	"primebench/sieve"
)

// bigPrimes are the odd primes by which ProbablyPrime divides before it does
// anything else (math/big, prime.go).
var bigPrimes = []uint32{3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53}

// randPrimeTests is the mean number of candidates of crypto/rand.Prime that are
// not thrown away by these primes.
func randPrimeTests(bits int) float64 {
	return theory.Candidates(sieve.Prime, bits) * theory.Surviving(sieve.Prime, bigPrimes)
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
