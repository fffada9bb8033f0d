package dhgroup

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/vectors"
	"primebench/millerrabin"
)

// TestSeeds: a seed gives the group that was grown from it, and no other.
func TestSeeds(t *testing.T) {
	for _, row := range vectors.Read(t, "testdata/seeds.txt") {
		p, q := row.Numbers["p"], row.Numbers["q"]
		seed := seedOf(row)
		if strings.HasSuffix(row.Claim, "canonical") {
			checkCanonical(t, row, seed)
			continue
		}
		g := Group{P: p, Q: q, G: big.NewInt(2), Seed: seed, Counter: int(row.Numbers["counter"].Int64())}
		tester, err := millerrabin.NewTester("", p.BitLen())
		if err != nil {
			t.Fatal(err)
		}
		switch name, err := g.grown(t.Context(), tester, q); {
		case row.Claim == "grown" && (err != nil || name != row.Remark):
			t.Errorf("%v: by %q, %v", row, name, err)
		case row.Claim == "spoilt" && !errors.Is(err, ErrSeed):
			t.Errorf("%v: by %q, %v, want %v", row, name, err, ErrSeed)
		}
	}
}

// seedOf is the seed of a row, with the zeros that its number does not show.
func seedOf(row vectors.Row) []byte {
	seed := row.Numbers["seed"].Bytes()
	return append(make([]byte, max(0, row.Numbers["q"].BitLen()/8-len(seed))), seed...)
}

// checkCanonical makes the generator of a row, which is by SHA-256.
func checkCanonical(t *testing.T, row vectors.Row, seed []byte) {
	t.Helper()
	p, q := row.Numbers["p"], row.Numbers["q"]
	cofactor := new(big.Int).Quo(p, q)
	for _, pr := range procedures() {
		if pr.name != "FIPS 186-4, A.1.1.2, with SHA-256" {
			continue
		}
		made, err := pr.canonical(t.Context(), seed, byte(row.Numbers["index"].Int64()), cofactor, p)
		if err != nil || (made.Cmp(row.Numbers["g"]) == 0) != (row.Claim == "canonical") {
			t.Errorf("%v: the generator is %v, %v", row, made, err)
		}
	}
}

// TestEarlierPrime: a counter that passes over a prime is not that of the procedure.
func TestEarlierPrime(t *testing.T) {
	row := vectors.Read(t, "testdata/seeds.txt")[0]
	g := Group{P: row.Numbers["p"], Q: row.Numbers["q"], Counter: int(row.Numbers["counter"].Int64())}
	g.Seed = seedOf(row)
	tester, err := millerrabin.NewTester("", g.P.BitLen())
	if err != nil {
		t.Fatal(err)
	}
	for _, pr := range procedures() {
		if pr.name != row.Remark {
			continue
		}
		// The next prime of the progression, with its own counter.
		for later := g; ; {
			later.Counter++
			if later.P = pr.candidate(g.Seed, later.Counter, g.P.BitLen(), g.Q); later.P.ProbablyPrime(0) {
				if _, err := later.grown(t.Context(), tester, g.Q); !errors.Is(err, ErrSeed) || !strings.Contains(err.Error(), "before that of p") {
					t.Errorf("the second prime: %v", err)
				}
				break
			}
		}
	}
}

// TestSeedOfAGroup: Validate tells how a whole group came from its seed.
func TestSeedOfAGroup(t *testing.T) {
	for _, row := range vectors.Read(t, "testdata/seeds.txt") {
		if row.Claim != "grown" || row.Numbers["p"].BitLen() > 1024 {
			continue
		}
		p, q := row.Numbers["p"], row.Numbers["q"]
		g := Group{P: p, Q: q, Seed: seedOf(row), Counter: int(row.Numbers["counter"].Int64())}
		g.G = new(big.Int).Exp(big.NewInt(2), new(big.Int).Quo(p, q), p)
		v, err := Validate(context.Background(), g, few, "")
		if err != nil || v.Grown == nil || v.Grown.Procedure != row.Remark || v.Grown.Index != -1 || !strings.Contains(v.Grown.String(), "no canonical one") {
			t.Errorf("%v: %+v, %v", row, v, err)
		}
		g.Seed = append([]byte(nil), g.Seed...)
		g.Seed[0] ^= 1
		if v, err := Validate(context.Background(), g, few, ""); !errors.Is(err, ErrSeed) || v.Grown != nil || v.Order != OrderQ {
			t.Errorf("%v with another seed: %+v, %v", row, v, err)
		}
	}
}
