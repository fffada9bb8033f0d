// Command runcells lists the cells of a run file that primebench run wrote: what was
// measured, and by how many samples.
package main

import (
	"fmt"
	"log"
	"os"

	"primebench/results"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: runcells FILE")
	}
	run, err := results.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	samples := make([]int, len(run.Header.Cells))
	for _, s := range run.Samples {
		samples[s.Cell]++
	}
	for i, c := range run.Header.Cells {
		fmt.Println(c.Kind, c.Bits, c.Strategy, c.Mode, samples[i], "samples")
	}
}
