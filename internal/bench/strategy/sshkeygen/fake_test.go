// A ssh-keygen that sieves in milliseconds: this test's own program, started again.

package sshkeygen

import (
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/results"
	"primebench/sieve"
)

// actVariable makes this program a ssh-keygen.
const actVariable = "PRIMEBENCH_TEST_SSH_KEYGEN"

func TestMain(m *testing.M) {
	if os.Getenv(actVariable) != "" {
		if err := act(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(255)
		}
		return
	}
	os.Exit(m.Run())
}

// fake returns the strategy with the fake program, and what it expects by that
// program's weaker sieve.
func fake(t *testing.T) strategy.Strategy {
	t.Setenv(actVariable, "1")
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return weaker{with(func() (results.Peer, error) { return results.Peer{Version: "OpenSSH_9.2p1", Path: own}, nil })}
}

// A weaker strategy expects more lines a find.
type weaker struct{ Strategy }

func (w weaker) New(t strategy.Task) (strategy.Runner, error) {
	made, err := w.Strategy.New(t)
	if err == nil {
		r := made.(*runner)
		r.facts.Expected.Survivors = engine.Expected(sieve.Safe, t.Bits, fakeLimit).Survivors / withGenerator
	}
	return made, err
}

// fakeLimit is the bound on the primes that the fake strikes by, fakeOdd how many odd
// numbers it goes through.
const fakeLimit, fakeOdd = 1 << 16, 1 << 19

func act(args []string) error {
	switch {
	case len(args) == 5 && args[1] == "generate":
		return actGenerate(args[3], args[4])
	case len(args) == 5 && args[1] == "screen" && args[2] == "-f":
		return actScreen(args[3], args[4])
	}
	return fmt.Errorf("unknown arguments %q", args)
}

// actGenerate sieves from the same start each time.
func actGenerate(option, file string) error {
	var bits int
	if _, err := fmt.Sscanf(option, "bits=%d", &bits); err != nil {
		return err
	}
	start := new(big.Int).Lsh(big.NewInt(0b1101), uint(bits-5))
	start.SetBit(start, 0, 1)
	struck := make([]bool, fakeOdd)
	for _, r := range sieve.Primes(fakeLimit)[1:] {
		q := new(big.Int).Mod(start, big.NewInt(int64(r))).Int64()
		for i := range int64(r) { // q + 2i, and twice that and 1
			if n := (q + 2*i) % int64(r); n == 0 || (2*n+1)%int64(r) == 0 {
				for j := i; j < fakeOdd; j += int64(r) {
					struck[j] = true
				}
			}
		}
	}
	fmt.Fprintf(os.Stderr, "Wed Nov 25 18:11:29 2026 Sieve next %d plus %d-bit\n", 2*fakeOdd, bits-1)
	var lines strings.Builder
	for i, out := range struck {
		if !out {
			q := new(big.Int).Add(start, big.NewInt(2*int64(i)))
			fmt.Fprintf(&lines, "20261125181129 4 2 6542 %d 0 %X\n", bits-2, q)
		}
	}
	return os.WriteFile(file, []byte(lines.String()), 0o600)
}

func actScreen(in, out string) error {
	content, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	var primes strings.Builder
	fmt.Fprintln(&primes, "# moduli")
	found, tried := 0, 0
	for line := range strings.Lines(string(content)) {
		tried++
		q, err := modulusOf(line)
		if err != nil {
			return err
		}
		p := new(big.Int).Lsh(q, 1)
		p.SetBit(p, 0, 1)
		if hasGenerator(p) && q.ProbablyPrime(1) && p.ProbablyPrime(1) {
			found++
			fmt.Fprintf(&primes, "20261125181129 2 6 100 %d 2 %X\n", p.BitLen()-1, p)
		}
	}
	fmt.Fprintf(os.Stderr, "Wed Nov 25 18:04:35 2026 Found %d safe primes of %d candidates in 0 seconds\n", found, tried)
	return os.WriteFile(out, []byte(primes.String()), 0o600)
}

// hasGenerator reports whether ssh-keygen knows one for a safe prime.
func hasGenerator(p *big.Int) bool {
	mod := func(m int64) int64 { return new(big.Int).Mod(p, big.NewInt(m)).Int64() }
	return mod(24) == 11 || mod(10) == 3 || mod(10) == 7
}
