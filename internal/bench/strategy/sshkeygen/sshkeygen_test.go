package sshkeygen

import (
	"context"
	"errors"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"primebench/dhgroup"
	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/strategytest"
	"primebench/internal/needed"
	"primebench/internal/rng"
	"primebench/millerrabin"
	"primebench/results"
)

func TestConformance(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	strategytest.Run(t, fake(t), strategy.Task{Kind: strategy.Safe, Bits: 512, Bulk: true})
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("temporary files %v are left, %v", left, err)
	}
}

func TestFacts(t *testing.T) {
	for bits, want := range map[int]string{2048: "mr100", 2049: "mr128"} {
		facts := newRunner(strategy.Task{Kind: strategy.Safe, Bits: bits, Workers: 1}, results.Peer{}).Facts()
		if facts.Policy.String() != want || facts.Searches || !facts.Bulk || facts.NoSearch == "" || facts.Seeded || facts.Replays {
			t.Errorf("%d bits: facts %+v, want the policy %s", bits, facts, want)
		}
	}
	// The real sieve of 2048 bits leaves 56,670 lines of 33.5 million odd numbers, which
	// hold 36.6 finds: 915,000 numbers and 1548 lines each.
	e := newRunner(strategy.Task{Kind: strategy.Safe, Bits: 2048, Workers: 1}, results.Peer{}).Facts().Expected
	if e.Candidates < 914e3 || e.Candidates > 917e3 || e.Survivors < 1540 || e.Survivors > 1556 {
		t.Errorf("expected %+v", e)
	}
}

// The share of safe primes with a known generator, counted among those of 32 bits.
func TestWithGenerator(t *testing.T) {
	const start, odd = 3<<29 | 1, 500_000
	isPrime := func(n int64) bool { return big.NewInt(n).ProbablyPrime(0) }
	found, all := 0.0, 0.0
	for q := int64(start); q < start+2*odd; q += 2 {
		p := 2*q + 1
		if q%3 != 2 || q%5 == 0 || p%5 == 0 || !isPrime(q) || !isPrime(p) {
			continue
		}
		all++
		if hasGenerator(big.NewInt(p)) {
			found++
		}
	}
	if share := found / all; share < 0.98*withGenerator || share > 1.02*withGenerator {
		t.Errorf("%v of %v safe primes have a generator, want %v", found, all, withGenerator)
	}
}

func TestUnsupported(t *testing.T) {
	s := with(func() (results.Peer, error) { t.Error("the program is looked for"); return results.Peer{}, nil })
	for _, task := range []strategy.Task{
		{Kind: strategy.Safe, Bits: 511, Workers: 1},
		{Kind: strategy.Safe, Bits: 16385, Workers: 1},
		{Kind: strategy.Safe, Bits: 2048, Workers: 2},
		{Kind: strategy.Prime, Bits: 2048, Workers: 1},
		{Kind: strategy.Random, Bits: 2048, Workers: 1},
		{Kind: strategy.Safe, Bits: 2048, Workers: 1, Policy: millerrabin.Policy{Rounds: 64}},
	} {
		if err := s.Check(task); !errors.Is(err, strategy.ErrUnsupported) || strategy.Lacking(err) {
			t.Errorf("%+v: %v, want ErrUnsupported", task, err)
		}
	}
}

