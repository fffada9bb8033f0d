package main

import (
	"context"
	"errors"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"primebench/internal/rng"
	"primebench/sieve"
)

// The budget is spent by the shares, and the samples of each contestant lie at
// equal distances.
func TestMeasureSharesAndInterleaves(t *testing.T) {
	var c fakeClock
	many, few := c.costing("many", 3, time.Second), c.costing("few", 1, 2*time.Second)
	var turns []string
	for _, x := range []*contestant{many, few} {
		run := x.run
		x.run = func(ctx context.Context, limit time.Duration) (sample, error) {
			turns = append(turns, x.who)
			return run(ctx, limit)
		}
	}
	err := measure(context.Background(), []*contestant{many, few}, 400*time.Second, rng.Seed{}.Stream(0), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if len(many.samples) != 300 || len(few.samples) != 50 {
		t.Fatalf("%d and %d samples, want 300 and 50", len(many.samples), len(few.samples))
	}
	gap := 0
	for _, who := range turns[2:] { // the first of each warms up
		if gap++; who == "few" {
			if gap > 8 {
				t.Fatalf("%d turns between two samples of few, want 7 or one more", gap)
			}
			gap = 0
		}
	}
}

// A contestant gets enough samples for an interval, and not thousands; a number
// that is given is kept to.
func TestPlan(t *testing.T) {
	var c fakeClock
	slow, fast, given := c.costing("slow", 1, time.Hour), c.costing("fast", 1, time.Microsecond), c.costing("given", 1, time.Hour)
	given.units = 3
	short, long := c.costing("short", 1, time.Millisecond), c.costing("long", 1, time.Millisecond)
	short.law, long.law = sliced, sliced
	itself := c.costing("itself", 1, time.Second)
	itself.law, itself.expected, itself.like = plain, 0, c.costing("like", 1, 0)
	itself.like.first = sample{tests: 5, search: time.Second} // half of the 10 expected
	for _, test := range []struct {
		c     *contestant
		share time.Duration
		units int
		limit time.Duration
	}{
		{slow, time.Minute, leastUnits, 0},
		{fast, time.Minute, mostUnits, 0},
		{given, time.Minute, 3, 0},
		{short, 10 * time.Second, 20, 500 * time.Millisecond},
		{long, time.Minute, 30, 2 * time.Second},
		{itself, time.Minute, 30, 0},
	} {
		before := c.now
		if err := test.c.plan(context.Background(), test.share); err != nil {
			t.Fatal(err)
		}
		if test.c.units != test.units || test.c.limit != test.limit {
			t.Errorf("%s: %d samples with the limit %v, want %d with %v", test.c.who, test.c.units, test.c.limit, test.units, test.limit)
		}
		if test.c == given && c.now != before {
			t.Error("a given number is planned by a sample")
		}
	}
}

func TestWrongFindsAreCaught(t *testing.T) {
	safe, prime, composite := big.NewInt(0xd5a7), big.NewInt(0xd4b7), big.NewInt(0xd5a9) // of 16 bits
	for !prime.ProbablyPrime(0) || new(big.Int).Rsh(prime, 1).ProbablyPrime(0) {
		prime.Add(prime, big.NewInt(2))
	}
	for !safe.ProbablyPrime(0) || !new(big.Int).Rsh(safe, 1).ProbablyPrime(0) {
		safe.Add(safe, big.NewInt(2))
	}
	composite.Mul(big.NewInt(251), big.NewInt(241))
	for _, test := range []struct {
		kind sieve.Kind
		bits int
		p    *big.Int
		ok   bool
	}{
		{sieve.Prime, 16, prime, true}, {sieve.Safe, 16, safe, true}, {sieve.Prime, 16, safe, true},
		{sieve.Safe, 16, prime, false}, {sieve.Prime, 17, prime, false}, {sieve.Prime, 16, composite, false},
	} {
		c := &contestant{key: key{"liar", test.kind, test.bits, "mr1"}, run: func(context.Context, time.Duration) (sample, error) {
			return sample{found: []*big.Int{test.p}}, nil
		}}
		_, err := c.sample(context.Background())
		if (err == nil) != test.ok || err != nil && !strings.Contains(err.Error(), "liar") {
			t.Errorf("%v of %d bits, %x: %v", test.kind, test.bits, test.p, err)
		}
	}
}

func TestErrorsNameTheContestant(t *testing.T) {
	broken := errors.New("broken")
	c := &contestant{key: key{who: "somebody"}, units: 1, run: func(context.Context, time.Duration) (sample, error) {
		return sample{}, broken
	}}
	err := measure(context.Background(), []*contestant{c}, time.Second, rng.Seed{}.Stream(0), io.Discard)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "somebody") {
		t.Errorf("got %v", err)
	}
}

// An interrupt ends the run although a contestant does not hear of it.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var clock fakeClock
	c := clock.costing("deaf", 1, time.Second)
	run := c.run
	c.run = func(context.Context, time.Duration) (sample, error) {
		if clock.now > 10*time.Second {
			cancel()
		}
		return run(ctx, 0)
	}
	err := measure(ctx, []*contestant{c}, time.Hour, rng.Seed{}.Stream(0), io.Discard)
	if !errors.Is(err, context.Canceled) || clock.now > 13*time.Second {
		t.Errorf("%v after %v", err, clock.now)
	}
}
