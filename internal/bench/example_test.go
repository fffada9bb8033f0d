package bench_test

import (
	"context"
	"fmt"
	"io"
	"strings"

	"primebench/internal/bench"
	"primebench/internal/bench/strategy"
	"primebench/results"
)

func Example() {
	spec := bench.Spec{
		Kinds:      []strategy.Kind{strategy.Safe},
		Bits:       []int{64},
		Strategies: []string{"onthefly"},
		Samples:    3,
		Workers:    []int{1},
	}
	// A file made by results.Create keeps the run; here it is thrown away.
	if err := bench.Run(context.Background(), spec, results.NewWriter(io.Discard), nil); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("done")
	// Output: done
}

func ExampleSpec_Matrix() {
	spec := bench.Spec{
		Kinds:      []strategy.Kind{strategy.Prime, strategy.Safe},
		Bits:       []int{1024},
		Strategies: []string{"hardcoded", "stdlib"},
		Workers:    []int{2},
	}
	matrix, err := spec.Matrix()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range matrix.Cells {
		fmt.Println(c.ID, c.Kind, c.Bits, c.Strategy, c.Mode, c.Workers, c.Policy.Name)
	}
	for _, s := range matrix.Skipped {
		fmt.Println("skipped:", s.Reason)
	}
	// Output:
	// 0 prime 1024 stdlib search 2 mr20+lucas
	// 1 safe 1024 hardcoded search 1 mr64+lucas
	// 2 safe 1024 hardcoded search 1 mr20+lucas
	// 3 safe 1024 stdlib search 2 mr20+lucas
	// skipped: the groups are safe primes, there is no hard-coded prime
}

func ExampleLoadSuite() {
	suite := "kind: safe\nbitz: 2048\n"
	_, err := bench.LoadSuite(strings.NewReader(suite), "mine.yaml")
	fmt.Println(err)
	// Output:
	// bench: bad specification: suite mine.yaml: line 2: unknown key "bitz", want one of kind, bits, params, strategy, mode, workers, policy, cores, samples, budget, seed, kernel, sieve-limit, steps, also, want
}

func ExampleSpec_Override() {
	suite, err := bench.Suite("quick")
	if err != nil {
		fmt.Println(err)
		return
	}
	spec := suite.Override(bench.Spec{Bits: []int{2048}, Samples: 5})
	fmt.Println(spec.Kinds, spec.Bits, spec.Samples, spec.Budget)
	// Output: [prime safe] [2048] 5 0s
}

func ExampleParsePolicy() {
	for _, word := range []string{"default", "mr20+lucas", "lots"} {
		p, err := bench.ParsePolicy(word)
		fmt.Println(p.IsZero(), p.Rounds, err != nil)
	}
	// Output:
	// true 0 false
	// false 20 false
	// true 0 true
}