// A program that is not there, or an old one, is told in one line.
func TestProgramMissing(t *testing.T) {
	task := strategy.Task{Kind: strategy.Safe, Bits: 2048, Workers: 1}
	for version, want := range map[string]string{
		"OpenSSH_8.1p1":                    `is of "OpenSSH_8.1p1", want OpenSSH from 8.2 on`,
		"OpenSSH_7.9":                      "want OpenSSH from 8.2 on",
		"Sun_SSH_2.4":                      "want OpenSSH",
		"OpenSSH_8.2":                      "",
		"OpenSSH_10.0p2 Debian, OpenSSL 3": "",
	} {
		err := with(func() (results.Peer, error) { return results.Peer{Version: version, Path: "ssh-keygen"}, nil }).Check(task)
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || !strategy.Lacking(err)) {
			t.Errorf("%s: %v, want %q", version, err, want)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if err := New().Check(task); !errors.Is(err, strategy.ErrNoProgram) || !strings.Contains(err.Error(), "program is absent: ssh-keygen") {
		t.Errorf("no program: %v", err)
	}
}

// installed returns what the machine has, or skips the test.
func installed(t *testing.T) results.Peer {
	t.Helper()
	p, err := New().find()
	if err != nil {
		needed.Without(t, err)
	}
	return p
}

// ssh-keygen finds a known safe prime among composites, if it knows a generator for
// it.
func TestScreen(t *testing.T) {
	const bits = 1024
	p := dhgroup.OfSize(bits)[0].P
	lines := []*big.Int{new(big.Int).Rsh(p, 1)}
	lines = append(lines, strategy.Composites(rng.Seed{}.Stream(0), bits-1, 9, 2)...)
	r := newRunner(strategy.Task{Kind: strategy.Safe, Bits: bits, Workers: 1}, installed(t))
	for _, q := range lines {
		r.lines = append(r.lines, "20261125180346 4 2 203277289 1022 0 "+strings.ToUpper(q.Text(16)))
	}
	want := 0
	if hasGenerator(p) {
		want = 1
	}
	for range 2 { // the second time from the first line on again
		finds, err := r.screen(t.Context(), len(lines))
		if err != nil || finds.Counters.Survivors != 10 || len(finds.Found) != want || finds.Counters.Primes != int64(want) || r.next != 0 || r.pace <= 0 {
			t.Errorf("%+v, %v, want %d finds", finds, err, want)
		}
		if err == nil && want == 1 && finds.Found[0].Cmp(p) != 0 {
			t.Errorf("found %x, want %x", finds.Found[0], p)
		}
	}
}

// A sieve that takes a minute and more ends with its context.
func TestSieveIsCancelled(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	r := newRunner(strategy.Task{Kind: strategy.Safe, Bits: 512, Workers: 1}, installed(t))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := r.sieve(ctx, 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("temporary files %v are left, %v", left, err)
	}
}

// As OpenSSH 9.2p1 says it.
const (
	saysSieved = "Wed Nov 25 18:11:29 2026 Sieve next 67043328 plus 2047-bit\n" +
		"Wed Nov 25 18:14:02 2026 Sieved with 203277289 small primes in 153 seconds\n" +
		"Wed Nov 25 18:14:03 2026 Found 56670 candidates\n"
	saysScreened = "Wed Nov 25 18:04:35 2026 Found 2 safe primes of 166 candidates in 0 seconds\n"
)

func TestParse(t *testing.T) {
	if odd, err := parseSieved("Increased memory: 8 MB; need 261120 bytes\n" + saysSieved); err != nil || odd != 33521664 {
		t.Errorf("%v odd numbers, %v", odd, err)
	}
	if finds, err := parseScreened(saysScreened); err != nil || finds != 2 {
		t.Errorf("%v finds, %v", finds, err)
	}
	if _, err := parseSieved(saysScreened); err == nil || !strings.Contains(err.Error(), "the sieve's length") {
		t.Errorf("a length is read out of another message: %v", err)
	}
	if _, err := parseScreened(saysSieved); err == nil {
		t.Error("finds are read out of another message")
	}
}

func TestReadCandidates(t *testing.T) {
	first := new(big.Int).Lsh(big.NewInt(0b110100001), 2047-9)
	line := "20261125180346 4 2 203277289 2046 0 " + strings.ToUpper(first.Text(16))
	if lines, err := readCandidates(strings.NewReader(line+"\n"+line+"\n"), 2048); err != nil || len(lines) != 2 || lines[1] != line {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	for _, text := range []string{"", "a line\n", strings.Replace(line, " 68", " 8", 1) + "\n"} {
		if lines, err := readCandidates(strings.NewReader(text), 2048); err == nil {
			t.Errorf("%.60q is read as %d candidates", text, len(lines))
		}
	}
}

func TestModulusOf(t *testing.T) {
	if n, err := modulusOf("20261125180346 2 6 100 1023 2 FFEF\n"); err != nil || n.Int64() != 0xffef {
		t.Errorf("%v, %v", n, err)
	}
	for _, line := range []string{"", "1 2 3 4 5 6", "1 2 3 4 5 6 XYZ", "1 2 3 4 5 6 0", "1 2 3 4 5 6 7 8"} {
		if n, err := modulusOf(line); err == nil {
			t.Errorf("%q holds %v", line, n)
		}
	}
}
