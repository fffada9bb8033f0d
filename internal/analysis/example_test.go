package analysis_test

import (
	"fmt"
	"time"

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
	// A 4096-bit safe prime costs 30.0 x a 2048-bit one (95 % interval 26.4 to 34.2): 30.0 s against 998 ms, by onthefly on 1 worker at the policy mr3.
	// 2048 bits: 1.0 s (0.9 to 1.1), naive 1.2 s (0.5 to 6.0)
	// 4096 bits: 30.0 s (27.2 to 33.1), naive 30.0 s (12.4 to 145.3)
}

// Twelve nights of replays, of which each takes 100 ms in the first seven and
// 104 ms in the others.
func ExampleNewHistory() {
	var past []analysis.PastRun
	for night := range 12 {
		run := &results.Run{
			Header: results.Header{
				Start: time.Date(2026, 5, 1+night, 3, 0, 0, 0, time.UTC), Seed: fmt.Sprint(night), Revision: fmt.Sprintf("r%d", night),
				Host: results.Host{CPU: "Example 9000", OS: "linux", Arch: "amd64"},
				Cells: []results.Cell{{Kind: "prime", Bits: 2048, Strategy: "onthefly", Mode: "replay", Workers: 1,
					Policy: results.Policy{Name: "mr3", Rounds: 3}, List: "c0ffee"}},
			},
			Closing: &results.Closing{Reason: results.ReasonDone},
		}
		ns := int64(100e6)
		if night >= 7 {
			ns = 104e6
		}
		for i := range int64(6) {
			run.Samples = append(run.Samples, results.Sample{Op: results.OpReplay, Count: 1, WallNS: ns + 100_000*(i+int64(night%3))})
		}
		a, err := analysis.Analyse(run)
		past = append(past, analysis.PastRun{File: fmt.Sprintf("%d.jsonl", night), Analysis: a})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	h := analysis.NewHistory(past, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
	for _, s := range h.Series {
		for _, c := range s.Changes {
			fmt.Println(c.Sentence)
		}
	}
	// Output:
	// prime 2048 onthefly replay, 1 worker, mr3 takes 1.040 x as long (95 % interval 1.039 to 1.041): 104 ms instead of 100 ms. The last run before was revision r6 at 2026-05-07 03:00:00Z, the first since revision r7 at 2026-05-08 03:00:00Z.
}
