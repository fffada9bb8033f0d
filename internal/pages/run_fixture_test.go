// A made-up analysis in the shape of a default run, with every sort of cell
// that a report must cope with.

package pages

import (
	"math"
	"strings"
	"time"

	"primebench/internal/analysis"
	"primebench/results"
)

// runFixture is a run of 2 workers with measured, modelled and empty cells, cells
// of hard-coded groups with operations alone, and estimates without intervals.
func runFixture() *analysis.Analysis {
	start := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	a := &analysis.Analysis{
		Header: results.Header{
			Schema: 1, Program: "primebench", Version: "v1.2.3", Revision: "0123abcd", Go: "go1.26.8", Start: start,
			Suite: "default", Seed: "00000000000000000000000000000000000000000000000000000000000000a1",
			GOMAXPROCS: 2, Kernel: "ifma", BudgetNS: 75e9,
			Host: results.Host{
				OS: "linux", Arch: "amd64", Release: "6.1.0", CPU: "Example 9000 @ 3.70GHz", Features: []string{"adx", "avx512ifma", "bmi2"},
				LogicalCores: 2, PhysicalCores: 1, ThreadsPerCore: 2, CgroupCores: 2, Governor: "performance", MemoryBytes: 8 << 30,
			},
			Skipped: []results.Skipped{
				{Kind: "prime", Bits: 512, Strategy: "hardcoded", Mode: "search", Reason: "only groups are hard-coded"},
				{Kind: "prime", Bits: 1024, Strategy: "hardcoded", Mode: "search", Reason: "only groups are hard-coded"},
				{Kind: "safe", Bits: 512, Strategy: "hardcoded", Mode: "search", Reason: "no group of that size"},
			},
		},
		Closing:  &results.Closing{End: start.Add(76 * time.Second), Reason: results.ReasonDone, Samples: 412, ElapsedNS: 75.8e9, PeakBytes: 96 << 20},
		Elapsed:  75800 * time.Millisecond,
		Complete: false,
		Machine: analysis.Machine{
			State: analysis.Quiet, Clock: analysis.WallClock, Kept: share(0.012), Evidence: "what the scheduler counted",
			Sentence:   "The machine was quiet: the run was kept from its processors for 1.20 % of its time.",
			Processors: share(2), Others: share(0.03), Pressure: share(0.02), Load: share(2.1), ClockMoved: share(0), Stops: []analysis.Stop{},
		},
	}
	f := &fixtureCells{a: a}
	f.primes()
	f.safePrimes()
	for i := range a.Cells {
		a.Header.Cells = append(a.Header.Cells, a.Cells[i].Cell)
	}
	a.Headlines = []analysis.Headline{
		{
			Title: "4096 against 2048 bits, safe, onthefly",
			Sentence: "A 4096-bit safe prime costs 30x a 2048-bit one (95 % interval 24 to 37; modelled): 5.13 min against 10.3 s, " +
				"by onthefly on 2 workers.",
			Ratio: modelled(est(29.8, 24.1, 36.9, "x", analysis.Lower, 34)),
			Doubling: &analysis.Doubling{What: "making a safe prime, onthefly", Bits: 2048,
				Half: est(10.3, 9.2, 11.6, "s", analysis.Lower, 20), Double: modelled(est(308, 280, 340, "s", analysis.Lower, 14))},
		},
		{
			Title:    "4096 against 2048 bits, prime, onthefly",
			Sentence: "A 4096-bit prime costs 13.2x a 2048-bit one (95 % interval 11.6 to 15.1): 1.21 s against 91.7 ms, by onthefly on 2 workers.",
			Ratio:    est(13.2, 11.6, 15.1, "x", analysis.Lower, 61),
			Doubling: &analysis.Doubling{What: "making a prime, onthefly", Bits: 2048,
				Half: est(0.0917, 0.088, 0.096, "s", analysis.Lower, 41), Double: est(1.21, 1.07, 1.37, "s", analysis.Lower, 20)},
		},
		{Title: "512 bits, prime, stdlib-rand", Sentence: "A 512-bit prime costs 4.11 ms (95 % interval 3.2 to 5.3 ms), by stdlib-rand on 1 worker."},
	}
	a.Growth = []analysis.Growth{
		{Kind: "prime", Strategy: "onthefly", Mode: "search", Policy: analysis.BySize, Workers: 2, Quantity: "search",
			Exponent: *est(3.81, 3.62, 4.01, "1", analysis.Lower, 4), Sizes: []int{512, 1024, 2048, 4096}},
		{Kind: "safe", Strategy: "onthefly", Mode: "search", Policy: "mr20+lucas", Workers: 2, Quantity: "test",
			Exponent: *est(2.74, 2.69, 2.80, "1", analysis.Lower, 3), Sizes: []int{1024, 2048, 4096}},
	}
	a.Warnings = []analysis.Warning{
		{Cell: -1, Text: "cells with 2 workers share 1 physical core by hardware threads or time slices: do not read them as so many cores"},
		{Cell: 1, Text: "1 whole search: the time is their plain mean, which is mostly luck; 2 more would do for the ratio estimate"},
	}
	return a
}

