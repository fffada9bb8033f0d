package capacity_test

import (
	"fmt"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/capacity"
	"primebench/results"
)

// How many cores serve 2,000 handshakes a second, of a run that has the cost of a
// power?
func ExampleMake() {
	power := results.Operation{
		Step: results.StepShared, ExponentBits: results.ShortExponentBits(2048), Short: true, AtOnce: 1,
	}.Named()
	run := &results.Run{
		Header: results.Header{
			Host: results.Host{CPU: "Example CPU", PhysicalCores: 8},
			Cells: []results.Cell{{
				Kind: results.KindSafe, Bits: 2048, Strategy: results.StrategyOnTheFly, Mode: results.ModeOperations, Workers: 1,
				Operations: []results.Operation{power},
			}},
		},
		Closing: &results.Closing{Reason: results.ReasonDone},
	}
	for _, ms := range []int64{398, 400, 402} { // a thousand powers
		run.Samples = append(run.Samples, results.Sample{Op: power.Name, Count: 1000, WallNS: ms * 1e6})
	}
	a, err := analysis.Analyse(run)
	if err != nil {
		fmt.Println(err)
		return
	}
	scenario, err := capacity.LoadScenario(strings.NewReader(`
services:
- {kind: dh-shared, bits: 2048, rate: 2000/s, slo: p99=2ms}
headroom: 30%
price: 0.04/core-h
`), "handshakes.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := capacity.Make(scenario, capacity.Input{Runs: []*analysis.Analysis{a}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Constraint)
	fmt.Printf("%d cores, %.2f a month\n", plan.Total.Cores, plan.Total.Spend.PerMonth)
	// Output:
	// dh-shared at 2048 bits: The headroom of 30 % binds: it takes 2 cores, 40.5 % busy.
	// 2 cores, 58.40 a month
}

// Two agents that can take 3 calls an hour each get 4 calls an hour.
func ExampleMMc() {
	w, err := capacity.MMc(4./3600, 2, 1200)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f %% wait, %.0f s on average\n", 100*w.Chance, w.Mean)
	// Output: 53.3 % wait, 960 s on average
}

func ExampleFitUSL() {
	law, err := capacity.FitUSL([]int{1, 2, 4, 8}, []float64{100, 190, 340, 520})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("fastest with %.0f workers\n", law.Knee())
	// Output: fastest with 14 workers
}
