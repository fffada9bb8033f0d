package report_test

import (
	"fmt"
	"os"

	"primebench/internal/analysis"
	"primebench/internal/capacity"
	"primebench/report"
	"primebench/results"
)

func ExampleText() {
	cell := results.Cell{Kind: "prime", Bits: 1024, Strategy: "onthefly", Mode: "search", Workers: 2, Policy: results.Policy{Name: "mr4", Rounds: 4, Log2Error: -128}}
	a := &analysis.Analysis{
		Header: results.Header{Program: "primebench", Version: "v1", Seed: "a1"},
		Headlines: []analysis.Headline{{
			Title: "1024 bits, prime, onthefly", Sentence: "A 1024-bit prime costs 7.2 ms.",
		}},
		Cells: []analysis.Cell{{
			Cell: cell, Status: analysis.Measured, N: 90,
			Time: &analysis.Estimate{Value: 0.0072, Low: 0.0069, High: 0.0075, Unit: "s", Better: analysis.Lower, N: 90},
		}},
	}
	if err := report.Text(os.Stdout, a, report.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// primebench v1 on kernel -
	// suite -, started 0001-01-01 00:00:00 UTC, elapsed -, INCOMPLETE: the file has no closing record, the
	// run was cut short
	// seed a1
	//
	// ANSWERS
	//   1024 bits, prime, onthefly
	//     A 1024-bit prime costs 7.2 ms.
	//
	// COST OF A RESULT, BY KIND AND SIZE
	// Lower, higher: the better direction of a column. Ratio: time over that of onthefly at equal policy,
	// mode and workers. ~ and modelled: not timed in whole searches, but made of measured operations and
	// the theory of their number.
	//   strategy  mode    workers  policy     time  95 % interval    rate   n  ratio  status
	//                                        lower                 higher      lower
	//   onthefly  search        2  mr4     7.20 ms   6.90 to 7.50       -  90     1x  measured
	//
	// TEST POLICIES
	// What a number must pass to be called prime. The error bound is proven for a random candidate: the
	// chance that one which passes is composite. For a number that somebody else chose, such as a
	// hard-coded group, it is 4^-rounds. Lucas stands for a Baillie-PSW test besides: no composite is
	// known that passes it, but it adds nothing to the bound.
	//   policy  rounds  Lucas  error bound  bits  strategies
	//                                lower
	//   mr4          4  no          2^-128  1024  onthefly
}

// A plan by itself; package capacity makes it.
func ExampleWritePlan() {
	cost := &capacity.Cost{
		Kind: "dh-shared", Bits: 2048, Strategy: "onthefly", Workers: 1, Basis: capacity.Measured,
		Seconds: analysis.Estimate{Value: 400e-6, Low: 390e-6, High: 410e-6, Unit: "s", Better: analysis.Lower, N: 12},
	}
	plan := &capacity.Plan{
		Feasible: true, Total: capacity.Total{Cores: 2, Hosts: 1},
		Machine: capacity.Machine{CPU: "Example CPU", Kernel: "generic", CoresPerHost: 8}, Seed: "a1", Arrivals: 100_000,
		Services: []capacity.ServicePlan{{
			Service: capacity.Service{Kind: "dh-shared", Bits: []int{2048}, Strategy: "onthefly", Workers: 1, Load: capacity.Load{Rate: 2000}},
			Sizes: []capacity.SizePlan{{
				Bits: 2048, Feasible: true, Cost: cost, Constraint: "The load binds.",
				Upper: &capacity.Need{Seconds: 410e-6, Servers: 2, Cores: 2, Hosts: 1, Utilisation: 0.41, Binding: capacity.ByLoad, Keeping: 2},
			}},
		}},
	}
	if err := report.WritePlan(os.Stdout, report.FormatText, plan, report.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// FEASIBLE with 2 cores on 1 host.
	//
	// ANSWERS
	//   dh-shared, 2048 bits, onthefly, 2000 /s
	//     It takes 2 cores on 1 host, 41.0 % busy. The load binds.
	//
	// CORES AND HOSTS
	// Cost: wall time of one result on the workers that make it; measured, modelled (of operations at this
	// size) or predicted (of other sizes). The plan stands on the upper end of its 95 % interval; beside
	// it the cores that the estimate itself would take. Spare hosts come on top.
	//   service    bits    cost  95 % interval  basis     cores  at estimate  hosts    busy  binds
	//                     lower
	//   dh-shared  2048  400 µs     390 to 410  measured      2            -      1  41.0 %  load
	//
	// MADE FROM
	//   machine: Example CPU, kernel generic, 8 cores planned a host
	//   seed: a1, with 100000 simulated arrivals for each size
}

func ExampleParseFormat() {
	f, err := report.ParseFormat("markdown")
	fmt.Println(f, err)
	_, err = report.ParseFormat("pdf")
	fmt.Println(err)
	// Output:
	// markdown <nil>
	// report: unknown format "pdf": want one of text, markdown, csv, json, html, gobench, bench-json
}
