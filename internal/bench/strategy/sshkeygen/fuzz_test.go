package sshkeygen

import (
	"strings"
	"testing"
)

// FuzzPrinted reads what ssh-keygen may print and write: it is refused, or what is read is
// in range.
func FuzzPrinted(f *testing.F) {
	for _, seed := range []string{
		"", "Sieve next 4294967296 plus 511-bit\n", "Sieve next 1 plus", "Found 3 safe primes of 10 candidates\n", "Found 99999999999999999999 safe primes of",
		"20260101000000 4 6 0 6 0 5\n", "20260101000000 4 6 0 6 0 5\r\njunk\n", "1 2 3 4 5 6 -7\n", "1 2 3 4 5 6 0\n", "# comment\n", "\x00",
	} {
		f.Add(seed)
	}
	const bits = 4
	f.Fuzz(func(t *testing.T, text string) {
		if odd, err := parseSieved(text); err == nil && odd < 1 {
			t.Errorf("%q: %d odd numbers were sieved", text, odd)
		}
		if found, err := parseScreened(text); err == nil && found < 0 {
			t.Errorf("%q: %d primes were found", text, found)
		}
		lines, err := readCandidates(strings.NewReader(text), bits)
		if err != nil {
			return
		}
		if q, err := modulusOf(lines[0]); err != nil || q.BitLen() != bits-1 {
			t.Errorf("%q: candidates from %v on, %v", text, q, err)
		}
	})
}
