//go:build long

// Theory against searches of the sizes that matter.

package engine_test

import (
	"math"
	"testing"

	"primebench/engine"
	"primebench/sieve"
)

func TestLongTheory(t *testing.T) {
	for _, c := range []struct {
		kind     sieve.Kind
		bits     int
		searches uint64
	}{
		{sieve.Prime, 512, 5000}, {sieve.Prime, 1024, 3000}, {sieve.Prime, 2048, 600},
		{sieve.Safe, 512, 2000}, {sieve.Safe, 1024, 300}, {sieve.Safe, 2048, 60},
	} {
		s := newSearcher(t, c.kind, c.bits, engine.Config{Seed: engine.Seed{21}})
		sum := 0.0
		for _, r := range collect(t, s, engine.Position{}, c.searches) {
			sum += float64(r.Counters.Survivors)
		}
		// The law is geometric: its deviation is about its mean.
		expected := s.Expected().Survivors
		z := (sum/float64(c.searches) - expected) / math.Sqrt(expected*(expected-1)/float64(c.searches))
		t.Logf("%v %d bits: %.2f survivors a search in %d, theory %.2f with a limit of %d, z = %+.2f",
			c.kind, c.bits, sum/float64(c.searches), c.searches, expected, s.Config().SieveLimit, z)
		if math.Abs(z) > 3 {
			t.Errorf("%v %d bits: z = %.2f", c.kind, c.bits, z)
		}
	}
}
