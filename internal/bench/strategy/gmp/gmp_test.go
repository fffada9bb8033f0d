package gmp

import (
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/needed"
	"primebench/internal/peer"
	"primebench/internal/rng"
	"primebench/internal/stats"
	"primebench/millerrabin"
	"primebench/sieve"
)

// installed returns the strategy, or skips the test where the library is not.
func installed(t *testing.T) Strategy {
	t.Helper()
	s := New()
	if err := s.Check(strategy.Task{Bits: 512, Workers: 1}); errors.Is(err, strategy.ErrNoLibrary) {
		needed.Without(t, err)
	}
	return s
}

func TestConformance(t *testing.T) {
	strategytest.Run(t, installed(t),
		strategy.Task{Kind: strategy.Prime, Bits: 64},
		strategy.Task{Kind: strategy.Prime, Bits: 253, Policy: ownPolicy},
		strategy.Task{Kind: strategy.Prime, Bits: 253, Policy: millerrabin.Policy{Rounds: 20, Lucas: true}},
		strategy.Task{Kind: strategy.Safe, Bits: 96, Policy: millerrabin.Policy{Lucas: true}},
		strategy.Task{Kind: strategy.Safe, Bits: 64},
		strategy.Task{Kind: strategy.Safe, Bits: 96},
	)
}

// TestTheory sets what searches count beside what theory expects: the numbers
// gone through, and of these the ones that no small prime divides, which alone are
// geometric.
func TestTheory(t *testing.T) {
	s := installed(t)
	for kind, searches := range map[strategy.Kind]int{strategy.Prime: 2000, strategy.Safe: 200} {
		runner, err := s.New(strategy.Task{Kind: kind, Bits: 128, Workers: 1, Seed: rng.Seed{31: 3}})
		if err != nil {
			t.Fatal(err)
		}
		candidates, survivors := 0.0, 0.0
		for n := range uint64(searches) {
			outcome, err := runner.Search(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			candidates += float64(outcome.Counters.Candidates)
			survivors += float64(outcome.Counters.Survivors)
		}
		want := runner.Facts().Expected
		z, err := stats.GeometricZ(survivors, searches, want.Survivors)
		t.Logf("%v: %.1f survivors of %.1f candidates a search, theory %.1f of %.1f, z = %.2f", kind,
			survivors/float64(searches), candidates/float64(searches), want.Survivors, want.Candidates, z)
		if err != nil || math.Abs(z) > 3.5 {
			t.Errorf("%v: z = %.2f, %v", kind, z, err)
		}
		if ratio := candidates / survivors * want.Survivors / want.Candidates; math.Abs(ratio-1) > 0.1 {
			t.Errorf("%v: %.3f of the candidates a survivor that theory expects", kind, ratio)
		}
	}
}

// TestBetween counts by division what between strikes.
func TestBetween(t *testing.T) {
	s := newStrike()
	if len(s.primes) != 167 || s.primes[0] != 3 || s.primes[166] != strikeLimit {
		t.Fatalf("%d primes from %d to %d", len(s.primes), s.primes[0], s.primes[len(s.primes)-1])
	}
	stream := rng.Seed{}.Stream(0)
	for range 20 {
		start := strategy.Draw(stream, 200)
		for _, gap := range []int64{0, 2, 40, 3000} {
			want := int64(0)
			for step := int64(2); step <= gap; step += 2 {
				n := new(big.Int).Add(start, big.NewInt(step))
				divided := false
				for _, r := range s.primes {
					divided = divided || new(big.Int).Rem(n, big.NewInt(int64(r))).Sign() == 0
				}
				if !divided {
					want++
				}
			}
			passed, tested := s.between(start, new(big.Int).Add(start, big.NewInt(gap)))
			if passed != gap/2 || tested != want {
				t.Errorf("%v + %d: %d passed and %d tested, want %d and %d", start, gap, passed, tested, gap/2, want)
			}
		}
	}
}

// Theory's operations of a safe prime add up to the tests that a search counts.
func TestOperationsAddUp(t *testing.T) {
	w := expected(sieve.Safe, 1024, newStrike().primes)
	if w.survivors >= w.candidates || w.halves >= w.tries || math.Abs(w.tries-537.5) > 2 {
		t.Errorf("%+v: want fewer survivors than candidates, and 537 tries", w)
	}
	// Of 2q + 1, a share of 2 C2 e^-gamma / ln 1024 is left by the primes below 1024.
	const twinConstant, meissel = 0.6601618158468696, 0.561459483566885
	if want := 2 * twinConstant * meissel / math.Log(1024); math.Abs(w.halves/(w.tries-1)/want-1) > 0.05 {
		t.Errorf("a share %.4f of 2q + 1 is tested, want about %.4f", w.halves/(w.tries-1), want)
	}
}

func TestUnsupported(t *testing.T) {
	s := New()
	for _, task := range []strategy.Task{
		{Bits: 63, Workers: 1},
		{Bits: 16385, Workers: 1},
		{Bits: 512, Workers: 2},
		{Bits: 512, Workers: 1, Policy: millerrabin.Policy{Rounds: 25}},
	} {
		if err := s.Check(task); !errors.Is(err, strategy.ErrUnsupported) || errors.Is(err, strategy.ErrNoLibrary) {
			t.Errorf("%+v: %v, want ErrUnsupported", task, err)
		}
		if _, err := s.New(task); err == nil {
			t.Errorf("%+v: New takes it", task)
		}
	}
}

func TestLibraryMissing(t *testing.T) {
	for _, test := range []struct {
		lib  *peer.GMP
		err  error
		want string
	}{
		{nil, &peer.OpenError{Reason: "library is absent"}, "gmp: not offered: its library cannot be used: library is absent"},
		{&peer.GMP{Version: "6.1.2", Path: "libgmp.so.10"}, nil, `libgmp.so.10 is GMP "6.1.2", want GMP 6 from 6.2 on`},
		{&peer.GMP{Version: "5.10", Path: "libgmp.so.3"}, nil, "want GMP 6"},
		{&peer.GMP{Version: "x"}, nil, "want GMP 6"},
	} {
		s := with(func() (*peer.GMP, error) { return test.lib, test.err })
		task := strategy.Task{Kind: strategy.Safe, Bits: 2048, Workers: 1}
		if err := s.Check(task); !errors.Is(err, strategy.ErrNoLibrary) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %q", err, test.want)
		}
		if _, err := s.New(task); !errors.Is(err, strategy.ErrNoLibrary) {
			t.Errorf("New: %v", err)
		}
	}
}
