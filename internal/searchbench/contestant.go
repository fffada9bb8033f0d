// What a contestant is, and what it gives.

package main

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"primebench/sieve"
)

// A clock returns a time that has passed since some fixed moment.
type clock func() time.Duration

// wallClock returns the time that passes on the wall.
func wallClock() clock {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}

// A key names a contestant.
type key struct {
	who    string
	kind   sieve.Kind
	bits   int
	policy string // what a find must pass, as package millerrabin names it
}

func (k key) String() string {
	return fmt.Sprintf("%s, %v %d, %s", k.who, k.kind, k.bits, k.policy)
}

// A law says how the samples of a contestant make a mean.
type law int

const (
	// whole searches whose tests are counted: the mean number of tests is taken
	// from theory, the cost of one from the samples.
	whole law = iota
	// sliced is the same for searches that are too long: they are cut off.
	sliced
	// plain is whole searches of which nothing but the time is known.
	plain
	// operations are repetitions of a step of a search.
	operations
)

// A sample is one search, a stream of several or a slice of one.
type sample struct {
	tests  float64       // candidates tested, the find included; or operations done
	search time.Duration // what they took
	sieve  time.Duration // of that, in our searches: in the sieve
	accept time.Duration // what confirming the find took after that
	finds  int
	found  []*big.Int
}

// A contestant searches for one kind and size in one way.
type contestant struct {
	key
	law   law
	share float64 // of the budget, against the others' shares
	units int     // samples to take; 0: as many as the share pays for
	// expected is the mean number of tests of a search, by theory; 0 where it is
	// silent.
	expected float64
	// like is the contestant whose mean time this one, of law plain, shares.
	like *contestant
	// accept is the operation that confirms a find of slices, which
	// rarely hold one; nil if a find's confirmation is part of its slice.
	accept *contestant
	// once is what a find costs besides, in seconds, as far as it was measured a
	// single time; onceHow says how.
	once    float64
	onceHow string
	// checkOnly marks searches that are counted and not timed.
	checkOnly bool
	// run takes a sample. A slice ends after the limit, a whole search does not
	// know one.
	run func(ctx context.Context, limit time.Duration) (sample, error)

	limit   time.Duration // of a slice
	first   sample        // taken to plan the others
	samples []sample
}

// check returns an error if a find is not what was looked for.
func (k key) check(p *big.Int) error {
	if p.BitLen() != k.bits || !p.ProbablyPrime(1) {
		return fmt.Errorf("searchbench: %v: %x is no prime of %d bits", k, p, k.bits)
	}
	if k.kind == sieve.Safe && !new(big.Int).Rsh(p, 1).ProbablyPrime(1) {
		return fmt.Errorf("searchbench: %v: half of %x is not prime", k, p)
	}
	return nil
}

// each returns one number of each sample.
func (c *contestant) each(of func(sample) float64) []float64 {
	var list []float64
	for _, s := range c.samples {
		list = append(list, of(s))
	}
	return list
}

// sums adds up tests and finds.
func (c *contestant) sums() (tests float64, finds int) {
	for _, s := range c.samples {
		tests += s.tests
		finds += s.finds
	}
	return tests, finds
}
