// Runs of known truth for the tests.

package capacity

import (
	"math"
	"testing"
	"time"

	"primebench/engine"
	"primebench/internal/analysis"
	"primebench/internal/rng"
	"primebench/results"
	"primebench/sieve"
)

// engineTests is the theory that the command hands in.
func engineTests(kind string, bits int, limit uint64) float64 {
	k := sieve.Prime
	if kind == Safe {
		k = sieve.Safe
	}
	return engine.Expected(k, bits, limit).Tests
}

// A builder puts a run together.
type builder struct {
	run  results.Run
	luck *rng.Stream
}

func newBuilder() *builder {
	start := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	return &builder{
		run: results.Run{
			Header: results.Header{
				Schema: 2, Program: "primebench", Start: start, Kernel: "ifma", GOMAXPROCS: 8,
				Host: results.Host{CPU: "Test CPU", LogicalCores: 8, PhysicalCores: 8, ThreadsPerCore: 1},
			},
			Closing: &results.Closing{Reason: results.ReasonDone, End: start.Add(time.Minute), ElapsedNS: 6e10},
		},
		luck: testSeed.Stream(7),
	}
}

func (b *builder) cell(c results.Cell) int {
	c.ID = len(b.run.Header.Cells)
	c.Workers = max(1, c.Workers)
	c.Seeded = true
	if c.Strategy == "" {
		c.Strategy = DefaultStrategy
	}
	if c.Mode == "" {
		c.Mode = results.ModeSearch
	}
	b.run.Header.Cells = append(b.run.Header.Cells, c)
	return c.ID
}

func (b *builder) sample(s results.Sample) {
	s.Count = max(1, s.Count)
	b.run.Samples = append(b.run.Samples, s)
}

// searches adds a cell of whole searches by one worker that accept for fixed
// seconds and test for 50 times test seconds on average.
func (b *builder) searches(kind string, bits, workers, n int, fixed, test float64) {
	id := b.cell(results.Cell{
		Kind: kind, Bits: bits, Workers: workers, Policy: results.Policy{Name: "mr6", Rounds: 6},
		Expected: results.Work{Candidates: 500, Survivors: 50},
	})
	for range n {
		m := math.Max(1, math.Ceil(math.Log(uniform(b.luck))/math.Log1p(-1./50)))
		tests := m * test / float64(workers) * (0.98 + 0.04*uniform(b.luck))
		b.sample(results.Sample{
			Cell: id, Op: results.OpSearch, WallNS: int64((tests + fixed) * 1e9), CPUNS: int64((tests + fixed) * 1e9),
			Candidates: int64(10 * m), Survivors: int64(m), Tests: int64(m), Primes: 1,
			Phases: results.Phases{TestNS: int64(tests * float64(workers) * 1e9), AcceptNS: int64(fixed * 1e9)},
		})
	}
}

// exponential draws a number of mean 1.
func exponential(b *builder) float64 { return -math.Log(uniform(b.luck)) }

// operations adds a cell in mode operations whose operations take so many seconds,
// give or take half a per cent.
func (b *builder) operations(c results.Cell, costs map[string]float64) {
	c.Mode = results.ModeOperations
	id := b.cell(c)
	for _, op := range c.Operations {
		for i := range 5 {
			b.sample(results.Sample{Cell: id, Op: op.Name, Count: 1000, WallNS: int64(costs[op.Name] * 1e12 * (0.995 + 0.0025*float64(i)))})
		}
	}
}

// parts adds what a search of some size is made of.
func (b *builder) parts(kind string, bits int, limit uint64, test, sieve, accept float64) {
	tests := engineTests(kind, bits, limit)
	b.operations(results.Cell{
		Kind: kind, Bits: bits, SieveLimit: limit, Policy: results.Policy{Name: "mr6", Rounds: 6},
		Expected: results.Work{Candidates: 10 * tests, Survivors: tests},
		Operations: []results.Operation{
			{Name: "sieve", PerSearch: 1.02}, {Name: "test", PerSearch: tests + 3.5}, {Name: "accept", PerSearch: 1},
		},
	}, map[string]float64{"test": test, "sieve": sieve, "accept": accept})
}

// uses adds a group's uses by one worker.
func (b *builder) uses(bits int, strategy string, costs map[string]float64) {
	c := results.Cell{Kind: Safe, Bits: bits, Strategy: strategy}
	full, short := bits-1, results.ShortExponentBits(bits)
	for _, op := range []results.Operation{
		{Step: results.StepKeygen, AtOnce: 1, ExponentBits: full},
		{Step: results.StepShared, AtOnce: 1, ExponentBits: full},
		{Step: results.StepShared, AtOnce: 1, ExponentBits: short, Short: true},
		{Step: results.StepShared, AtOnce: 1, ExponentBits: short, Short: true, ConstantTime: true},
		{Step: results.StepShared, AtOnce: 8, ExponentBits: short, Short: true},
	} {
		if op = op.Named(); costs[op.Name] > 0 {
			c.Operations = append(c.Operations, op)
		}
	}
	b.operations(c, costs)
}

func (b *builder) analyse(t testing.TB) *analysis.Analysis {
	t.Helper()
	for i := range b.run.Samples {
		b.run.Samples[i].Seq = i
	}
	a, err := analysis.Analyse(&b.run)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// primes is a run with 1024-bit primes of 2 ms and 50 times 0.16 ms.
func primes(t testing.TB) *analysis.Analysis {
	b := newBuilder()
	b.searches(Prime, 1024, 1, 400, 0.002, 0.00016)
	return b.analyse(t)
}
