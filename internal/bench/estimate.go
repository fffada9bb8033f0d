// How long a Spec will take, for those who ask before they run it.

package bench

import (
	"context"
	"math"
	"math/big"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
)

// An Estimate is how long a run is expected to take.
type Estimate struct {
	Duration time.Duration
	// Rough is true when Samples decides. The time is then that of one test on
	// this machine (of the kernel, or of math/big), scaled with the cube of the size and multiplied by theory: good
	// to a factor of two or three.
	Rough bool
}

// Estimate says how long measuring the Spec will take: its budget, or a rough
// figure for its samples, for which a small test is timed in a few milliseconds.
// Its errors are those of Matrix, and the context's.
func (s Spec) Estimate(ctx context.Context) (Estimate, error) {
	e, err := expand(s, Strategies())
	if err != nil {
		return Estimate{}, err
	}
	spec := e.matrix.Spec
	if spec.Budget > 0 {
		return Estimate{Duration: spec.Budget}, nil
	}
	clock := newWallClock()
	batched, err := timeTest(ctx, spec.Kernel, clock)
	if err != nil {
		return Estimate{}, err
	}
	own := timeBigTest(clock)
	total := 0.0
	for i, c := range e.matrix.Cells {
		tests := testsInSample(c, e.kinds[i], e.runners[i])
		test := batched
		if c.Kernel == "" { // the strategy has arithmetic of its own: math/big's
			test = own
		}
		scale := math.Pow(float64(c.Bits)/timedBits, 3) / float64(c.Workers)
		total += float64(spec.Samples) * (tests*scale*test + quickSamples(c, e.runners[i]) + sampleOverhead)
	}
	return Estimate{Duration: seconds(total), Rough: true}, nil
}

// sampleOverhead is about what a sample takes besides its tests, in seconds: its
// window, the pool, the record.
const sampleOverhead = 50e-6

// quickSamples is what one sample of each operation takes that is little beside a
// test, in seconds: they are repeated until there is something to time.
func quickSamples(c results.Cell, runner strategy.Runner) float64 {
	total := 0.0
	if c.Mode == string(Operations) {
		for _, op := range operationsOf(c, runner) {
			if op.Tests == 0 {
				total += leastSample(c, op).Seconds()
			}
		}
	}
	return total
}

// timedBits is the size of the test that is timed.
const timedBits = 1024

// timeTest times a base-2 test in a full batch, in seconds.
func timeTest(ctx context.Context, kernel string, clock Clock) (float64, error) {
	tester, err := millerrabin.NewTester(kernel, timedBits)
	if err != nil {
		return 0, err
	}
	number := make([]uint64, timedBits/64)
	for i := range number {
		number[i] = math.MaxUint64
	}
	const lanes, batches = 8, 3
	batch := make([][]uint64, lanes)
	for i := range batch {
		batch[i] = number
	}
	best := math.Inf(1)
	for range batches {
		start := clock.Now()
		if _, err := tester.Base2(ctx, batch...); err != nil {
			return 0, err
		}
		best = math.Min(best, (clock.Now()-start).Seconds()/lanes)
	}
	return best, nil
}

// timeBigTest times the power of a base-2 test by math/big, in seconds.
func timeBigTest(clock Clock) float64 {
	n := new(big.Int).Lsh(big.NewInt(1), timedBits)
	n.Sub(n, big.NewInt(1))
	exponent := new(big.Int).Rsh(n, 1)
	best := math.Inf(1)
	for range 3 {
		start := clock.Now()
		new(big.Int).Exp(big.NewInt(2), exponent, n)
		best = math.Min(best, (clock.Now() - start).Seconds())
	}
	return best
}

// testsInSample is about how many tests' time one sample of a cell takes, or one
// of each of its operations.
func testsInSample(c results.Cell, kind strategy.Kind, runner strategy.Runner) float64 {
	facts := runner.Facts()
	verification := strategy.VerificationTests(facts.Policy)
	if Mode(c.Mode).streams() {
		return float64(findsAStream(c, facts)) * testsAFind(c, facts)
	}
	if c.Mode == string(Replay) {
		return float64(composites(kind.Sieve(), c.Bits)) + verification
	}
	tests, once := 0.0, 0.0
	for _, op := range operationsOf(c, runner) {
		once += op.Tests
		if op.Name == results.OpTest {
			tests += op.PerSearch
		}
	}
	if c.Mode == string(Search) && facts.Searches {
		return tests + verification
	}
	return once
}