// scaledRun is the fixture with several worker counts.
func scaledRun() *analysis.Analysis {
	a := runFixture()
	s := analysis.Scaling{Kind: "prime", Strategy: "onthefly", Mode: "search", Policy: "mr4", Bits: 2048}
	for i, w := range []int{1, 2, 4, 8} {
		rate := 5.6 * math.Pow(float64(w), 0.93)
		p := analysis.ScalingPoint{Workers: w, Rate: *est(rate, rate*0.93, rate*1.07, "1/s", analysis.Higher, 40)}
		if i > 0 {
			p.Speedup = est(rate/5.6, rate/5.6*0.9, rate/5.6*1.1, "x", analysis.Higher, 80)
		}
		s.Points = append(s.Points, p)
	}
	a.Scaling = []analysis.Scaling{s}
	return a
}

type fixtureCells struct{ a *analysis.Analysis }

// add appends a cell and returns it to be filled in.
func (f *fixtureCells) add(kind string, bits int, strategy string, policy string) *analysis.Cell {
	c := analysis.Cell{Status: analysis.Measured}
	c.ID, c.Kind, c.Bits, c.Strategy, c.Mode, c.Workers = len(f.a.Cells), kind, bits, strategy, "search", 2
	c.Policy = policyNamed(policy, bits)
	c.Seeded = strategy != "stdlib-rand"
	if !c.Seeded {
		c.Workers = 1
	}
	f.a.Cells = append(f.a.Cells, c)
	return &f.a.Cells[c.ID]
}

// policyNamed has bounds of about the right size.
func policyNamed(name string, bits int) results.Policy {
	p := results.Policy{Name: name, Lucas: strings.HasSuffix(name, "+lucas")}
	rounds := map[string]int{"mr2": 2, "mr4": 4, "mr7": 7, "mr20+lucas": 20, "mr64+lucas": 64}
	p.Rounds = rounds[name]
	p.Log2Error = -math.Min(130.5, float64(2*p.Rounds*bits)/100)
	return p
}

