// What a strategy is held to that cuts its searches off.

package strategytest

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/results"
)

// slices looks at slices until one has a find, at what they found and what they
// counted.
func (c *checker) slices(runner strategy.Runner) {
	slicer, ok := runner.(strategy.Slicer)
	facts := runner.Facts()
	if !ok || facts.NoSearch != "" && !facts.Bulk {
		return
	}
	if facts.Expected.Survivors < 1 {
		c.fail("slices of searches of which theory expects %v survivors", facts.Expected.Survivors)
		return
	}
	const least, most = 3, 100
	limit := time.Millisecond
	var total strategy.Finds
	expected := 0.0 // finds in the tests so far
	for i := 0; i < least || len(total.Found) < least || expected < 1; i++ {
		if i == most {
			c.fail("%d slices found %d numbers in %d tests, expected one in %v", i, len(total.Found), total.Counters.Survivors, facts.Expected.Survivors)
			return
		}
		before := c.task.Meter.Tests()
		finds, err := slicer.Slice(c.ctx, limit)
		if err != nil {
			c.fail("slice %d: %v", i, err)
			return
		}
		k := finds.Counters
		if k.Survivors < 1 || k.Candidates < k.Survivors || k.Tests < k.Survivors || k.Primes != int64(len(finds.Found)) || k.Primes > k.Survivors {
			c.fail("slice %d: %d finds, counts %+v", i, len(finds.Found), k)
			return
		}
		if counted := c.task.Meter.Tests() - before; counted != k.Tests {
			c.fail("slice %d: the meter went up by %d, the slice did %d tests", i, counted, k.Tests)
		}
		for _, p := range finds.Found {
			if err := c.isWhatItSays(p); err != nil {
				c.fail("slice %d: %v", i, err)
			}
		}
		total.Found = append(total.Found, finds.Found...)
		total.Counters.Survivors += k.Survivors
		expected += float64(k.Survivors) / facts.Expected.Survivors
		total.Phases.Accept += finds.Phases.Accept
		if float64(k.Survivors) < facts.Expected.Survivors/10 { // slices of that length would be too many
			limit *= 2
		}
	}
	// By Poisson's law, luck passes the bound once in a million times.
	if z := (expected - float64(len(total.Found))) / math.Sqrt(expected); z > 5 || z < -8 {
		c.fail("slices found %d numbers in %d tests, expected one in %v: z %.1f", len(total.Found), total.Counters.Survivors, facts.Expected.Survivors, z)
	}
	c.apart(runner, total)
	if _, err := slicer.Slice(cancelled(c.ctx), time.Second); !errors.Is(err, context.Canceled) {
		c.fail("a slice under a cancelled context: %v", err)
	}
	ctx, cancel := context.WithTimeout(c.ctx, 30*time.Millisecond)
	defer cancel()
	if _, err := slicer.Slice(ctx, time.Hour); !errors.Is(err, context.DeadlineExceeded) {
		c.fail("a slice cancelled on its way: %v", err)
	}
}

// apart asks that the time of confirmations is told where it is no part of a slice.
func (c *checker) apart(runner strategy.Runner, total strategy.Finds) {
	isApart := slices.ContainsFunc(runner.Operations(), func(op strategy.Operation) bool { return op.Name == results.OpAccept })
	if isApart != (total.Phases.Accept > 0) {
		c.fail("acceptance is apart from slices: %v; slices with %d finds took %v for it", isApart, len(total.Found), total.Phases.Accept)
	}
}
