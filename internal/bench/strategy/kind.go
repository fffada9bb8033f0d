// The kinds that a benchmark can be about: primes, those of RSA keys among them, random
// values, which are drawn, and keys, which are exchanged.

package strategy

import (
	"fmt"
	"slices"
	"strings"

	"primebench/results"
	"primebench/sieve"
)

// A Kind is what a strategy is asked for.
type Kind string

// The kinds.
const (
	Prime  Kind = results.KindPrime  // a prime, searched for
	Safe   Kind = results.KindSafe   // a safe prime, searched for
	Random Kind = results.KindRandom // unpredictable values of a size, drawn
	RSA    Kind = results.KindRSA    // an RSA key of a size, two primes of half of it
	Kex    Kind = results.KindKex    // a key exchange by a parameter set
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Prime, Safe, Random, RSA, Kex} }

// ParseKind returns the kind of that name. The error of an unknown one lists the
// known ones.
func ParseKind(s string) (Kind, error) {
	if slices.Contains(Kinds(), Kind(s)) {
		return Kind(s), nil
	}
	return "", fmt.Errorf("unknown kind %.80q, want one of %s", s, strings.Join(kindNames(), ", "))
}

func kindNames() []string {
	var names []string
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return names
}

// Searched says whether a single prime is searched for, by a sieve or without one.
func (k Kind) Searched() bool { return k == Prime || k == Safe }

// Sieve returns what a search for k sieves for. It means nothing where nothing is
// searched for: a strategy that searches refuses such a task, see CheckSearched.
func (k Kind) Sieve() sieve.Kind {
	if k == Safe {
		return sieve.Safe
	}
	return sieve.Prime
}

// CheckSearched is the part of Check that all strategies which search have in
// common: they are asked for something to search for. The error wraps
// ErrUnsupported and begins with the strategy's name.
func CheckSearched(name string, t Task) error {
	switch {
	case t.Kind == Random:
		return Unsupported(name, "it searches for primes, and draws no %s values for their own sake", t.Kind)
	case !t.Kind.Searched():
		return Unsupported(name, "it searches for single primes, and has no kind %s", t.Kind)
	}
	return nil
}
