package main

import (
	"math"
	"math/big"
	"testing"
)

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.Abs(got-want) > relative*want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// The safe primes of 32 bits with a known generator, counted.
func TestModuliExpected(t *testing.T) {
	const start, odd = 3<<29 | 1, 500_000
	isPrime := func(n int64) bool { return big.NewInt(n).ProbablyPrime(0) }
	found, all := 0, 0
	for q := int64(start); q < start+2*odd; q += 2 {
		p := 2*q + 1
		if q%3 != 2 || q%5 == 0 || p%5 == 0 || !isPrime(q) || !isPrime(p) {
			continue
		}
		all++
		if p%24 == 11 || p%10 == 3 || p%10 == 7 {
			found++
		}
	}
	expected := moduliExpected(math.Log(start), odd)
	if z := (float64(found) - expected) / math.Sqrt(expected); math.Abs(z) > 3 {
		t.Errorf("%d safe primes with a generator, expected %.1f: z %.2f", found, expected, z)
	}
	near(t, "share with a generator", float64(found)/float64(all), withGenerator, 0.02)
}