// searched fills a cell in with n searches whose mean time is known to within
// spread.
func searched(c *analysis.Cell, mean, spread float64, n int) {
	c.N = n
	c.Time = est(mean, mean/spread, mean*spread, "s", analysis.Lower, n)
	c.Time.Method = "cost a survivor x survivors expected"
	c.Naive = est(mean*1.06, mean*0.8, mean*1.4, "s", analysis.Lower, n)
	c.CPU = est(mean*1.9, mean*1.9/spread, mean*1.9*spread, "s", analysis.Lower, n)
	c.Rate = est(1/mean, 1/mean/spread, 1/mean*spread, "1/s", analysis.Higher, n)
	c.Percentiles = []analysis.Percentile{
		{P: 50, Estimate: *est(mean*0.69, mean*0.6, mean*0.8, "s", analysis.Lower, n)},
		{P: 95, Estimate: *modelled(est(mean*3, mean*2.5, mean*3.6, "s", analysis.Lower, n))},
	}
	for i := range n { // the middles of n equal slices of an exponential law, shuffled
		u := (float64((i*7)%n) + 0.5) / float64(n)
		c.Times = append(c.Times, six(-mean*math.Log1p(-u)*(1+0.1*math.Sin(float64(5*i)))))
		c.Samples = append(c.Samples, analysis.Sample{
			Op: results.OpSearch, Count: 1, WallNS: six(c.Times[i] * 1e9), CPUNS: six(c.Times[i] * 1.9e9), Survivors: float64(1 + 7*i),
		})
	}
	c.Phases = []analysis.Phase{
		{Name: "sieve", Share: 0.31, Seconds: six(mean * 0.62)}, {Name: "test", Share: 0.52, Seconds: six(mean * 1.04)},
		{Name: "accept", Share: 0.12, Seconds: six(mean * 0.24)}, {Name: "other", Share: 0.05, Seconds: six(mean * 0.1)},
	}
}

func theory(expected, observed, z, chance float64, n int) *analysis.Theory {
	var survivors *analysis.Estimate
	if n > 0 {
		spread := 2 / math.Sqrt(float64(n))
		survivors = est(six(observed), six(observed/(1+spread)), six(observed*(1+spread)), "1", analysis.Nor, n)
	}
	return &analysis.Theory{
		Survivors: survivors,
		Expected:  analysis.Work{Candidates: six(expected * 9), Survivors: expected},
		Observed:  analysis.Work{Candidates: six(observed * 9.1), Survivors: six(observed)},
		Searches:  n, Z: z, Chance: chance, Suspect: math.Abs(z) > 4,
	}
}

func (f *fixtureCells) primes() {
	work := map[int]float64{512: 18.1, 1024: 36.2, 2048: 72.4, 4096: 144.9}
	times := map[int]float64{512: 0.00061, 1024: 0.0072, 2048: 0.0917, 4096: 1.21}
	for i, bits := range []int{512, 1024, 2048, 4096} {
		n := []int{42, 30, 20, 12}[i]
		byEngine := f.add("prime", bits, "onthefly", []string{"mr7", "mr4", "mr2", "mr2"}[i])
		searched(byEngine, times[bits], 1.04, n)
		byEngine.Theory = theory(work[bits], work[bits]*(1+0.09*float64(i-1)), []float64{-1.1, 0, 0.57, 0.82}[i], 0.41, n)
		equal := f.add("prime", bits, "onthefly", "mr20+lucas")
		searched(equal, times[bits]*1.3, 1.05, n/2)
		equal.Theory = theory(work[bits], work[bits]*1.04, 0.23, 0.8, n/2)
		std := f.add("prime", bits, "stdlib", "mr20+lucas")
		searched(std, times[bits]*7.5, 1.3, n/3)
		std.Phases = nil
		f.compare(std, equal, 7.5/1.3)
		random := f.add("prime", bits, "stdlib-rand", "mr20+lucas")
		searched(random, times[bits]*15, 1.4, max(1, n/7))
		random.Phases = nil
		if bits == 4096 {
			*random.Time = analysis.Estimate{Value: 22.4, Low: 22.4, High: 22.4, Unit: "s", Better: analysis.Lower, N: 1, Need: 1}
			random.N, random.Times = 1, []float64{22.4}
		}
	}
}

