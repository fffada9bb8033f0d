package report_test

import (
	"fmt"
	"os"

	"primebench/internal/analysis"
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

func ExampleParseFormat() {
	f, err := report.ParseFormat("markdown")
	fmt.Println(f, err)
	_, err = report.ParseFormat("pdf")
	fmt.Println(err)
	// Output:
	// markdown <nil>
	// report: unknown format "pdf": want one of text, markdown, csv, json, html, gobench, bench-json
}
