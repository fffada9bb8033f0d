package analysis_test

import (
	"fmt"

	"primebench/internal/analysis"
	"primebench/results"
)

// Three searches at each of two sizes. Their luck differs by a factor of 20, the
// cost of a test does not: 1 ms and about 7.5 ms.
func ExampleAnalyse() {
	cell := func(id, bits int, survivors float64) results.Cell {
		return results.Cell{
			ID: id, Kind: "safe", Bits: bits, Strategy: "onthefly", Mode: "search", Workers: 1, Seeded: true, Policy: results.Policy{Name: "mr3", Rounds: 3},
			Expected: results.Work{Survivors: survivors},
		}
	}
	run := &results.Run{
		Header:  results.Header{Cells: []results.Cell{cell(0, 2048, 1000), cell(1, 4096, 4000)}},
		Closing: &results.Closing{Reason: results.ReasonDone},
	}
	for _, s := range []struct {
		cell, tests int
		seconds     float64
	}{{0, 150, 0.151}, {1, 9000, 67.2}, {0, 2900, 2.9}, {1, 500, 3.8}, {0, 700, 0.69}, {1, 2500, 18.9}} {
		run.Samples = append(run.Samples, results.Sample{
			Cell: s.cell, Op: results.OpSearch, Count: 1, WallNS: int64(s.seconds * 1e9), Survivors: int64(s.tests),
		})
	}
	a, err := analysis.Analyse(run)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Headlines[0].Sentence)
	for _, c := range a.Cells {
		fmt.Printf("%d bits: %.1f s (%.1f to %.1f), naive %.1f s (%.1f to %.1f)\n", c.Bits,
			c.Time.Value, c.Time.Low, c.Time.High, c.Naive.Value, c.Naive.Low, c.Naive.High)
	}
	// Output:
	// A 4096-bit safe prime costs 30.0x a 2048-bit one (95 % interval 26.4 to 34.2): 30.0 s against 1.00 s, by onthefly on 1 worker at the policy mr3.
	// 2048 bits: 1.0 s (0.9 to 1.1), naive 1.2 s (0.5 to 6.0)
	// 4096 bits: 30.0 s (27.2 to 33.1), naive 30.0 s (12.4 to 145.3)
}
