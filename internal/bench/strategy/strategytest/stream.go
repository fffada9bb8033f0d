// What a strategy is held to that makes many finds in a row.

package strategytest

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"primebench/internal/bench/strategy"
)

// inBulk looks at what there is of a task in bulk: streams, or slices and operations.
func (c *checker) inBulk(runner strategy.Runner) {
	_, streams := runner.(strategy.Streamer)
	_, slices := runner.(strategy.Slicer)
	facts := runner.Facts()
	if streams == facts.Bulk || facts.Bulk && (!slices || facts.NoSearch == "" || facts.Searches) {
		c.fail("a task in bulk: facts %+v, streams %v, slices %v", facts, streams, slices)
	}
	c.streams(runner)
	if facts.Bulk {
		c.operations(runner) // which make ready what is cut into slices
		c.finds(runner)
		c.slices(runner)
	}
}

// streams looks at two streams, at what they found and what they counted, and holds
// a seeded strategy to its seed.
func (c *checker) streams(runner strategy.Runner) {
	streamer, ok := runner.(strategy.Streamer)
	if !ok {
		return
	}
	const count = 20
	seen := map[string]bool{}
	for n := range uint64(2) {
		before := c.task.Meter.Tests()
		finds, err := streamer.Stream(c.ctx, n, count)
		if err != nil {
			c.fail("stream %d: %v", n, err)
			return
		}
		for _, p := range finds.Found {
			if err := c.isWhatItSays(p); err != nil {
				c.fail("stream %d: %v", n, err)
			}
			seen[p.String()] = true
		}
		k := finds.Counters
		if len(finds.Found) != count || k.Primes != count || k.Survivors < count || k.Candidates < k.Survivors || k.Tests < count {
			c.fail("stream %d: %d finds, want %d; counts %+v", n, len(finds.Found), count, k)
		}
		if counted := c.task.Meter.Tests() - before; counted < k.Tests {
			c.fail("stream %d: the meter went up by %d, the stream did %d tests", n, counted, k.Tests)
		}
		c.repeatsStream(runner, n, finds)
	}
	if len(seen) != 2*count {
		c.fail("%d different numbers in two streams of %d finds", len(seen), count)
	}
	if _, err := streamer.Stream(cancelled(c.ctx), 0, count); !errors.Is(err, context.Canceled) {
		c.fail("a stream under a cancelled context: %v", err)
	}
}

// repeatsStream makes a stream again on several workers.
func (c *checker) repeatsStream(runner strategy.Runner, n uint64, want strategy.Finds) {
	if !runner.Facts().Seeded {
		return
	}
	task := c.task
	task.Workers, task.SieveLimit = 3, runner.Facts().SieveLimit
	if err := c.strategy.Check(task); errors.Is(err, strategy.ErrUnsupported) {
		return
	}
	other := c.runner(task)
	if other == nil {
		return
	}
	got, err := other.(strategy.Streamer).Stream(c.ctx, n, int64(len(want.Found)))
	switch {
	case err != nil:
		c.fail("stream %d with %d workers: %v", n, task.Workers, err)
	case !slices.EqualFunc(got.Found, want.Found, func(a, b *big.Int) bool { return a.Cmp(b) == 0 }):
		c.fail("stream %d with %d workers: found %v, one worker %v", n, task.Workers, got.Found, want.Found)
	case got.Counters.Survivors != want.Counters.Survivors || got.Counters.Candidates != want.Counters.Candidates:
		c.fail("stream %d with %d workers: counts %+v, one worker %+v", n, task.Workers, got.Counters, want.Counters)
	}
}
