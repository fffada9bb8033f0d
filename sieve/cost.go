// What striking costs on this machine, so that who knows what a test costs can
// tell how deep to sieve.

package sieve

import (
	"context"
	"math"
	"time"
)

// Where the costs are measured: enough primes for the clock and for full batches,
// and those that are listed so high that what a list costs at first is spread
// as in a deep sieve.
const (
	costHeld     = 1 << 15
	costListed   = 1 << 28
	costListing  = 1 << 20
	costAttempts = 3
)

// MeasureHeld returns the seconds that a prime which the table holds takes in a
// window when it strikes once or not at all, as nearly all primes do. Starts have
// so many words. It takes a tenth of a millisecond at 1024 bits, and a
// millisecond at 16384.
func MeasureHeld(kind Kind, step uint64, words int) (float64, error) {
	t, err := NewTableStep(kind, []uint64{step}, costHeld, costHeld)
	if err != nil {
		return 0, err
	}
	return timeOfPrimes(t, words, len(t.primes))
}

// MeasureListed is MeasureHeld for a prime that is listed anew for the window. It
// takes some ten times as long.
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
		if err := window.Strike(context.Background(), start); err != nil {
			return 0, err
		}
		least = min(least, time.Since(began).Seconds())
	}
	return least / float64(primes), nil
}
