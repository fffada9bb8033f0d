package openssl

import (
	"errors"
	"math"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/needed"
	"primebench/internal/peer"
	"primebench/internal/stats"
	"primebench/millerrabin"
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
		strategy.Task{Kind: strategy.Prime, Bits: 253},
		strategy.Task{Kind: strategy.Prime, Bits: 253, Policy: millerrabin.Policy{Rounds: 80}},
		strategy.Task{Kind: strategy.Safe, Bits: 96, Policy: millerrabin.Policy{Rounds: 80}},
		strategy.Task{Kind: strategy.Safe, Bits: 64},
		strategy.Task{Kind: strategy.Safe, Bits: 96},
	)
}

// Several workers find what one finds, and count as much up to the find; each
// search has one winner.
func TestTheory(t *testing.T) {
	s := installed(t)
	for _, kind := range []strategy.Kind{strategy.Prime, strategy.Safe} {
		for _, workers := range []int{1, 3} {
			runner, err := s.New(strategy.Task{Kind: kind, Bits: 128, Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			const searches = 150
			tests := 0.0
			for n := range uint64(searches) {
				outcome, err := runner.Search(t.Context(), n)
				if err != nil {
					t.Fatal(err)
				}
				k := outcome.Counters
				if p := outcome.Found; p.BitLen() != 128 || !p.ProbablyPrime(1) || k.Tests < k.Survivors || outcome.Phases.Accept <= 0 {
					t.Errorf("%v with %d workers: %v, %+v, %+v", kind, workers, p, k, outcome.Phases)
				}
				tests += float64(k.Survivors)
			}
			z, err := stats.GeometricZ(tests, searches, runner.Facts().Expected.Survivors)
			t.Logf("%v with %d workers: %.1f tests a search, theory %.1f, z = %.2f",
				kind, workers, tests/searches, runner.Facts().Expected.Survivors, z)
			// No seed repeats the library's draws: the bound is so wide that luck passes it
			// less than once in a million times.
			if err != nil || math.Abs(z) > 6.5 {
				t.Errorf("%v with %d workers: z = %.2f, %v", kind, workers, z, err)
			}
		}
	}
}

func TestPolicies(t *testing.T) {
	s := installed(t)
	for bits, want := range map[int]string{2048: "mr64", 2049: "mr128"} {
		runner, err := s.New(strategy.Task{Kind: strategy.Prime, Bits: bits, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		facts := runner.Facts()
		if facts.Policy.String() != want || facts.Seeded || !strings.HasPrefix(facts.Peer.Version, "OpenSSL 3.") || facts.Peer.Path == "" {
			t.Errorf("%d bits: facts %+v, want the policy %s, no seed, and the library", bits, facts, want)
		}
		if err := s.Check(strategy.Task{Kind: strategy.Prime, Bits: bits, Workers: 2, Policy: facts.Policy}); err != nil {
			t.Errorf("%d bits: %v", bits, err)
		}
	}
}

func TestUnsupported(t *testing.T) {
	s := New()
	for _, task := range []strategy.Task{
		{Bits: 63, Workers: 1},
		{Bits: 16385, Workers: 1},
		{Bits: 2048, Workers: 1, Policy: millerrabin.Policy{Rounds: 63}},
		{Bits: 3072, Workers: 1, Policy: millerrabin.Policy{Rounds: 64}},
		{Bits: 2048, Workers: 1, Policy: millerrabin.Policy{Rounds: 64, Lucas: true}},
	} {
		if err := s.Check(task); !errors.Is(err, strategy.ErrUnsupported) || errors.Is(err, strategy.ErrNoLibrary) {
			t.Errorf("%+v: %v, want ErrUnsupported", task, err)
		}
		if _, err := s.New(task); err == nil {
			t.Errorf("%+v: New takes it", task)
		}
	}
}

// A library that is not there, or another one, is told in one line, and looked for
// once.
func TestLibraryMissing(t *testing.T) {
	opened := 0
	for _, test := range []struct {
		lib  *peer.OpenSSL
		err  error
		want string
	}{
		{nil, &peer.OpenError{Reason: "library is absent"}, "openssl: not offered: its library cannot be used: library is absent"},
		{&peer.OpenSSL{Version: "OpenSSL 1.1.1w  11 Sep 2023", Path: "libcrypto.so.1.1"}, nil,
			`libcrypto.so.1.1 is "OpenSSL 1.1.1w  11 Sep 2023", want OpenSSL 3`},
	} {
		s := with(func() (*peer.OpenSSL, error) { opened++; return test.lib, test.err })
		task := strategy.Task{Kind: strategy.Safe, Bits: 2048, Workers: 2}
		for range 2 {
			if err := s.Check(task); !errors.Is(err, strategy.ErrNoLibrary) || !errors.Is(err, strategy.ErrUnsupported) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		}
		if _, err := s.New(task); !errors.Is(err, strategy.ErrNoLibrary) {
			t.Errorf("New: %v", err)
		}
	}
	if opened != 2 {
		t.Errorf("the libraries were looked for %d times, want once each", opened)
	}
}
