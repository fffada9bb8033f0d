// Contestants and a clock whose times are known.

package main

import "time"

// A fakeClock moves only when a fake contestant runs. Each run makes the
// machine slower by the factor drift.
type fakeClock struct {
	now   time.Duration
	slow  float64
	drift float64
	runs  []string // who ran, in order
}

func newFakeClock(drift float64) *fakeClock { return &fakeClock{slow: 1, drift: drift} }

func (c *fakeClock) read() time.Duration { return c.now }

// contestant returns one that takes cost for a run of so many units.
func (c *fakeClock) contestant(name string, units float64, cost time.Duration) *contestant {
	return &contestant{name: name, units: units, run: func() error {
		c.now += time.Duration(float64(cost) * c.slow)
		c.slow *= c.drift
		c.runs = append(c.runs, name)
		return nil
	}}
}
