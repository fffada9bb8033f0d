// How long a Spec will take, for those who ask before they run it.

package bench

import (
	"context"
	"math"
	"time"

	"primebench/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
	"primebench/sieve"
)

// An Estimate is how long a run is expected to take.
type Estimate struct {
	Duration time.Duration
	// Rough is true when Samples decides. The time is then that of one test on
	// this machine, scaled with the cube of the size and multiplied by theory: good
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
	test, err := timeTest(ctx, spec.Kernel, newWallClock())
	if err != nil {
		return Estimate{}, err
	}
	total := 0.0
	for i, c := range e.matrix.Cells {
		tests, err := testsInSample(c, e.kinds[i], e.runners[i].Facts())
		if err != nil {
			return Estimate{}, err
		}
		scale := math.Pow(float64(c.Bits)/timedBits, 3) / float64(c.Workers)
		total += float64(spec.Samples) * tests * scale * test
	}
	return Estimate{Duration: seconds(total), Rough: true}, nil
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

// testsInSample is about how many tests' time one sample of a cell takes, or one
// of each of its operations.
func testsInSample(c results.Cell, kind sieve.Kind, facts strategy.Facts) (float64, error) {
	verification := float64(c.Policy.Rounds + 2)
	switch {
	case c.Mode == string(Replay):
		tests, err := composites(kind, c.Bits)
		return float64(tests) + verification, err
	case c.Mode == string(Search) && facts.Searches:
		tests := verification
		for _, op := range c.Operations {
			if op.Name == "test" {
				tests += op.PerSearch
			}
		}
		return tests, nil
	}
	return 2 * verification * float64(len(c.Operations)), nil
}
