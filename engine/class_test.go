package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"primebench/engine"
	"primebench/sieve"
)

// Finds are in the class that was asked for, and theory knows how many candidates
// of it they take.
func TestClasses(t *testing.T) {
	const count = 300
	for _, c := range []struct {
		kind  sieve.Kind
		class engine.Class
	}{
		{sieve.Prime, engine.Class{Modulus: 4, Residue: 3}},
		{sieve.Prime, engine.Class{Modulus: 3, Residue: 1}},
		{sieve.Prime, engine.Class{Modulus: 1000, Residue: 777}},
		{sieve.Safe, engine.Class{Modulus: 8, Residue: 7}},
		{sieve.Safe, engine.Class{Modulus: 8, Residue: 3}},
		{sieve.Safe, engine.Class{Modulus: 5, Residue: 4}},
		{sieve.Safe, engine.Class{Modulus: 4 * 35, Residue: 4*35 - 1}},
		{sieve.Safe, engine.Class{Modulus: 24, Residue: 23}},
	} {
		s := newSearcher(t, c.kind, 96, engine.Config{Seed: engine.Seed{6}, Class: c.class})
		sum := 0.0
		for _, r := range collect(t, s, engine.Position{}, count) {
			if rest := new(big.Int).Mod(r.P, new(big.Int).SetUint64(c.class.Modulus)); rest.Uint64() != c.class.Residue {
				t.Errorf("%v %+v: %v is %v modulo %d", c.kind, c.class, r.P, rest, c.class.Modulus)
			}
			if !r.P.ProbablyPrime(5) || c.kind == sieve.Safe && !new(big.Int).Rsh(r.P, 1).ProbablyPrime(5) {
				t.Errorf("%v %+v: %v is not of the kind", c.kind, c.class, r.P)
			}
			sum += float64(r.Counters.Candidates)
		}
		expected := s.Expected().Candidates
		if z := (sum/count - expected) / (expected / math.Sqrt(count)); math.Abs(z) > 4 {
			t.Errorf("%v %+v: %.1f candidates a find, expected %.1f: z = %.1f", c.kind, c.class, sum/count, expected, z)
		}
	}
}

func TestImpossibleClasses(t *testing.T) {
	for _, c := range []struct {
		kind  sieve.Kind
		class engine.Class
	}{
		{sieve.Prime, engine.Class{Modulus: 4, Residue: 2}},
		{sieve.Prime, engine.Class{Modulus: 9, Residue: 6}},
		{sieve.Prime, engine.Class{Modulus: 8, Residue: 8}},
		{sieve.Prime, engine.Class{Modulus: 0, Residue: 1}},
		{sieve.Prime, engine.Class{Modulus: 1, Residue: 0}},
		{sieve.Prime, engine.Class{Modulus: 1 << 17, Residue: 1}},
		{sieve.Safe, engine.Class{Modulus: 4, Residue: 1}},  // q even
		{sieve.Safe, engine.Class{Modulus: 3, Residue: 1}},  // 3 divides q
		{sieve.Safe, engine.Class{Modulus: 7, Residue: 1}},  // 7 divides q
		{sieve.Safe, engine.Class{Modulus: 7, Residue: 0}},  // 7 divides p
		{sieve.Safe, engine.Class{Modulus: 60, Residue: 1}}, // p = 1 mod 4
	} {
		if _, err := engine.New(c.kind, 128, engine.Config{Class: c.class}); !errors.Is(err, engine.ErrConfig) {
			t.Errorf("%v %+v: %v, want ErrConfig", c.kind, c.class, err)
		}
	}
}

// A generator's class is one in which it has the order (p-1)/2.
func TestClassOfGenerator(t *testing.T) {
	for g := uint64(2); g <= 60; g++ {
		class, err := engine.ClassOfGenerator(g)
		if err != nil {
			t.Fatal(err)
		}
		s := newSearcher(t, sieve.Safe, 64, engine.Config{Class: class, Seed: engine.Seed{byte(g)}})
		for _, r := range collect(t, s, engine.Position{}, 5) {
			q := new(big.Int).Rsh(r.P, 1)
			if new(big.Int).Exp(new(big.Int).SetUint64(g), q, r.P).Cmp(big.NewInt(1)) != 0 {
				t.Errorf("%d modulo %v has an order of p-1", g, r.P)
			}
		}
	}
	for _, g := range []uint64{4, 9, 16, 36} {
		if class, err := engine.ClassOfGenerator(g); err != nil || class != (engine.Class{}) {
			t.Errorf("%d: %+v, %v, want every class", g, class, err)
		}
	}
	for _, g := range []uint64{0, 1, 1 << 15, math.MaxUint64} {
		if _, err := engine.ClassOfGenerator(g); !errors.Is(err, engine.ErrConfig) {
			t.Errorf("%d: %v, want ErrConfig", g, err)
		}
	}
}

// As many top bits are set as were asked for, and the bit below them is free.
func TestTopBits(t *testing.T) {
	for top := 1; top <= engine.MaxTopBits; top++ {
		s := newSearcher(t, sieve.Prime, 130, engine.Config{TopBits: top, Seed: engine.Seed{2}})
		below := 0
		for _, r := range collect(t, s, engine.Position{}, 40) {
			if r.P.BitLen() != 130 || new(big.Int).Rsh(r.P, uint(130-top)).Uint64() != 1<<top-1 {
				t.Errorf("%d top bits: %x", top, r.P)
			}
			below += int(r.P.Bit(129 - top))
		}
		if below < 5 || below > 35 {
			t.Errorf("%d top bits: the next one is set %d times of 40", top, below)
		}
	}
	for _, top := range []int{-1, engine.MaxTopBits + 1} {
		if _, err := engine.New(sieve.Prime, 128, engine.Config{TopBits: top}); !errors.Is(err, engine.ErrConfig) {
			t.Errorf("%d top bits: %v, want ErrConfig", top, err)
		}
	}
}

func ExampleSafePrime() {
	class, err := engine.ClassOfGenerator(2)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := engine.SafePrime(context.Background(), 256, engine.Config{Class: class})
	if err != nil {
		fmt.Println(err)
		return
	}
	q := new(big.Int).Rsh(p, 1)
	fmt.Println("2 has order q:", new(big.Int).Exp(big.NewInt(2), q, p))
	// Output: 2 has order q: 1
}

func ExamplePrime() {
	p, err := engine.Prime(context.Background(), 1024, engine.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.BitLen(), p.ProbablyPrime(20))
	// Output: 1024 true
}
