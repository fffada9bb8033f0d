package dhgroup

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
)

func TestGroupsFitTogether(t *testing.T) {
	groups := All()
	if len(groups) != 16 {
		t.Errorf("%d groups, want 16", len(groups))
	}
	for i, g := range groups {
		if g.Strength == 0 || g.StrengthSource == "" {
			t.Errorf("%s: strength %d by %q", g.Name, g.Strength, g.StrengthSource)
		}
		if g.P.BitLen() != g.Bits {
			t.Errorf("%s: p has %d bits", g.Name, g.P.BitLen())
		}
		if i > 0 && groups[i-1].Bits > g.Bits {
			t.Errorf("%s stands after %s", g.Name, groups[i-1].Name)
		}
		if g.Source == "RFC 5114" {
			if g.Constant != "" || g.Offset != 0 || OfSize(g.Bits)[0].Name == g.Name {
				t.Errorf("%s: constant %q, offset %d, and first of its size?", g.Name, g.Constant, g.Offset)
			}
			continue
		}
		twice := new(big.Int).Lsh(g.Q, 1)
		if twice.Add(twice, big.NewInt(1)).Cmp(g.P) != 0 {
			t.Errorf("%s: p is not 2q+1", g.Name)
		}
		wantPrefix, wantSources := "modp", []string{"RFC 2409", "RFC 3526"}
		if g.Constant == "e" {
			wantPrefix, wantSources = "ffdhe", []string{"RFC 7919"}
		}
		if !strings.HasPrefix(g.Name, wantPrefix) || !slices.Contains(wantSources, g.Source) {
			t.Errorf("%s of %s is made from %s", g.Name, g.Source, g.Constant)
		}
		if i > 0 {
			before := groups[i-1]
			if before.Bits == g.Bits && before.Source != "RFC 7919" {
				t.Errorf("%s stands after %s", g.Name, before.Name)
			}
			if before.Constant == g.Constant && before.Strength >= g.Strength {
				t.Errorf("%s is no stronger than %s", g.Name, before.Name)
			}
		}
	}
}

func TestNamed(t *testing.T) {
	for i, name := range Names() {
		g, err := Named(name)
		if err != nil || g.Name != name || All()[i].P.Cmp(g.P) != 0 {
			t.Errorf("Named(%q) = %s, %v", name, g.Name, err)
		}
	}
	for _, name := range []string{"", "modp", "modp2047", "MODP2048", "modp2048 ", "ffdhe1024", strings.Repeat("x", 1<<16)} {
		_, err := Named(name)
		if !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), "ffdhe8192") || len(err.Error()) > 300 {
			t.Errorf("Named(%.20q): %.400v", name, err)
		}
	}
}

func TestOfSize(t *testing.T) {
	for bits, want := range map[int]string{
		0: "", -1: "", 512: "", 768: "modp768", 1024: "modp1024 modp1024-160", 1536: "modp1536",
		2048: "ffdhe2048 modp2048 modp2048-224 modp2048-256", 3072: "ffdhe3072 modp3072", 4096: "ffdhe4096 modp4096",
		6144: "ffdhe6144 modp6144", 8192: "ffdhe8192 modp8192", 16384: "",
	} {
		var names []string
		for _, g := range OfSize(bits) {
			names = append(names, g.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("OfSize(%d) = %q, want %q", bits, got, want)
		}
	}
}

// TestShortOrders holds the groups of RFC 5114 to their mathematics but for the
// primality, which TestPublishedGroupsAreSound has.
func TestShortOrders(t *testing.T) {
	for name, bits := range map[string]int{"modp1024-160": 160, "modp2048-224": 224, "modp2048-256": 256} {
		g := named(t, name)
		rest := new(big.Int).Sub(g.P, big.NewInt(1))
		if rest.Rem(rest, g.Q); rest.Sign() != 0 || g.Q.BitLen() != bits {
			t.Errorf("%s: q of %d bits, p-1 = %v modulo q", name, g.Q.BitLen(), rest)
		}
		if got := new(big.Int).Exp(g.G, g.Q, g.P); got.Cmp(big.NewInt(1)) != 0 || g.G.Cmp(big.NewInt(1)) <= 0 {
			t.Errorf("%s: g is not of order q", name)
		}
	}
}

func TestIdentify(t *testing.T) {
	for _, want := range All() {
		if got, match := Identify(want.P, want.G); got.Name != want.Name || match != MatchGroup {
			t.Errorf("%s is taken for %q, %v", want.Name, got.Name, match)
		}
		for _, g := range []*big.Int{big.NewInt(5), nil} {
			if got, match := Identify(want.P, g); got.Name != want.Name || match != MatchPrime {
				t.Errorf("%s with g = %v is taken for %q, %v", want.Name, g, got.Name, match)
			}
		}
		if got, match := Identify(want.Q, want.G); match != NoMatch || got.P != nil {
			t.Errorf("the q of %s is taken for %q, %v", want.Name, got.Name, match)
		}
	}
	negative := named(t, "modp768")
	for _, p := range []*big.Int{nil, new(big.Int), negative.P.Neg(negative.P)} {
		if _, match := Identify(p, negative.G); match != NoMatch {
			t.Errorf("%v: %v", p, match)
		}
	}
	if got := NoMatch.String() + " " + MatchPrime.String() + " " + MatchGroup.String() + " " + Match(9).String(); got != "none prime group Match(9)" {
		t.Error(got)
	}
}

// TestCallersCannotSpoilGroups changes the numbers of a group and wants them
// unchanged for the next caller.
func TestCallersCannotSpoilGroups(t *testing.T) {
	first := named(t, "ffdhe2048")
	want := new(big.Int).Set(first.P)
	for _, n := range []*big.Int{first.P, first.Q, first.G} {
		n.Bits()[0]++
	}
	second := named(t, "ffdhe2048")
	if second.P.Cmp(want) != 0 || second.G.Int64() != 2 || new(big.Int).Rsh(want, 1).Cmp(second.Q) != 0 {
		t.Error("the second caller got the first one's numbers")
	}
}

func BenchmarkNamed(b *testing.B) {
	for _, name := range []string{"modp768", "ffdhe2048", "ffdhe4096", "ffdhe8192"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Named(name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
