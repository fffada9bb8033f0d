package main

import (
	"context"
	"math"
	"math/big"
	"os/exec"
	"strings"
	"testing"

	"primebench/dhgroup"
	"primebench/internal/rng"
)

// What OpenSSH 9.2 says.
const (
	saysSieved = "Wed Nov 25 18:11:29 2026 Sieve next 67043328 plus 2047-bit\n" +
		"Wed Nov 25 18:14:02 2026 Sieved with 203277289 small primes in 153 seconds\n" +
		"Wed Nov 25 18:14:03 2026 Found 56670 candidates\n"
	saysScreened = "Wed Nov 25 18:04:35 2026 Found 2 safe primes of 166 candidates in 0 seconds\n"
)

func TestParseModuli(t *testing.T) {
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

// The default sieve of 2048 bits leaves theory about 36.6 primes with a generator
// and 44 in all: 33.5 million odd q, one in 762,500 of which is that of a safe
// prime.
func TestReadCandidates(t *testing.T) {
	first := new(big.Int).Lsh(big.NewInt(0b110100001), 2047-9)
	line := "20261125180346 4 2 203277289 2046 0 " + strings.ToUpper(first.Text(16))
	lines, ln, err := readCandidates(strings.NewReader(line+"\n"+line+"\n"), 2048)
	if err != nil || len(lines) != 2 || lines[1] != line {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	near(t, "logarithm", ln, math.Log(0b110100001)+(2047-9)*math.Ln2, 1e-12)
	near(t, "primes", moduliExpected(ln, 33521664), 33521664/762500.*5/6, 1e-3)
	for _, text := range []string{"", "a line\n", strings.Replace(line, " 68", " 8", 1) + "\n"} {
		if lines, _, err := readCandidates(strings.NewReader(text), 2048); err == nil {
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

// ssh-keygen finds a known safe prime among composites, if it knows a generator
// for it.
func TestScreen(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Log(err)
		return
	}
	const bits = 1024
	random := rng.Seed{}.Stream(0)
	m := &moduli{folder: t.TempDir()}
	add := func(q *big.Int) {
		m.lines = append(m.lines, "20261125180346 4 2 203277289 "+big.NewInt(bits-2).String()+" 0 "+strings.ToUpper(q.Text(16)))
	}
	p := dhgroup.OfSize(bits)[0].P
	add(new(big.Int).Rsh(p, 1))
	for range 9 {
		q := oddStart(random, bits-1)
		add(q.Sub(q, new(big.Int).Mod(q, big.NewInt(65537))))
	}
	want := 0
	if mod := func(m int64) int64 { return new(big.Int).Mod(p, big.NewInt(m)).Int64() }; mod(24) == 11 || mod(10) == 3 || mod(10) == 7 {
		want = 1
	}
	for range 2 { // the second time over the first one's files
		s, err := m.screen(context.Background(), len(m.lines))
		if err != nil || s.tests != 10 || s.finds != want || len(s.found) != want || m.next != 0 || m.pace <= 0 {
			t.Errorf("%+v, %v, want %d finds", s, err, want)
		}
		if want == 1 && s.found[0].Cmp(p) != 0 {
			t.Errorf("found %x, want %x", s.found[0], p)
		}
	}
}
