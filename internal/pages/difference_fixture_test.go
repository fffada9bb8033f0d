// Made-up comparisons with every sort of change and of verdict.

package pages

import (
	"fmt"
	"math"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/gate"
	"primebench/results"
)

// difference is a paired comparison of two builds that ends as a regression: of
// whole cells, measured and modelled, and of operations, by all verdicts.
func difference() *gate.Difference {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	side := func(name, revision string, from time.Time) gate.Side {
		s := gate.Side{
			Version: "v1.2.3", Revision: revision, Go: "go1.26.8", CPU: "Example 9000 @ 3.70GHz", OS: "linux", Arch: "amd64",
			From: from, To: from.Add(2 * time.Minute), Measured: 54321 * time.Millisecond,
		}
		for i := range 20 {
			s.Names = append(s.Names, fmt.Sprintf("block %d of the %s", i+1, name))
		}
		return s
	}
	d := &gate.Difference{
		Base: side("base", "0123abcd4567ef890123abcd4567ef890123abcd", start), Head: side("head", "89ef45670123abcd89ef45670123abcd89ef4567+dirty", start.Add(3*time.Second)),
		Paired: true, Tolerance: 0.03,
		Changes: []gate.Change{
			changed(differenceCell("prime", 1024, results.ModeReplay), 0.00231, 1.0012, 0.9953, 1.0071, gate.Pass),
			changed(differenceCell("prime", 2048, results.ModeReplay), 0.0251, 1.0634, 1.0571, 1.0702, gate.Regression),
			changed(differenceCell("prime", 4096, results.ModeReplay), 0.148, 1.0281, 0.9905, 1.0677, gate.Inconclusive),
			changed(differenceCell("safe", 2048, results.ModeSearch), 10.3, 0.8123, 0.7891, 0.8344, gate.Faster),
			changed(differenceCell("safe", 4096, results.ModeSearch), 308, 1.0052, 0.9911, 1.0199, gate.Pass),
			changed(differenceCell("safe", 2048, results.ModeOperations), 0.000112, 1.0204, 1.0204, 1.0204, gate.Inconclusive),
			changed(differenceCell("safe", 2048, results.ModeOperations), 0.0000098, 0.9991, 0.9976, 1.0004, gate.Pass),
		},
		Remarks: []string{"the sides differ in Go: go1.26.8 and go1.27.0"},
		Verdict: gate.Regression,
	}
	open, few, modelledChange := &d.Changes[2], &d.Changes[5], &d.Changes[4]
	open.Why, open.More = "the interval holds the tolerance; about 34 blocks more would settle it", 34
	open.Noise, open.Limit = 0.0177, 0.0357
	few.Op, few.Why, few.More, few.Blocks = "sieve", "4 blocks, want at least 6", 2, 4
	few.Ratio.Need, few.Base.Need, few.Head.Need = 2, 2, 2
	d.Changes[6].Op = "test"
	modelledChange.Base.Modelled, modelledChange.Head.Modelled, modelledChange.Ratio.Modelled = true, true, true
	modelledChange.Quantity = "sum of the median costs of operations x times expected"
	geomean := changed(results.Cell{}, 0.0321, 0.9981, 0.9902, 1.0063, gate.Pass)
	geomean.HeadStrategy, geomean.HeadKernel, geomean.Quantity, geomean.Confidence = "", "", "geometric mean of 7 subjects", 0.95
	d.Geomean = &geomean
	return d
}

func differenceCell(kind string, bits int, mode string) results.Cell {
	return results.Cell{
		Kind: kind, Bits: bits, Strategy: results.StrategyOnTheFly, Mode: mode, Workers: 1, Policy: results.Policy{Name: "mr4", Rounds: 4, Log2Error: -130.5}, Kernel: "ifma",
	}
}

// changed is a change of 20 blocks whose base takes so many seconds.
func changed(cell results.Cell, seconds, ratio, low, high float64, verdict gate.Verdict) gate.Change {
	return gate.Change{
		Cell: cell, HeadStrategy: cell.Strategy, HeadKernel: cell.Kernel, Quantity: "median replay of the list",
		Base:  estimate(seconds, seconds*0.99, seconds*1.01, "s", analysis.Lower, 20),
		Head:  estimate(seconds*ratio, seconds*ratio*0.99, seconds*ratio*1.01, "s", analysis.Lower, 20),
		Ratio: estimate(ratio, low, high, "x", analysis.Lower, 20), Confidence: six(1 - 0.05/7), Blocks: 20,
		Noise: 0.0042, Limit: 0.03, Verdict: verdict,
	}
}

// across is an unpaired comparison of one run with another of two strategies and
// of two kernels, all of them faster.
func across() *gate.Difference {
	d := difference()
	d.Paired, d.Verdict, d.Geomean = false, gate.Faster, nil
	d.Base.Names, d.Head.Names = []string{"runs/base/run.jsonl"}, []string{"runs/head/run.jsonl"}
	d.Changes = d.Changes[3:4]
	other := d.Changes[0]
	d.Changes[0].HeadStrategy, d.Changes[0].HeadKernel = "gmp", ""
	other.HeadKernel = "avx2"
	d.Changes = append(d.Changes, other)
	d.Remarks = []string{"one run a side does not show how much the same build differs from process to process"}
	return d
}

