// Package dhgroup knows the published groups for Diffie-Hellman over a prime
// field, checks any such group, and reads and writes the files that hold them.
//
// A group is a prime p, a generator g, and the order q of the subgroup to work
// in. In most p is a safe prime, q = (p-1)/2. The published ones of that kind come
// from RFC 2409 and RFC 3526 ("modp") and RFC 7919 ("ffdhe"): their primes
// begin and end in 64 ones, and between them stand the leading bits of pi or e
// plus the least offset that makes a safe prime, so that nobody could choose
// them to his ends:
//
//	p = 2^n - 2^(n-64) - 1 + 2^64 ([2^(n-130) c] + offset), c = pi or e
//
// Those of RFC 5114 have a short q, and say nothing of where they come from.
//
// Validate puts a group from anywhere to the test: sizes, the form of q, the range
// of g, then the primality of q and p under a policy of package millerrabin,
// and the order of g. Identify says which published group it is, whatever it is
// called.
//
// Read takes groups from PEM, DER, OpenSSH moduli, JSON and plain numbers, and
// Write gives them back. Reading asks whether a file has the right form, never
// whether a group is any good: zero, an even p or a generator of 1 is read, and
// refused by Validate. So there are two kinds of bad files, told apart by
// ErrUnreadable and ErrUnsound. The form says more in some formats: DER has no
// negative numbers and no private values of 0 bits, and a line of moduli must
// state a safe prime that passed a test and the size that its modulus has.
package dhgroup

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// A Group is a group for Diffie-Hellman over a prime field.
type Group struct {
	// Name is "" for a group that has none. In a group out of a file it is what
	// the file says: Identify goes by the numbers.
	Name string
	Bits int // size of P; 0 where nobody stated it
	P    *big.Int
	Q    *big.Int // order of the subgroup to work in; nil stands for (P-1)/2
	G    *big.Int
	// Source is where a published group stands: "RFC 2409", "RFC 3526", "RFC 5114"
	// or "RFC 7919".
	Source string
	// Strength estimates the work of a discrete logarithm in bits of a symmetric
	// key, after StrengthSource: for RFC 7919 its appendix A, for RFC 3526 the lower
	// estimate of its section 8, for RFC 2409 section 1 of RFC 3526, for RFC 5114
	// NIST SP 800-57, part 1. 0 is unknown.
	Strength       int
	StrengthSource string
	// Constant is the number whose bits P holds: "pi" or "e", or "" for another
	// prime. Offset is what was added to them.
	Constant string
	Offset   int64

	// PrivateBits is the length of private values that PKCS#3 parameters ask for
	// (privateValueLength), from 1 to Bits-1; 0 where none is stated.
	PrivateBits int
	// J is the cofactor (P-1)/Q where X9.42 parameters state it, and otherwise nil.
	J *big.Int
	// Seed and Counter are what a verifiable generation of P and Q began and ended
	// with, as X9.42 parameters state it (ValidationParms). Without a Seed there is no
	// Counter.
	Seed    []byte
	Counter int
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

// All returns the published groups by size, the smallest first. Of those of the
// same size the one of RFC 7919 comes first, and those of RFC 5114, which are no
// safe primes, come last. The numbers are the caller's own.
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

// strengthSources say where the strengths of each source's groups stand.
var strengthSources = map[string]string{
	"RFC 2409": "RFC 3526, section 1",
	"RFC 3526": "RFC 3526, section 8",
	"RFC 5114": "NIST SP 800-57, part 1",
	"RFC 7919": "RFC 7919, appendix A",
}

// group makes the group of an entry.
func (e entry) group() Group {
	p, _ := new(big.Int).SetString(e.p, 16)
	q, g := new(big.Int), big.NewInt(2)
	if e.q == "" {
		q.Rsh(p, 1)
	} else {
		q.SetString(e.q, 16)
		g.SetString(e.g, 16)
	}
	return Group{
		Name:     e.name,
		Bits:     e.bits,
		P:        p,
		Q:        q,
		G:        g,
		Source:   e.source,
		Strength: e.strength,

		StrengthSource: strengthSources[e.source],
		Constant:       e.constant,
		Offset:         e.offset,
	}
}
