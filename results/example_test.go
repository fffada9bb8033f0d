// Examples of writing a run and of reading one back.

package results_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"primebench/results"
)

// A run is written record by record and read back whole. A program uses Create
// and ReadFile in the place of NewWriter and Read.
func Example() {
	var file bytes.Buffer
	w := results.NewWriter(&file)
	err := errors.Join(
		w.Header(results.Header{
			Version: "devel", Revision: "unknown", Go: "go1.26.8",
			Start: time.Date(2025, 11, 22, 6, 14, 3, 0, time.UTC),
			Seed:  strings.Repeat("0", 63) + "1", GOMAXPROCS: 1, Samples: 1,
			Cells: []results.Cell{{
				Kind: results.KindPrime, Bits: 512, Strategy: "stdlib", Mode: results.ModeSearch, Workers: 1,
			}},
		}),
		w.Sample(results.Sample{
			Op: results.OpSearch, Count: 1, WallNS: 4_000_000, Candidates: 170, Survivors: 170, Tests: 170, Primes: 1,
		}),
		w.Close(results.Closing{
			End: time.Date(2025, 11, 22, 6, 14, 4, 0, time.UTC), Reason: results.ReasonDone, ElapsedNS: 1e9,
		}),
	)
	if err != nil {
		fmt.Println(err)
		return
	}

	run, err := results.Read(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	cell, sample := run.Header.Cells[0], run.Samples[0]
	fmt.Println(cell.Kind, cell.Bits, cell.Strategy, time.Duration(sample.WallNS), run.Closing.Reason)
	// Output: prime 512 stdlib 4ms done
}

// What is no run at all, or one of a later version, is told apart.
func ExampleRead_errors() {
	for _, file := range []string{
		"",
		"{\"name\": \"x\"}\n",
		"{\"header\":{\"schema\":7,\"program\":\"primebench\"}}\n",
	} {
		_, err := results.Read(strings.NewReader(file))
		fmt.Println(errors.Is(err, results.ErrNewer), err)
	}
	// Output:
	// false results: the file is empty
	// false results: not a primebench run
	// true results: needs a newer primebench: schema version 7, this one reads versions 1 to 5
}

// A run that was killed ends in a torn line, which costs that record alone.
func ExampleReadFile() {
	run, err := results.ReadFile("testdata/v3/torn.jsonl")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(run.Samples), run.Closing == nil)
	fmt.Println(run.Damage)
	// Output:
	// 5 true
	// line 9 is lost: it is the last and torn after 188 bytes
}
