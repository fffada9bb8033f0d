package kex

import (
	"crypto/ecdh"
	"crypto/mlkem"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"primebench/dhgroup"
)

func TestSets(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Sets() {
		if seen[s.Name] || s.Bits < 2 || s.ClientBytes < 32 || s.ServerBytes < 32 {
			t.Errorf("%+v is there twice, or has no size", s)
		}
		seen[s.Name] = true
		if got, err := Named(s.Name); err != nil || got.Name != s.Name {
			t.Errorf("%s: %v", s.Name, err)
		}
		if (s.Family == FiniteField) != (s.Group.P != nil) || (s.Family == FiniteField) != (len(s.Exponents()) > 0) {
			t.Errorf("%s of a %s has the group %q", s.Name, s.Family, s.Group.Name)
		}
		if len(s.Strengths) == 0 {
			t.Errorf("%s: no source states its strength", s.Name)
		}
	}
	for _, name := range dhgroup.Names() {
		if !seen[name] {
			t.Errorf("group %s is no parameter set", name)
		}
	}
	if _, err := Named("x25518"); !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), `"x25518", want one of x25519, x448`) {
		t.Errorf("an unknown set: %v", err)
	}
}

// TestFresh: safe primes of the sizes that their names say, which nobody publishes.
func TestFresh(t *testing.T) {
	for name, bits := range map[string]int{Fresh2048: 2048, Fresh3072: 3072, Fresh4096: 4096, Fresh2048Private225: 2048} {
		s, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		g := s.Group
		if !s.Fresh() || s.Bits != bits || g.P.BitLen() != bits || !g.P.ProbablyPrime(1) || !g.Q.ProbablyPrime(1) || g.Q.Cmp(new(big.Int).Rsh(g.P, 1)) != 0 {
			t.Errorf("%s: %+v is no fresh group of %d bits", name, s, bits)
		}
		if big.Jacobi(g.G, g.P) != 1 {
			t.Errorf("%s: the generator is not of order q", name)
		}
		if _, match := dhgroup.Identify(g.P, g.G); match != dhgroup.NoMatch {
			t.Errorf("%s is published: %v", name, match)
		}
		if (g.PrivateBits == 225) != (name == Fresh2048Private225) {
			t.Errorf("%s asks for private values of %d bits", name, g.PrivateBits)
		}
	}
}

func TestExponents(t *testing.T) {
	for name, want := range map[string][]int{
		"modp1024": {1023}, "modp1024-160": {160}, "ffdhe2048": {2047, 225}, "modp2048-224": {224}, "ffdhe8192": {8191, 400}, Fresh4096: {4095, 325},
	} {
		if s, err := Named(name); err != nil || !slices.Equal(s.Exponents(), want) {
			t.Errorf("%s: exponents of %v bits, want %v: %v", name, s.Exponents(), want, err)
		}
	}
}

// TestStrengths: where sources disagree, both are there.
func TestStrengths(t *testing.T) {
	for name, want := range map[string][]Strength{
		"ffdhe2048": {{103, "RFC 7919, appendix A"}, {112, dhgroup.StrengthEstimate}},
		"ffdhe4096": {{150, "RFC 7919, appendix A"}, {149, dhgroup.StrengthEstimate}},
		"ffdhe8192": {{192, "RFC 7919, appendix A"}, {201, dhgroup.StrengthEstimate}},
		"modp2048":  {{110, "RFC 3526, section 8"}, {112, dhgroup.StrengthEstimate}},
		"modp1024":  {{80, "RFC 3526, section 1"}},
		Fresh3072:   {{128, dhgroup.StrengthEstimate}},
		P256:        {{128, sp80057}},
		X448:        {{224, rfc7748}},
	} {
		if s, err := Named(name); err != nil || !slices.Equal(s.Strengths, want) {
			t.Errorf("%s: strengths %v, want %v: %v", name, s.Strengths, want, err)
		}
	}
}

// TestBytes holds the sizes to what Go's library sends.
func TestBytes(t *testing.T) {
	for name, curve := range map[string]ecdh.Curve{X25519: ecdh.X25519(), P256: ecdh.P256(), P384: ecdh.P384(), P521: ecdh.P521()} {
		key, err := curve.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		if s, _ := Named(name); s.ClientBytes != len(key.PublicKey().Bytes()) || s.ServerBytes != s.ClientBytes {
			t.Errorf("%s: %d and %d bytes, want %d", name, s.ClientBytes, s.ServerBytes, len(key.PublicKey().Bytes()))
		}
	}
	for name, want := range map[string][2]int{
		MLKEM768:       {mlkem.EncapsulationKeySize768, mlkem.CiphertextSize768},
		MLKEM1024:      {mlkem.EncapsulationKeySize1024, mlkem.CiphertextSize1024},
		X25519MLKEM768: {1216, 1120}, // draft-ietf-tls-ecdhe-mlkem-01, section 4
		"ffdhe3072":    {384, 384},
	} {
		if s, _ := Named(name); s.ClientBytes != want[0] || s.ServerBytes != want[1] {
			t.Errorf("%s: %d and %d bytes, want %v", name, s.ClientBytes, s.ServerBytes, want)
		}
	}
}

// The names are those of the sets, and found without them.
func TestNamesAreThoseOfTheSets(t *testing.T) {
	var want []string
	for _, s := range Sets() {
		want = append(want, s.Name)
	}
	if got := Names(); !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
}
