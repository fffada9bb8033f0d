package main

import "testing"

func TestInstructionsOfNoMultiplyAdds(t *testing.T) {
	for _, kernel := range []string{"generic", "none"} {
		if n, ok := instructions(kernel, 1024); ok {
			t.Errorf("%s: %v vpmadd52 a test, want no answer", kernel, n)
		}
	}
	if counts := limitCounts(nil); len(counts) != 0 {
		t.Errorf("counts of no sizes: %v", counts)
	}
}

// A test of n bits takes about n steps, and a step has at least the products of
// half a square and of a reduction: 1.5 d^2 digits, each in a low and a high half.
func TestInstructionsAreEnough(t *testing.T) {
	const bits = 2048
	n, ok := instructions(limited, bits)
	if !ok {
		t.Skipf("the %s kernel does not say how many vpmadd52 it executes, or cannot run here", limited)
	}
	digits := float64(bits) / 52
	schoolbook := (bits - 16) * 3 * digits * digits / 8
	if n < schoolbook/2 || n > 2*schoolbook {
		t.Errorf("%v vpmadd52 a test of %d bits, want about the %v of schoolbook arithmetic", n, bits, schoolbook)
	}
}
