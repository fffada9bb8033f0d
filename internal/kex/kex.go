// Package kex knows the parameter sets by which keys are exchanged: groups over prime
// fields, elliptic curves, ML-KEM and a hybrid. It computes nothing with them.
package kex

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"primebench/dhgroup"
	"primebench/results"
)

// A Family is the sort of mathematics that a parameter set stands on.
type Family string

// The families.
const (
	FiniteField Family = "finite field"
	Curve       Family = "elliptic curve"
	Lattice     Family = "lattice"
	Hybrid      Family = "hybrid" // a curve and a lattice, both of which must be broken
)

// A Set is a parameter set.
type Set struct {
	Name   string // in flags and run files, such as "x25519"
	Family Family
	// Bits is the size of what is computed with: of the group's prime, of the curve's
	// field, of a lattice the rank of its module times 256; of a hybrid that of its
	// curve.
	Bits int
	// Source is the standard that defines it; "" for a group that is nobody's.
	Source string
	// Strengths is the work of breaking it by classical means, by each source that has
	// something of its own to say: more than one where sources disagree.
	Strengths []Strength
	// Quantum is set when no quantum algorithm is known that breaks it.
	Quantum bool
	// ClientBytes and ServerBytes are what each side sends of it, as TLS 1.3 does: public
	// values of full length, of a KEM the encapsulation key and the ciphertext.
	ClientBytes, ServerBytes int
	// Group is of FiniteField, and else empty.
	Group dhgroup.Group
}

// A Strength is an estimate in bits of a symmetric key.
type Strength struct {
	Bits   int    `json:"bits"`
	Source string `json:"source"`
}

// ErrUnknown is wrapped by the error about a name that no parameter set has.
var ErrUnknown = errors.New("unknown parameter set")

// Named returns the parameter set of that name. The error wraps ErrUnknown and lists
// the names there are.
func Named(name string) (Set, error) {
	sets := Sets()
	at := slices.IndexFunc(sets, func(s Set) bool { return s.Name == name })
	if at < 0 {
		return Set{}, fmt.Errorf("kex: %w %.80q, want one of %s", ErrUnknown, name, strings.Join(Names(), ", "))
	}
	return sets[at], nil
}

// Names returns the names of the parameter sets in the order of Sets, and makes no
// group for that.
func Names() []string {
	var names []string
	for _, s := range append(curves(), lattices()...) {
		names = append(names, s.Name)
	}
	return append(append(names, dhgroup.Names()...), freshNames()...)
}

// Sets returns the parameter sets: curves, lattices, the hybrid, then groups over prime
// fields as dhgroup lists them, and fresh ones.
func Sets() []Set {
	sets := append(curves(), lattices()...)
	for _, g := range dhgroup.All() {
		sets = append(sets, ofGroup(g))
	}
	for _, g := range fresh() {
		sets = append(sets, ofGroup(g))
	}
	return sets
}

// The standards that state strengths.
const (
	sp80057 = "NIST SP 800-57, part 1" // revision 5, table 2
	rfc7748 = "RFC 7748"               // sections 4.1 and 4.2
	fips203 = "FIPS 203"               // section 8: as hard as AES-192 and AES-256
)

// curves have the sizes of public values of RFC 8446, section 4.2.8.2.
func curves() []Set {
	curve := func(name string, bits int, source string, strength Strength, bytes int) Set {
		return Set{Name: name, Family: Curve, Bits: bits, Source: source, Strengths: []Strength{strength}, ClientBytes: bytes, ServerBytes: bytes}
	}
	return []Set{
		curve(X25519, 255, rfc7748, Strength{Bits: 128, Source: rfc7748}, 32),
		curve(X448, 448, rfc7748, Strength{Bits: 224, Source: rfc7748}, 56),
		curve(P256, 256, "FIPS 186-4", Strength{Bits: 128, Source: sp80057}, 65),
		curve(P384, 384, "FIPS 186-4", Strength{Bits: 192, Source: sp80057}, 97),
		curve(P521, 521, "FIPS 186-4", Strength{Bits: 256, Source: sp80057}, 133),
	}
}

// The names of the parameter sets that are no groups over prime fields.
const (
	X25519 = "x25519"
	X448   = "x448"
	P256   = "p256"
	P384   = "p384"
	P521   = "p521"

	MLKEM768       = "mlkem768"
	MLKEM1024      = "mlkem1024"
	X25519MLKEM768 = "x25519mlkem768"
)

// lattices have the sizes of FIPS 203, table 3. The hybrid is that of
// draft-ietf-tls-ecdhe-mlkem: both public values, one behind the other.
func lattices() []Set {
	x25519 := curves()[0]
	mlkem768 := Set{
		Name: MLKEM768, Family: Lattice, Bits: 3 * 256, Source: fips203, Quantum: true,
		Strengths: []Strength{{Bits: 192, Source: fips203}}, ClientBytes: 1184, ServerBytes: 1088,
	}
	return []Set{
		mlkem768,
		{
			Name: MLKEM1024, Family: Lattice, Bits: 4 * 256, Source: fips203, Quantum: true,
			Strengths: []Strength{{Bits: 256, Source: fips203}}, ClientBytes: 1568, ServerBytes: 1568,
		},
		{
			Name: X25519MLKEM768, Family: Hybrid, Bits: x25519.Bits, Source: "draft-ietf-tls-ecdhe-mlkem", Quantum: true,
			Strengths:   append(slices.Clone(mlkem768.Strengths), x25519.Strengths...),
			ClientBytes: mlkem768.ClientBytes + x25519.ClientBytes, ServerBytes: mlkem768.ServerBytes + x25519.ServerBytes,
		},
	}
}

// ofGroup makes the set of a group: its own source's strength beside the estimate that
// every group is held to, where these differ.
func ofGroup(g dhgroup.Group) Set {
	bytes := (g.Bits + 7) / 8
	s := Set{Name: g.Name, Family: FiniteField, Bits: g.Bits, Source: g.Source, ClientBytes: bytes, ServerBytes: bytes, Group: g}
	if g.Strength > 0 {
		s.Strengths = append(s.Strengths, Strength{Bits: g.Strength, Source: g.StrengthSource})
	}
	if bits := dhgroup.FieldStrength(g.Bits); bits != g.Strength {
		s.Strengths = append(s.Strengths, Strength{Bits: bits, Source: dhgroup.StrengthEstimate})
	}
	return s
}

// Exponents lists the lengths of secret exponents that the standards know for the
// set's group, in bits: that of its order, and where RFC 7919 has a group of the size
// with a safe prime, the short one that it recommends. None but for FiniteField.
func (s Set) Exponents() []int {
	if s.Family != FiniteField {
		return nil
	}
	lengths := []int{s.Group.Q.BitLen()}
	if short := results.ShortExponentBits(s.Bits); short > 0 && lengths[0] == s.Bits-1 {
		lengths = append(lengths, short)
	}
	return lengths
}

// Fresh reports whether the set is a group that no standard publishes.
func (s Set) Fresh() bool { return s.Source == "" }