func (f *fixtureCells) safePrimes() {
	for i, bits := range []int{512, 1024, 2048, 4096} {
		mean := []float64{0.052, 0.71, 10.3, 308}[i]
		expected := []float64{207.9, 831.4, 3327, 13310}[i]
		if bits > 512 {
			group := f.add("safe", bits, "hardcoded", "mr64+lucas")
			group.N = 24
			group.Operations = []analysis.OperationCost{
				{Operation: results.Operation{Name: results.OpLookup}, Cost: *est(41e-9, 40.2e-9, 41.9e-9, "s", analysis.Lower, 12)},
				{Operation: results.Operation{Name: results.OpValidate}, Cost: *est(0.00071*math.Pow(8, float64(i-1)), 0.00069*math.Pow(8, float64(i-1)), 0.00074*math.Pow(8, float64(i-1)), "s", analysis.Lower, 12)},
			}
			for _, op := range group.Operations {
				group.Samples = append(group.Samples, analysis.Sample{Op: op.Name, Count: 1000, WallNS: six(op.Cost.Value * 1e9)})
			}
		}
		c := f.add("safe", bits, "onthefly", "mr20+lucas")
		if bits < 4096 {
			searched(c, mean, 1.06, 60/(3*i+1))
			c.Theory = theory(expected, expected*0.93, -0.4, 0.66, 60/(3*i+1))
		} else {
			asModelled(c, mean, 1.02)
			c.Theory = theory(expected, 0, 0, 1, 0)
			c.Theory.Searches = 0
		}
		std := f.add("safe", bits, "stdlib", "mr20+lucas")
		switch {
		case bits == 4096:
			std.Status, std.Why = analysis.Empty, "the run ended first"
		case bits == 2048:
			asModelled(std, mean*31, 1.05)
			f.compare(std, c, 31)
		default:
			searched(std, mean*12, 1.9, 6-i)
			std.Phases = nil
			f.compare(std, c, 12)
		}
	}
}

func asModelled(c *analysis.Cell, mean, spread float64) {
	c.Status, c.Why, c.N = analysis.Modelled, "one search takes longer than the cell's share of the budget", 36
	c.Time = modelled(est(mean, mean/spread, mean*spread, "s", analysis.Lower, 36))
	c.Rate = modelled(est(1/mean, 1/mean/spread, 1/mean*spread, "1/s", analysis.Higher, 36))
	c.Operations = []analysis.OperationCost{
		{Operation: results.Operation{Name: results.OpSieve, PerSearch: 61.5}, Cost: *est(mean/61.5*0.28, mean/61.5*0.27, mean/61.5*0.29, "s", analysis.Lower, 12)},
		{Operation: results.Operation{Name: results.OpTest, PerSearch: 13310}, Cost: *est(mean/13310*0.7, mean/13310*0.69, mean/13310*0.71, "s", analysis.Lower, 12)},
		{Operation: results.Operation{Name: results.OpAccept, PerSearch: 1}, Cost: *est(mean*0.02, mean*0.019, mean*0.021, "s", analysis.Lower, 12)},
	}
	c.Phases = []analysis.Phase{
		{Name: "sieve", Share: 0.28, Seconds: six(mean * 0.56), Modelled: true},
		{Name: "test", Share: 0.7, Seconds: six(mean * 1.4), Modelled: true},
		{Name: "accept", Share: 0.02, Seconds: six(mean * 0.04), Modelled: true},
	}
}

func (f *fixtureCells) compare(first, second *analysis.Cell, ratio float64) {
	e := est(ratio, ratio*0.8, ratio*1.25, "x", analysis.Lower, first.N+second.N)
	e.Modelled = first.Status == analysis.Modelled || second.Status == analysis.Modelled
	f.a.Comparisons = append(f.a.Comparisons, analysis.Comparison{A: first.ID, B: second.ID, Ratio: *e})
}

// est is a made-up estimate that something points to.
func est(v, low, high float64, unit string, better analysis.Better, n int) *analysis.Estimate {
	e := estimate(v, low, high, unit, better, n)
	return &e
}

func modelled(e *analysis.Estimate) *analysis.Estimate {
	e.Modelled = true
	return e
}

func share(v float64) *float64 { return &v }
