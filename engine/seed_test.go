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
		{kind: sieve.Prime, bits: 64, want: "3f4dd5feed0f225c"},
		{kind: sieve.Prime, bits: 257, want: "0ef8d037db224931"},
		{kind: sieve.Prime, bits: 512, bulk: true, want: "362c1a3edd1b087c"},
		{kind: sieve.Safe, bits: 96, want: "e3632f743bdc7cc4"},
		{kind: sieve.Safe, bits: 200, class: engine.Class{Modulus: 24, Residue: 23}, want: "7a0e46e74536286c"},
		{kind: sieve.Safe, bits: 128, bulk: true, want: "f3c3350aec516a16"},
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
