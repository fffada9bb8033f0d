package openssl

import (
	"errors"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/kex"
)

func TestExchanges(t *testing.T) {
	s := installed(t)
	for _, set := range kex.Sets() {
		task := strategytest.Exchanges(set.Name)
		switch err := s.Check(task); {
		case err == nil:
			if set.Bits <= 2048 { // larger groups do the same and take long
				strategytest.Run(t, s, task)
			}
		case !set.Quantum || !errors.Is(err, strategy.ErrNoLibrary) || !strings.Contains(err.Error(), "version 3.5 is the first"):
			t.Errorf("%s: %v", set.Name, err)
		}
	}
	if err := s.Check(strategy.Task{Kind: strategy.Kex, Params: "x25518", Bits: 255, Workers: 1}); !errors.Is(err, kex.ErrUnknown) {
		t.Errorf("an unknown parameter set: %v", err)
	}
}

// TestExponents: what OpenSSL 3.0 makes of a group. A prime that it knows by value gets
// the short exponent of its size, and any other nearly the whole length, whatever its
// file asks for.
func TestExponents(t *testing.T) {
	s := installed(t)
	lib, err := s.load()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{
		"modp1024": 1022, "modp1536": 200, "ffdhe2048": 225, "modp2048": 225, "ffdhe3072": 275, "ffdhe4096": 325, "ffdhe8192": 400,
		"modp1024-160": 160, "modp2048-224": 223, // a number below q, which is little more than 2^223
		"modp2048-256": 224, // q has 256 bits, the strength is 112
		kex.Fresh2048:  2046, kex.Fresh2048Private225: 2046, kex.Fresh3072: 3070,
	} {
		set, err := kex.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.exponents.of(lib, set)
		if err != nil || got < 1 || got >= set.Bits {
			t.Errorf("%s: exponents of %d bits: %v", name, got, err)
		}
		oneInAHundred := name == "modp2048-224" && got == want+1
		if strings.HasPrefix(lib.Version, "OpenSSL 3.0.") && got != want && !oneInAHundred {
			t.Errorf("%s by %s: exponents of %d bits, want %d", name, lib.Version, got, want)
		}
	}
}

// TestExchangesSayTheirExponent: the operations' names and fields follow from what was
// asked of the library.
func TestExchangesSayTheirExponent(t *testing.T) {
	s := installed(t)
	for name, want := range map[string]string{kex.X25519: "handshake-ct", "ffdhe2048": "handshake-short-ct", kex.Fresh2048Private225: "handshake-ct"} {
		task := strategytest.Exchanges(name)
		task.Workers = 1
		runner, err := s.New(task)
		if err != nil {
			t.Fatal(err)
		}
		operations := runner.Operations()
		if op := operations[2]; op.Name != want && strings.HasPrefix(runner.Facts().Peer.Version, "OpenSSL 3.0.") || !op.ConstantTime {
			t.Errorf("%s: %+v, want the name %s", name, op.Operation, want)
		}
	}
}
