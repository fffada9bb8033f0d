// Rounds: every contestant once, in an order that is drawn for each.

package main

import (
	"slices"
	"time"

	"primebench/internal/rng"
)

// A clock returns a time that has passed since some fixed moment.
type clock func() time.Duration

// A key names a contestant.
type key struct {
	name string
	bits int
}

// timings holds the seconds for one unit of each contestant's work, one value
// for each round.
type timings map[key][]float64

// ratios returns the times of a over those of b, round by round; nil if either
// took no part.
func (t timings) ratios(a, b key) []float64 {
	if len(t[a]) != len(t[b]) {
		return nil
	}
	var r []float64
	for i := range t[a] {
		r = append(r, t[a][i]/t[b][i])
	}
	return r
}

// calibrate sets for every contestant how many runs make a slice, and returns
// how long a round will take.
func calibrate(fields []*field, slice time.Duration, now clock) (round time.Duration, err error) {
	for _, f := range fields {
		for _, c := range f.contestants {
			var took time.Duration
			for c.repeat = 1; ; c.repeat *= 2 {
				if took, err = c.time(now); err != nil {
					return 0, err
				}
				if took >= slice {
					break
				}
			}
			round += took
		}
	}
	return round, nil
}

// measure makes the rounds. The contestants of one size follow each other, so
// that the two times of a ratio lie close together.
func measure(fields []*field, rounds int, now clock, order *rng.Stream) (timings, error) {
	t := timings{}
	for range rounds {
		for _, f := range shuffled(fields, order) {
			for _, c := range shuffled(f.contestants, order) {
				took, err := c.time(now)
				if err != nil {
					return nil, err
				}
				k := key{c.name, f.bits}
				t[k] = append(t[k], took.Seconds()/c.units/float64(c.repeat))
			}
		}
	}
	return t, nil
}

// time times the contestant's runs together.
func (c *contestant) time(now clock) (time.Duration, error) {
	start := now()
	for range c.repeat {
		if err := c.run(); err != nil {
			return 0, err
		}
	}
	return now() - start, nil
}

// shuffled returns the elements in an order in which all are equally likely
// (R. Durstenfeld, Algorithm 235: Random permutation, CACM 7, 1964).
func shuffled[T any](list []T, order *rng.Stream) []T {
	s := slices.Clone(list)
	for i := len(s) - 1; i > 0; i-- {
		j := order.Below(uint64(i) + 1)
		s[i], s[j] = s[j], s[i]
	}
	return s
}

// wallClock returns the time that passes on the wall.
func wallClock() clock {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}
