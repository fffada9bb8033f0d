package history_test

import (
	"fmt"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/history"
	"primebench/results"
)

// Twelve nights of replays, of which each takes 100 ms in the first seven and
// 104 ms in the others.
func ExampleNew() {
	var past []history.PastRun
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
		past = append(past, history.PastRun{File: fmt.Sprintf("%d.jsonl", night), Analysis: a})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	h := history.New(past, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
	for _, s := range h.Series {
		for _, c := range s.Changes {
			fmt.Println(c.Sentence)
		}
	}
	// Output:
	// prime 2048 onthefly replay, 1 worker, mr3 takes 1.0402x as long (95 % interval 1.0391 to 1.0414): 104 ms instead of 100 ms. The last run before was revision r6 at 2026-05-07 03:00:00Z, the first since revision r7 at 2026-05-08 03:00:00Z.
}
