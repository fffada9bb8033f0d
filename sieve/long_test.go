//go:build long

// Tables that take seconds to minutes to compare.

package sieve_test

import "testing"

func TestLongCountsOfPowers(t *testing.T) {
	comparePi(t, "pi_10^k", 10, 10)
	comparePi(t, "pi_2^k", 2, 32)
}

func TestLongCountsInIntervals(t *testing.T) {
	if n := countIntervals(t, "prime_counts_in_large_intervals", 1e9); n < 4 {
		t.Errorf("only %d intervals were short enough", n)
	}
}
