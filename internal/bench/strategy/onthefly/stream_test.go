package onthefly

import (
	"math"
	"testing"

	"primebench/internal/bench/strategy"
	"primebench/internal/rng"
	"primebench/internal/stats"
)

// TestStreams sets what streams count beside what theory expects. Out of bulk their
// finds are those of searches.
func TestStreams(t *testing.T) {
	for _, kind := range []strategy.Kind{strategy.Prime, strategy.Safe} {
		for _, bulk := range []bool{false, true} {
			made, err := Strategy{}.New(strategy.Task{Kind: kind, Bits: 256, Workers: 1, Bulk: bulk, Seed: rng.Seed{31: 8}})
			if err != nil {
				t.Fatal(err)
			}
			runner := made.(strategy.Streamer)
			const streams, count = 5, 40
			tests := 0.0
			for n := range uint64(streams) {
				finds, err := runner.Stream(t.Context(), n, count)
				if err != nil {
					t.Fatal(err)
				}
				tests += float64(finds.Counters.Survivors)
				if finds.Phases.Sieve <= 0 || finds.Phases.Test <= 0 || finds.Phases.Accept <= 0 {
					t.Errorf("%v, bulk %v: phases %+v", kind, bulk, finds.Phases)
				}
				if bulk {
					continue
				}
				if last, err := runner.Search(t.Context(), (n+1)*count-1); err != nil || last.Found.Cmp(finds.Found[count-1]) != 0 {
					t.Errorf("%v: stream %d ends with %v, that search finds %v, %v", kind, n, finds.Found[count-1], last.Found, err)
				}
			}
			z, err := stats.GeometricZ(tests, streams*count, runner.Facts().Expected.Survivors)
			t.Logf("%v, bulk %v: %.1f tests a find, theory %.1f, z = %.2f", kind, bulk, tests/streams/count, runner.Facts().Expected.Survivors, z)
			if err != nil || math.Abs(z) > 4 {
				t.Errorf("%v, bulk %v: z = %.2f, %v", kind, bulk, z, err)
			}
		}
	}
}
