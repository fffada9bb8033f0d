// Contestants whose true mean times are known.

package main

import (
	"context"
	"math"
	"time"

	"primebench/internal/rng"
	"primebench/sieve"
)

// A simulation searches: each test costs about cost and succeeds one time in
// mean, and a find costs accept besides.
type simulation struct {
	random       *rng.Stream
	mean         float64
	cost, accept time.Duration
}

// uniform returns a number between 0 and 1, both excluded.
func (s *simulation) uniform() float64 { return (float64(s.random.Uint64()>>11) + 0.5) / (1 << 53) }

// noisy returns a duration that is off by up to a fifth.
func (s *simulation) noisy(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.8 + 0.4*s.uniform()))
}

// search is a whole search.
func (s *simulation) search() sample {
	tests := math.Ceil(math.Log(s.uniform()) / math.Log1p(-1/s.mean))
	return sample{
		tests:  tests,
		search: s.noisy(time.Duration(tests * float64(s.cost))),
		accept: s.noisy(s.accept),
		finds:  1,
	}
}

// slice searches for so long. Its tests vary one by one.
func (s *simulation) slice(limit time.Duration) sample {
	var all sample
	for all.search < limit {
		all.tests++
		all.search += s.noisy(s.cost)
		if s.uniform() < 1/s.mean {
			all.finds++
		}
	}
	return all
}

// truth is the mean time of a search in seconds.
func (s *simulation) truth() float64 { return s.mean*s.cost.Seconds() + s.accept.Seconds() }

// contestant takes so many samples.
func (s *simulation) contestant(l law, count int) *contestant {
	c := &contestant{key: key{"simulation", sieve.Prime, 64, "mr1"}, law: l, expected: s.mean, limit: 20 * s.cost}
	for range count {
		switch l {
		case whole, plain:
			c.samples = append(c.samples, s.search())
		case sliced:
			c.samples = append(c.samples, s.slice(c.limit))
		case operations:
			c.samples = append(c.samples, sample{tests: 4, search: s.noisy(4 * s.cost)})
		}
	}
	if l == plain { // all that is known is the whole time
		for i := range c.samples {
			c.samples[i].search += c.samples[i].accept
			c.samples[i].accept = 0
		}
	}
	return c
}

// A fakeClock says what its contestants have cost together.
type fakeClock struct{ now time.Duration }

// costing returns a contestant whose samples of law whole take a fixed time.
func (c *fakeClock) costing(name string, share float64, cost time.Duration) *contestant {
	return &contestant{
		key: key{who: name, bits: 64}, law: whole, share: share, expected: 10,
		run: func(context.Context, time.Duration) (sample, error) {
			c.now += cost
			return sample{tests: 10, search: cost, finds: 1}, nil
		},
	}
}
