// The forecast: what an operation that was not tried will take, by those that
// were.

package bench

import (
	"context"
	"math"

	"primebench/internal/bench/strategy"
)

// A forecast holds seconds for each base-2 test and cubed bit: a test's time grows
// with about the cube of the size, whichever arithmetic does it. It is good to a
// factor of two or so.
type forecast map[work]float64

// Work of a kind takes the same time for each test: that of one operation of a
// strategy, or, with op and strategy empty, any by that kernel.
type work struct{ kernel, strategy, op string }

// newForecast times one test of each arithmetic, in a few milliseconds.
func newForecast(ctx context.Context, kernel string, clock Clock) (forecast, error) {
	test, err := timeTest(ctx, kernel, clock)
	if err != nil {
		return nil, err
	}
	return forecast{
		{kernel: kernel}: test / cube(timedBits),
		{}:               timeBigTest(clock) / cube(timedBits),
	}, nil
}

func cube(bits int) float64 { return math.Pow(float64(bits), 3) }

// works are the kinds that a track's work is of, the closest first.
func (t *track) works() [2]work {
	c := t.cell
	return [2]work{{c.Kernel, c.Strategy, t.opName()}, {kernel: c.Kernel}}
}

// weight is the work of a track's least sample, 0 when that is little.
func (t *track) weight() float64 {
	c := t.cell
	tests := 0.0
	switch {
	case t.op != whole:
		tests = c.operations[t.op].Tests
	case Mode(c.Mode).streams():
		tests = float64(t.count) * testsAFind(c.Cell, c.facts)
	default:
		tests = float64(len(c.list)) + strategy.VerificationTests(c.facts.Policy)
	}
	return tests * cube(c.Bits)
}

// search is about what a search will take of which no operations tell, in seconds; 0 when
// nothing is known. It stands before any search is made, so that luck has no say in it.
func (f forecast) search(c *cell) float64 {
	return f[work{kernel: c.Kernel}] * c.facts.Tests * cube(c.Bits)
}

// learn takes in what a track's least sample took, in seconds.
func (f forecast) learn(t *track, least float64) {
	if weight := t.weight(); weight > 0 && f != nil {
		for _, w := range t.works() {
			f[w] = least / weight
		}
	}
}

// cost is about what a track's least sample will take, in seconds; 0 when that
// is little, or nothing is known.
func (f forecast) cost(t *track) float64 {
	for _, w := range t.works() {
		if unit, ok := f[w]; ok {
			return unit * t.weight()
		}
	}
	return 0
}
