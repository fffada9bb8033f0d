// What striking costs on this machine, so that who knows what a test costs can
// tell how deep to sieve.

package sieve

import (
	"context"
	"math"
	"time"
)

// Where the costs of primes are measured: enough of them for the clock and for
// full batches, and those that are listed so high that a limit which is worth
// listing primes for is not far.
const (
	costHeld     = 1 << 15
	costListed   = 1 << 28
	costListing  = 1 << 17
	costAttempts = 3
)

// A Cost is the seconds that one prime takes in a window when it strikes once or
// not at all, as nearly all primes do.
type Cost struct {
	Held   float64 // a prime that the table holds
	Listed float64 // a prime that is listed anew for the window
}

// MeasureCost times the primes of windows whose starts have so many words. It
// takes less than a millisecond at 1024 bits, and a few at 16384.
func MeasureCost(kind Kind, step uint64, words int) (Cost, error) {
	held, err := NewTableStep(kind, []uint64{step}, costHeld, costHeld)
	if err != nil {
		return Cost{}, err
	}
	listed, err := NewTableStep(kind, []uint64{step}, 0, 0)
	if err != nil {
		return Cost{}, err
	}
	listed.held, listed.limit = costListed, costListed+costListing
	start := make([]uint64, words)
	for i := range start {
		start[i] = math.MaxUint64
	}
	var c Cost
	if c.Held, err = timeOfPrimes(held, start, len(held.primes)); err != nil {
		return Cost{}, err
	}
	// pi(x + y) - pi(x) is about y / ln x.
	c.Listed, err = timeOfPrimes(listed, start, int(costListing/math.Log(costListed)))
	return c, err
}

// timeOfPrimes returns the least time of some windows, of a single word of
// members, for each of the table's primes.
func timeOfPrimes(t *Table, start []uint64, primes int) (float64, error) {
	window, err := NewWindow(t, 64)
	if err != nil {
		return 0, err
	}
	least := math.Inf(1)
	for range costAttempts {
		began := time.Now()
		if err := window.Strike(context.Background(), start); err != nil {
			return 0, err
		}
		least = min(least, time.Since(began).Seconds())
	}
	return least / float64(primes), nil
}
