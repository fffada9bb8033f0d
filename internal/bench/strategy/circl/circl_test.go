package circl

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/needed"
	"primebench/internal/peer"
	"primebench/millerrabin"
)

// built builds the program, which takes a module proxy the first time, or skips the
// test where that fails.
func built(t *testing.T) Strategy {
	t.Helper()
	path := filepath.Join(t.TempDir(), program)
	cmd := exec.Command("go", "build", "-o", path, ".")
	cmd.Dir = "_program"
	if said, err := cmd.CombinedOutput(); err != nil {
		needed.Without(t, errors.New(peer.LastLine(string(said))))
	}
	return with(func() (string, error) { return path, nil })
}

func TestConformance(t *testing.T) {
	strategytest.Run(t, built(t),
		strategy.Task{Kind: strategy.Safe, Bits: 64},
		strategy.Task{Kind: strategy.Safe, Bits: 96, Policy: millerrabin.Policy{Rounds: 20, Lucas: true}},
	)
}

func TestFacts(t *testing.T) {
	runner, err := built(t).New(strategy.Task{Kind: strategy.Safe, Bits: 1024, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	facts := runner.Facts()
	if !strings.HasPrefix(facts.Peer.Version, "circl v1.") || facts.Peer.Path == "" || facts.Seeded || facts.Unstoppable || facts.Policy != ownPolicy {
		t.Errorf("facts %+v", facts)
	}
	// ln p ln q / (4 C2), averaged over the range
	if n := facts.Expected.Survivors; n < 189_000 || n > 191_000 {
		t.Errorf("%v numbers a search expected, want about 190,000", n)
	}
}

func TestUnsupported(t *testing.T) {
	s := with(func() (string, error) { t.Error("the program is looked for"); return "", nil })
	for _, task := range []strategy.Task{
		{Kind: strategy.Safe, Bits: 63, Workers: 1},
		{Kind: strategy.Safe, Bits: 1024, Workers: 2},
		{Kind: strategy.Prime, Bits: 1024, Workers: 1},
		{Kind: strategy.Random, Bits: 1024, Workers: 1},
		{Kind: strategy.Safe, Bits: 1024, Workers: 1, Policy: millerrabin.Policy{Rounds: 64}},
	} {
		if err := s.Check(task); !errors.Is(err, strategy.ErrUnsupported) || strategy.Lacking(err) {
			t.Errorf("%+v: %v, want ErrUnsupported", task, err)
		}
	}
}

// A program that is not there, or another one, is told in one line.
func TestProgramMissing(t *testing.T) {
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(t.TempDir(), program)
	if err := os.WriteFile(text, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for want, find := range map[string]func() (string, error){
		"its program cannot be used: program is absent": func() (string, error) { return peer.FindProgram("no-such-program") },
		"is not built with " + module:                   func() (string, error) { return own, nil },
		"does not say what it is built of":              func() (string, error) { return text, nil },
	} {
		err := with(find).Check(strategy.Task{Kind: strategy.Safe, Bits: 1024, Workers: 1})
		if !errors.Is(err, strategy.ErrNoProgram) || !strategy.Lacking(err) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestParse(t *testing.T) {
	finds, err := parse("10935\nd5a7\nd4b7\n")
	if k := finds.Counters; err != nil || k.Survivors != 10935 || k.Tests != 10935 || k.Primes != 2 || len(finds.Found) != 2 || finds.Found[0].Int64() != 0xd5a7 {
		t.Errorf("%+v, %v", finds, err)
	}
	if finds, err := parse("1\nd5a7\n"); err != nil || finds.Counters.Tests != 1 || len(finds.Found) != 1 {
		t.Errorf("the first number drawn: %+v, %v", finds, err)
	}
	for _, text := range []string{"", "a", "-3", "0", "1 5 7", "3 x", "3 -5", "3 0"} {
		if finds, err := parse(text); err == nil || !strings.HasPrefix(err.Error(), "circl: ") {
			t.Errorf("%q: %+v, %v, want an error", text, finds, err)
		}
	}
}
