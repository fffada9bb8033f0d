// Package sieve strikes the multiples of small primes out of windows of big
// numbers, so that costly tests see only the few candidates left.
//
// A window is a piece of an arithmetic progression: start, start + step, … For
// Kind Prime the progression is, unless another step is asked for, the odd
// numbers. For Kind Safe it is the numbers that are 11 mod 12, the only ones
// above 7 that can be safe primes: p is 3 mod 4 because q = (p-1)/2 is odd, and
// 2 mod 3 because neither p nor q is a multiple of 3. In a Safe window a small
// prime r strikes p when it divides p or q: one pass sieves both numbers
// (M. Wiener, Safe prime generation with a combined sieve, 2003).
//
// The steps: NewTable prepares the small primes for a kind and can be shared, a
// Window is one goroutine's workspace, and Strike reduces the start modulo every
// small prime and strikes. What is left has no divisor up to the table's limit:
// nothing else is struck, nothing struck is left. Limits go to 2^36; primes
// beyond what a table holds are listed anew for each window. Several goroutines
// can sieve one window, each with a share of the primes (StrikeShare). Primes and
// Blocks list the small primes for their own sake.
package sieve

import "fmt"

// A Kind is what is looked for.
type Kind uint8

// The kinds.
const (
	Prime Kind = iota // a prime n
	Safe              // a safe prime p: q = (p-1)/2 is prime too
)

var kindNames = [...]string{Prime: "prime", Safe: "safe"}

// String returns the word for k: "prime" or "safe".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// ParseKind is the inverse of String.
func ParseKind(s string) (Kind, error) {
	for k, name := range kindNames {
		if s == name {
			return Kind(k), nil
		}
	}
	return 0, fmt.Errorf("sieve: unknown kind %q, want prime or safe", s)
}

// Step is the distance between neighbours of the progression.
func (k Kind) Step() uint64 {
	if k == Safe {
		return 12
	}
	return 2
}

// Residue is the class modulo Step that the progression lies in.
func (k Kind) Residue() uint64 {
	if k == Safe {
		return 11
	}
	return 1
}
