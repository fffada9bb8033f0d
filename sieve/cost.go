// The cost of sieving on this machine, from which, with the cost of a test, the
// best sieve limit follows.

package sieve

import (
	"context"
	"math"
	"time"
)

// The primes that the costs are measured with: enough for the clock and for full
// batches. Those that are listed lie so high that the cost of beginning a list is
// spread over as many primes as in a deep sieve.
const (
	costHeld     = 1 << 15
	costListed   = 1 << 28
	costListing  = 1 << 20
	costAttempts = 3
)

// MeasureHeld returns the seconds that a window takes for one prime which the
// table holds and which crosses off one member or none, as nearly all primes do.
// The window's start has as many words as are given. The measurement takes a tenth
// of a millisecond at 1024 bits, and a millisecond at 16384.
func MeasureHeld(kind Kind, step uint64, words int) (float64, error) {
	t, err := NewTableStep(kind, []uint64{step}, costHeld, costHeld)
	if err != nil {
		return 0, err
	}
	return timeOfPrimes(t, words, len(t.primes))
}

// MeasureListed is MeasureHeld for a prime that is listed anew for the window. The
// measurement takes some ten times as long.
func MeasureListed(kind Kind, step uint64, words int) (float64, error) {
	t, err := NewTableStep(kind, []uint64{step}, 0, 0)
	if err != nil {
		return 0, err
	}
	t.held, t.limit = costListed, costListed+costListing
	// pi(x + y) - pi(x) is about y / ln x.
	return timeOfPrimes(t, words, int(costListing/math.Log(costListed)))
}

// timeOfPrimes returns the least time of some windows, of a single word of
// members, for each of the table's primes.
func timeOfPrimes(t *Table, words, primes int) (float64, error) {
	start := make([]uint64, words)
	for i := range start {
		start[i] = math.MaxUint64
	}
	window, err := NewWindow(t, 64)
	if err != nil {
		return 0, err
	}
	least := math.Inf(1)
	for range costAttempts {
		began := time.Now()
		if err := window.Sieve(context.Background(), start); err != nil {
			return 0, err
		}
		least = min(least, time.Since(began).Seconds())
	}
	return least / float64(primes), nil
}
