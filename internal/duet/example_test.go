// Two made players in a duet.

package duet_test

import (
	"context"
	"fmt"
	"time"

	"primebench/internal/duet"
	"primebench/internal/rng"
	"primebench/results"
)

// Measure takes any two Players; those of builds come from Program. These do not
// measure but make runs of 20 replays up, the head's 6 % slower.
func ExampleMeasure() {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	player := func(replay time.Duration) duet.Player {
		return func(_ context.Context, seed rng.Seed, budget time.Duration) (*results.Run, error) {
			start = start.Add(budget)
			luck := seed.Stream(0)
			run := &results.Run{Header: results.Header{Start: start, Seed: seed.String(), Cells: []results.Cell{{
				Kind: results.KindPrime, Bits: 2048, Strategy: "onthefly", Mode: results.ModeReplay, Workers: 1,
				Policy: results.Policy{Name: "mr3", Rounds: 3},
			}}}}
			for range 20 {
				noise := time.Duration(luck.Below(100)) * time.Microsecond
				run.Samples = append(run.Samples, results.Sample{Op: results.OpReplay, Count: 1, WallNS: int64(replay + noise)})
			}
			return run, nil
		}
	}
	seed, err := rng.ParseSeed("1")
	if err != nil {
		fmt.Println(err)
		return
	}
	found, err := duet.Measure(context.Background(), duet.Config{
		Base: player(50 * time.Millisecond), Head: player(53 * time.Millisecond), Budget: 2 * time.Minute, Seed: seed,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	change := found.Difference.Changes[0]
	fmt.Printf("%s: %s by %.0f %%, after %d pairs\n", change.Name(), change.Verdict, 100*(change.Ratio.Value-1), len(found.Base))
	// Output: prime 2048 onthefly replay, 1 worker, mr3: regression by 6 %, after 16 pairs
}
