// Package dhgroup knows the published groups for Diffie-Hellman over a prime
// field, and checks any such group.
//
// A group is a safe prime p = 2q + 1 and a generator g. The published ones come
// from RFC 2409 and RFC 3526 ("modp") and RFC 7919 ("ffdhe"): their primes
// begin and end in 64 ones, and between them stand the leading bits of pi or e
// plus the least offset that makes a safe prime, so that nobody could choose
// them to his ends:
//
//	p = 2^n - 2^(n-64) - 1 + 2^64 ([2^(n-130) c] + offset), c = pi or e
//
// Validate puts a group from anywhere to the test: sizes, p = 2q + 1, the range
// of g, then the primality of q and p under a policy of package millerrabin,
// and the order of g.
package dhgroup

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// A Group is a group for Diffie-Hellman over a prime field.
type Group struct {
	Name string // "" for a group that has none
	Bits int    // size of P; 0 where nobody stated it
	P    *big.Int
	Q    *big.Int // (P-1)/2; nil stands for that too
	G    *big.Int
	// Source is where a published group stands: "RFC 2409", "RFC 3526" or
	// "RFC 7919".
	Source string
	// Strength estimates the work of a discrete logarithm in bits of a symmetric
	// key: for RFC 7919 after its appendix A, for RFC 3526 the lower estimate of
	// its section 8, for RFC 2409 after RFC 3526, section 1. 0 is unknown.
	Strength int
	// Constant is the number whose bits P holds: "pi" or "e", or "" for another
	// prime. Offset is what was added to them.
	Constant string
	Offset   int64
}

// ErrUnknown is wrapped by the error about a name that no published group has.
var ErrUnknown = errors.New("unknown group")

// Named returns the published group of that name, such as "modp2048" or
// "ffdhe4096". Its numbers are the caller's own: each call makes them anew. The
// error wraps ErrUnknown and lists the names there are.
func Named(name string) (Group, error) {
	for _, e := range known() {
		if e.name == name {
			return e.group(), nil
		}
	}
	const limit = 40
	return Group{}, fmt.Errorf("dhgroup: %w %.*q, want one of %s", ErrUnknown, limit, name, strings.Join(Names(), ", "))
}

// All returns the published groups by size, the smallest first; of two of the
// same size the one of RFC 7919 comes first. The numbers are the caller's own.
func All() []Group {
	return collect(func(entry) bool { return true })
}

// OfSize returns the published groups whose prime has bits bits, none for most
// sizes, in the order of All.
func OfSize(bits int) []Group {
	return collect(func(e entry) bool { return e.bits == bits })
}

// Names returns the names of the published groups in the order of All.
func Names() []string {
	var names []string
	for _, e := range known() {
		names = append(names, e.name)
	}
	return names
}

// collect returns the published groups that are wanted.
func collect(wanted func(entry) bool) []Group {
	var groups []Group
	for _, e := range known() {
		if wanted(e) {
			groups = append(groups, e.group())
		}
	}
	return groups
}

// group makes the group of an entry. The generator of all of them is 2.
func (e entry) group() Group {
	p, _ := new(big.Int).SetString(e.p, 16)
	return Group{
		Name:     e.name,
		Bits:     e.bits,
		P:        p,
		Q:        new(big.Int).Rsh(p, 1),
		G:        big.NewInt(2),
		Source:   e.source,
		Strength: e.strength,
		Constant: e.constant,
		Offset:   e.offset,
	}
}
