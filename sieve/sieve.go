// Package sieve crosses the multiples of small primes off windows of big numbers,
// so that costly tests see only the few candidates that survive.
//
// A window is a piece of an arithmetic progression: start, start + step, … Its
// numbers are the window's members, counted from 0. For Kind Prime they are the
// odd numbers, unless another step is asked for. For Kind Safe they are the
// numbers that are 11 mod 12, the only ones above 7 that can be safe primes: p is
// 3 mod 4 because q = (p-1)/2 is odd, and 2 mod 3 because neither p nor q is a
// multiple of 3. In a Safe window a sieving prime r crosses off p when it divides
// p or q: one pass sieves both numbers (M. Wiener, Safe prime generation with a
// combined sieve, 2003).
//
// NewTable prepares the sieving primes of a kind, for any number of goroutines. A
// Window is the workspace of one goroutine. Its method Sieve reduces the start
// modulo each sieving prime and crosses off every member with a divisor up to the
// table's limit, and no other. Limits go to 2^40: primes beyond those that a table
// holds are listed anew for each window. Several goroutines can sieve one window
// together, each with a shard of the primes (SieveShard). Primes and Blocks list
// small primes for their own sake.
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

// String returns the name of k: "prime" or "safe".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

// ParseKind returns the kind of that name, the inverse of String.
func ParseKind(s string) (Kind, error) {
	for k, name := range kindNames {
		if s == name {
			return Kind(k), nil
		}
	}
	return 0, fmt.Errorf("sieve: unknown kind %q, want prime or safe", s)
}

// Step returns the distance between neighbours of the progression.
func (k Kind) Step() uint64 {
	if k == Safe {
		return 12
	}
	return 2
}

// Residue returns what the numbers of the progression are modulo Step.
func (k Kind) Residue() uint64 {
	if k == Safe {
		return 11
	}
	return 1
}
