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
	if len(groups) != 13 {
		t.Errorf("%d groups, want 13", len(groups))
	}
	for i, g := range groups {
		if g.P.BitLen() != g.Bits {
			t.Errorf("%s: p has %d bits", g.Name, g.P.BitLen())
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
			if before.Bits > g.Bits || before.Bits == g.Bits && before.Source != "RFC 7919" {
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
		0: "", -1: "", 512: "", 768: "modp768", 1024: "modp1024", 1536: "modp1536",
		2048: "ffdhe2048 modp2048", 3072: "ffdhe3072 modp3072", 4096: "ffdhe4096 modp4096",
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