// unsettled is a comparison that tells nothing yet.
func unsettled() *gate.Difference {
	d := difference()
	d.Changes, d.Geomean, d.Remarks, d.Verdict = d.Changes[2:3], nil, nil, gate.Inconclusive
	return d
}

// passed is a comparison that a gate lets pass.
func passed() *gate.Difference {
	d := difference()
	d.Changes = append(d.Changes[:1:1], d.Changes[3:5]...)
	d.Geomean, d.Remarks, d.Verdict = nil, nil, gate.Pass
	return d
}

// incomparable has obstacles and nothing else.
func incomparable() *gate.Difference {
	d := difference()
	return &gate.Difference{Verdict: gate.NotComparable, Base: d.Base, Head: d.Head, Tolerance: 0.03, Obstacles: []gate.Obstacle{
		{Where: "runs/head/run.jsonl", Field: "processor", Base: "Example 9000 @ 3.70GHz", Head: ""},
		{Where: "prime 2048 onthefly replay, 1 worker, mr4", What: "the head lacks it"},
	}}
}

// records is a comparison of two files of another tool's, with times, a rate, memory and
// counts that are equal each time.
func records() *gate.Difference {
	side := func(name string, slower float64) gate.Record {
		r := gate.Record{Names: []string{name}, Machine: gate.Machine{CPU: "Example 9000 @ 3.70GHz", Arch: "amd64"}, Remarks: []string{name + ": 2 lines are not understood"}}
		series := func(benchmark, metric, unit string, better analysis.Better, value, factor float64) {
			s := gate.Series{Benchmark: benchmark, Metric: metric, Unit: unit, Better: better}
			var values []float64
			for i := range 10 {
				v := value * factor
				if unit == "s" || unit == "1/s" {
					v *= 1 + 0.001*float64(i%4)
				}
				values = append(values, v)
			}
			s.Processes = [][]float64{values}
			r.Series = append(r.Series, s)
		}
		series("Parse/small-8", "time", "s", analysis.Lower, 1.25e-6, slower)
		series("Parse/large-8", "time", "s", analysis.Lower, 3.5e-3, 1)
		series("Serve-8", "requests", "1/s", analysis.Higher, 51234, 1/slower)
		series("Parse/small-8", "memory", "B", analysis.Lower, 4096, 1)
		series("Parse/small-8", "allocations", "1", analysis.Lower, 12, slower*slower)
		series("Parse/large-8", "allocations", "1", analysis.Lower, 0, 1)
		return r
	}
	d, err := gate.CompareRecords(side("base.txt", 1), side("head.txt", 1.1), false, gate.Rules{Geomean: true})
	if err != nil {
		panic(err)
	}
	return d
}

// commands is a duet of two commands, the second faster.
func commands() *gate.Difference {
	series := func(metric, unit string, value float64) gate.Series {
		s := gate.Series{Metric: metric, Unit: unit, Better: analysis.Lower}
		for i := range 20 {
			s.Processes = append(s.Processes, []float64{value * (1 + 0.002*float64(i*7%5))})
		}
		return s
	}
	compared := func(metric, unit string, base, head float64) *gate.Difference {
		d, err := gate.CompareRecords(
			gate.Record{Names: []string{"gzip -9 -c 'a file'"}, Machine: gate.Machine{CPU: "Example 9000 @ 3.70GHz", OS: "linux", Arch: "amd64"}, Series: []gate.Series{series(metric, unit, base)}},
			gate.Record{Names: []string{"gzip -6 -c 'a file'"}, Machine: gate.Machine{CPU: "Example 9000 @ 3.70GHz", OS: "linux", Arch: "amd64"}, Series: []gate.Series{series(metric, unit, head)}},
			true, gate.Rules{})
		if err != nil {
			panic(err)
		}
		return d
	}
	d := compared("wall time", "s", 0.52, 0.31)
	for _, b := range []*gate.Difference{compared("processor time", "s", 0.51, 0.305), compared("peak memory", "B", 41<<20, 41.5*(1<<20))} {
		d.Besides = append(d.Besides, b.Changes...)
	}
	for i := range d.Besides {
		d.Besides[i].Verdict = ""
	}
	return d
}

// differences are the comparisons that golden files show.
func differences() map[string]*gate.Difference {
	return map[string]*gate.Difference{
		"regression": difference(), "across": across(), "inconclusive": unsettled(), "pass": passed(), "incomparable": incomparable(),
		"records": records(), "commands": commands(),
	}
}

// selfTest is a self-test of a gate.
func selfTest() *gate.SelfTest {
	g := &gate.SelfTest{
		Side: difference().Base, Tolerance: 0.02, Blocks: 20, Measured: 58700 * time.Millisecond, Pairs: 200, Apart: 10,
	}
	for _, inTurn := range []bool{true, false} {
		for i, slowdown := range []float64{0, 0.03, 0.05, 0.1} {
			fired := []int{3, 412, 499, 500}[i]
			n := 500
			share := float64(fired) / float64(n)
			e := estimate(share, math.Max(0, share-0.012), math.Min(1, share+0.012), "1", analysis.Nor, n)
			g.Rows = append(g.Rows, gate.SelfTestRow{
				Slowdown: slowdown, InTurn: inTurn, Comparisons: n, Regressions: e, Open: (n - fired) / 2, Passes: n - fired - (n-fired)/2,
			})
		}
	}
	return g
}
