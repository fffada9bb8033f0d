package engine_test

import (
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"primebench/engine"
	"primebench/millerrabin"
	"primebench/sieve"
)

// plainNeighbour steps with math/big alone.
func plainNeighbour(kind sieve.Kind, n *big.Int, down bool) *big.Int {
	step := big.NewInt(1)
	if down {
		step = big.NewInt(-1)
	}
	for p := new(big.Int).Add(n, step); p.Sign() >= 0 || !down; p.Add(p, step) {
		if p.ProbablyPrime(0) && (kind == sieve.Prime || new(big.Int).Rsh(p, 1).ProbablyPrime(0)) {
			return p
		}
	}
	return nil
}

// The neighbours of numbers of all sizes are those that math/big finds, one by one;
// also where windows begin, and small numbers end.
func TestNeighbours(t *testing.T) {
	config := engine.Config{Policy: millerrabin.Policy{Lucas: true}, Workers: 2, Shared: new(engine.Shared)}
	check := func(t interface{ Errorf(string, ...any) }, kind sieve.Kind, n *big.Int, down bool) {
		find := engine.Next
		if down {
			find = engine.Previous
		}
		want := plainNeighbour(kind, n, down)
		got, err := find(testContext, kind, n, config)
		if want == nil && errors.Is(err, engine.ErrConfig) {
			return
		}
		if err != nil || want == nil || got.Cmp(want) != 0 {
			t.Errorf("%v, down %v, from %v: %v, %v, want %v", kind, down, n, got, err, want)
		}
	}
	for _, n := range []int64{-100, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 23, 1<<20 - 5, 1<<20 - 1, 1 << 20, 1<<20 + 1, 1<<20 + 7, 1<<20 + 300, 1<<32 - 5, 1 << 32, 1<<52 + 1, 1<<63 - 26, 1<<63 - 25} {
		for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
			check(t, kind, big.NewInt(n), false)
			check(t, kind, big.NewInt(n), true)
		}
	}
	// The primes next to 2^64 are -59 and +13, and those next to 2^128 -159 and +51.
	for bits, offsets := range map[uint][]int64{64: {-60, -59, -58, -2, -1, 0, 1, 12, 13, 14}, 128: {-160, -159, -158, -2, -1, 0, 1, 50, 51, 52}} {
		word := new(big.Int).Lsh(big.NewInt(1), bits)
		for _, off := range offsets {
			for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
				check(t, kind, new(big.Int).Add(word, big.NewInt(off)), false)
				check(t, kind, new(big.Int).Add(word, big.NewInt(off)), true)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		bits := rapid.IntRange(2, 140).Draw(t, "bits")
		n := new(big.Int).Lsh(big.NewInt(1), uint(bits)) // its edge is where sizes change
		n.Add(n, big.NewInt(rapid.Int64Range(-2000, 2000).Draw(t, "offset")))
		check(t, kind, n, rapid.Bool().Draw(t, "down"))
	})
}

// Walks over more than one window lose nothing: the record gaps between primes
// after 1,425,172,824,437,699,411 (T. Oliveira e Silva, 2009) and 20 others of its
// size (T. Nicely's list) are crossed both ways.
func TestRecordGaps(t *testing.T) {
	for start, gap := range map[uint64]uint64{1425172824437699411: 1476, 804212830686677669: 1442, 418032645936712127: 1370} {
		below, above := new(big.Int).SetUint64(start), new(big.Int).SetUint64(start+gap)
		if p, err := engine.Next(testContext, sieve.Prime, below, engine.Config{}); err != nil || p.Cmp(above) != 0 {
			t.Errorf("after %v: %v, %v, want %v", below, p, err, above)
		}
		if p, err := engine.Previous(testContext, sieve.Prime, above, engine.Config{}); err != nil || p.Cmp(below) != 0 {
			t.Errorf("before %v: %v, %v, want %v", above, p, err, below)
		}
	}
}

func TestWalksThatCannotBe(t *testing.T) {
	huge := new(big.Int).Lsh(big.NewInt(1), engine.MaxBits)
	for name, try := range map[string]func() (*big.Int, error){
		"nothing": func() (*big.Int, error) { return engine.Next(testContext, sieve.Prime, nil, engine.Config{}) },
		"below 2": func() (*big.Int, error) {
			return engine.Previous(testContext, sieve.Prime, big.NewInt(2), engine.Config{})
		},
		"below 5": func() (*big.Int, error) {
			return engine.Previous(testContext, sieve.Safe, big.NewInt(5), engine.Config{})
		},
		"below zero": func() (*big.Int, error) {
			return engine.Previous(testContext, sieve.Prime, big.NewInt(-5), engine.Config{})
		},
		"too large": func() (*big.Int, error) { return engine.Next(testContext, sieve.Prime, huge, engine.Config{}) },
		"out of room": func() (*big.Int, error) {
			return engine.Next(testContext, sieve.Prime, new(big.Int).Sub(huge, big.NewInt(9)), engine.Config{})
		},
		"no class": func() (*big.Int, error) {
			return engine.Next(testContext, sieve.Prime, big.NewInt(1<<40), engine.Config{Class: engine.Class{Modulus: 4, Residue: 2}})
		},
		"no small one": func() (*big.Int, error) {
			return engine.Next(testContext, sieve.Safe, big.NewInt(50), engine.Config{Class: engine.Class{Modulus: 4, Residue: 1}})
		},
	} {
		if p, err := try(); !errors.Is(err, engine.ErrConfig) {
			t.Errorf("%s: %v, %v, want ErrConfig", name, p, err)
		}
	}
}
