package engine_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"primebench/engine"
	"primebench/sieve"
)

func ExampleParseSeed() {
	seed, err := engine.ParseSeed("c0ffee")
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := engine.ParseSeed(seed.String())
	fmt.Println(again == seed, err)
	_, err = engine.ParseSeed("coffee")
	fmt.Println(err)
	// Output:
	// true <nil>
	// engine: bad configuration: seed "coffee", want 1 to 64 hex digits
}

func TestParseSeed(t *testing.T) {
	for _, bad := range []string{"", "xyz", "0x1", " 1", "-1", strings.Repeat("0", 65)} {
		if seed, err := engine.ParseSeed(bad); !errors.Is(err, engine.ErrConfig) {
			t.Errorf("ParseSeed(%q) = %v, %v, want ErrConfig", bad, seed, err)
		}
	}
	if seed, err := engine.ParseSeed("0102"); err != nil || seed != (engine.Seed{30: 1, 31: 2}) {
		t.Errorf("ParseSeed(0102) = %v, %v", seed, err)
	}
}

// A seed finds the same from one version to the next, for as long as a search
// means the same: the hashes of finds and positions, written down once.
func TestKnownFinds(t *testing.T) {
	for _, c := range []struct {
		kind  sieve.Kind
		bits  int
		bulk  bool
		class engine.Class
		want  string
	}{
		{kind: sieve.Prime, bits: 64, want: "5c60c13ade387b0b"},
		{kind: sieve.Prime, bits: 257, want: "3b69f692a1b342ad"},
		{kind: sieve.Prime, bits: 512, bulk: true, want: "c0e7b9bfadf909b4"},
		{kind: sieve.Safe, bits: 96, want: "c56d6642ac1ee81e"},
		{kind: sieve.Safe, bits: 200, class: engine.Class{Modulus: 24, Residue: 23}, want: "1f466c2481443ca0"},
		{kind: sieve.Safe, bits: 128, bulk: true, want: "294b2462d3c3de5f"},
	} {
		s := newSearcher(t, c.kind, c.bits, engine.Config{Seed: engine.Seed{31: 1}, Bulk: c.bulk, Class: c.class, SieveLimit: 1 << 12})
		h := sha256.New()
		for _, r := range collect(t, s, engine.Position{}, 20) {
			fmt.Fprintf(h, "%d %x %d %d %+v\n", r.Number, r.P, r.Counters.Candidates, r.Counters.Survivors, r.Next)
		}
		if got := hex.EncodeToString(h.Sum(nil)[:8]); got != c.want {
			t.Errorf("%v %d bits, bulk %v, class %+v: finds with the hash %s, want %s", c.kind, c.bits, c.bulk, c.class, got, c.want)
		}
	}
}

// TestSeedByWhatIsSought: two searches of one seed that look for different things share no
// digits, at either end.
func TestSeedByWhatIsSought(t *testing.T) {
	seen := map[string]string{}
	for _, c := range []struct {
		kind   sieve.Kind
		bits   int
		config engine.Config
	}{
		{sieve.Prime, 128, engine.Config{}},
		{sieve.Prime, 129, engine.Config{}},
		{sieve.Prime, 192, engine.Config{}},
		{sieve.Prime, 128, engine.Config{TopBits: 1}},
		{sieve.Prime, 128, engine.Config{Bulk: true}},
		{sieve.Prime, 128, engine.Config{Class: engine.Class{Modulus: 4, Residue: 3}}},
		{sieve.Safe, 128, engine.Config{}},
		{sieve.Safe, 128, engine.Config{Class: engine.Class{Modulus: 24, Residue: 23}}},
		{sieve.Safe, 128, engine.Config{Class: engine.Class{Modulus: 24, Residue: 11}}},
	} {
		name := fmt.Sprintf("%v of %d bits, %+v", c.kind, c.bits, c.config)
		c.config.Seed = engine.Seed{31: 1}
		p := collect(t, newSearcher(t, c.kind, c.bits, c.config), engine.Position{}, 1)[0].P.Text(16)
		// The last digits are where the find is after the start of its window.
		for _, digits := range []string{p[2:10], p[len(p)-16 : len(p)-8]} {
			if other, is := seen[digits]; is {
				t.Errorf("%s and %s share the digits %s", name, other, digits)
			}
			seen[digits] = name
		}
	}
}
