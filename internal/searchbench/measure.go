// The run: how many samples each contestant gets, and in which order.

package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"primebench/internal/rng"
)

const (
	// The ratio estimator's interval is good from eight samples on; more than 20
	// slices would only be shorter ones.
	leastUnits  = 8
	usualSlices = 20
	mostUnits   = 2000
	// A slice is over before the machine drifts.
	longestSlice = 2 * time.Second
)

// measure takes all samples. The first sample of each contestant warms it up,
// says how many the budget pays for, and is left out of the results. Where the
// number is given there is none.
func measure(ctx context.Context, list []*contestant, budget time.Duration, order *rng.Stream, progress io.Writer) error {
	total := 0.0
	for _, c := range list {
		total += c.share
	}
	for _, c := range list {
		if err := c.plan(ctx, time.Duration(float64(budget)*c.share/total)); err != nil {
			return err
		}
	}
	turns := interleaved(list, order)
	fmt.Fprintf(progress, "searchbench: warm; %d samples of %d contestants\n", len(turns), len(list))
	for i, c := range turns {
		s, err := c.sample(ctx)
		if err != nil {
			return err
		}
		c.samples = append(c.samples, s)
		if tenth := 10 * (i + 1) / len(turns); tenth > 10*i/len(turns) {
			fmt.Fprintf(progress, "searchbench: %d of 10\n", tenth)
		}
	}
	return nil
}

// plan takes the first sample and sets the number of the others from the time
// that a sample takes on average: of a search, what its tests cost, times
// theory's number of them, so that luck has no say in it.
func (c *contestant) plan(ctx context.Context, share time.Duration) error {
	if c.law == sliced {
		c.units = max(usualSlices, int(share/longestSlice))
		c.limit = share / time.Duration(c.units)
	} else if c.units > 0 {
		return nil
	}
	var err error
	if c.first, err = c.sample(ctx); err != nil || c.units > 0 {
		return err
	}
	c.units = int(math.Min(mostUnits, math.Max(leastUnits, math.Round(share.Seconds()/c.mean()))))
	return nil
}

// mean returns the seconds of an average sample, going by the first.
func (c *contestant) mean() float64 {
	s := c.first
	switch {
	case c.like != nil:
		return c.like.mean()
	case c.expected > 0:
		return s.accept.Seconds() + float64(max(1, s.finds))*c.expected*s.search.Seconds()/s.tests
	default:
		return s.search.Seconds()
	}
}

// sample takes a sample and checks its finds, off the clock.
func (c *contestant) sample(ctx context.Context) (sample, error) {
	if err := ctx.Err(); err != nil { // not every library hears of it
		return sample{}, fmt.Errorf("searchbench: %w", err)
	}
	s, err := c.run(ctx, c.limit)
	if err != nil {
		return sample{}, fmt.Errorf("searchbench: %v: %w", c.key, err)
	}
	for _, p := range s.found {
		if err := c.check(p); err != nil {
			return sample{}, err
		}
	}
	s.found = nil
	return s, nil
}

// interleaved lists each contestant as often as it has samples to take, the
// turns of each at equal distances over the whole list, beginning at random.
func interleaved(list []*contestant, order *rng.Stream) []*contestant {
	type turn struct {
		at float64
		c  *contestant
	}
	var turns []turn
	for _, c := range list {
		begin := float64(order.Uint64()>>11) / (1 << 53)
		for i := range c.units {
			turns = append(turns, turn{(float64(i) + begin) / float64(c.units), c})
		}
	}
	slices.SortStableFunc(turns, func(a, b turn) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	sorted := make([]*contestant, len(turns))
	for i, t := range turns {
		sorted[i] = t.c
	}
	return sorted
}
