// How deep to sieve: as deep as makes an average search the shortest by what
// striking and testing cost on this machine.

package engine

import (
	"context"
	"math"
	"time"

	"primebench/internal/words"
	"primebench/millerrabin"
	"primebench/sieve"
)

// The limits that are tried are powers of two. Half the best limit, or twice, costs
// a few per cent at most, so nothing finer is worth it, and a measurement
// that is a little off seldom changes the limit.
const (
	minLimitLog2 = 5
	maxLimitLog2 = 36
)

// costs are what the parts of a search take, in seconds.
type costs struct {
	test   float64 // a base-2 test in a full batch
	held   float64 // a prime in a window, out of the table
	listed float64 // a prime in a window that is listed anew for it
}

// measuredLimit returns the best sieve limit by costs measured here and now. That
// takes a fraction of a millisecond at 1024 bits, and some more where the
// table's primes are too few.
func (p *progression) measuredLimit(tester *millerrabin.Tester, held uint64, windows float64) (uint64, error) {
	test, err := measureTest(tester, p.bits)
	if err != nil {
		return 0, err
	}
	c := costs{test: test, listed: math.Inf(1)}
	if c.held, err = sieve.MeasureHeld(p.kind, p.step, words.Count(p.bits)); err != nil {
		return 0, err
	}
	limit := p.bestLimit(c, held, windows)
	if limit < held {
		return limit, nil
	}
	if c.listed, err = sieve.MeasureListed(p.kind, p.step, words.Count(p.bits)); err != nil {
		return 0, err
	}
	return p.bestLimit(c, held, windows), nil
}

// measureTest returns the seconds of one base-2 test in a full batch, from a few
// of its steps.
func measureTest(tester *millerrabin.Tester, bits int) (float64, error) {
	const steps, attempts = 64, 3
	full := make([]uint64, words.Count(bits))
	for i := range full {
		full[i] = math.MaxUint64
	}
	truncate(full, bits)
	lanes := make([][]uint64, millerrabin.Lanes)
	for i := range lanes {
		lanes[i] = full
	}
	least := math.Inf(1)
	for range attempts {
		began := time.Now()
		if err := tester.Steps(context.Background(), steps, lanes...); err != nil {
			return 0, err
		}
		least = min(least, time.Since(began).Seconds())
	}
	return least / steps * float64(bits) / millerrabin.Lanes, nil
}

// bestLimit returns the sieve limit of the shortest average search, which strikes
// so many windows. The table holds the primes up to held.
//
// Where it ends a prime r costs as much as it saves: r = S T / t, or twice that
// for Safe, with S survivors, T a test and t a prime; t grows with n, T with n³
// and S with n or n², so the limit with n³ for Prime and n⁴ for Safe.
func (p *progression) bestLimit(c costs, held uint64, windows float64) uint64 {
	const known = 1 << 10
	share := sieve.SurvivingFraction(p.kind, p.step, known)
	classes := 1.0
	if p.kind == sieve.Safe {
		classes = 2
	}
	best, least := uint64(0), math.Inf(1)
	for log2 := minLimitLog2; log2 <= p.mostLimitLog2(); log2++ {
		limit := uint64(1) << log2
		surviving := share * math.Pow(math.Log(known)/math.Log(float64(limit)), classes)
		sieving := primesUpTo(min(limit, held)) * c.held
		if limit > held {
			sieving += (primesUpTo(limit) - primesUpTo(held)) * c.listed
		}
		if time := windows*sieving + p.work(limit, surviving).Tests*c.test; time < least {
			best, least = limit, time
		}
	}
	return best
}

// mostLimitLog2 keeps the limit so low that no candidate and no q is struck as a
// multiple of itself: below the square root, beyond which there is nothing left
// to strike.
func (p *progression) mostLimitLog2() int { return min(maxLimitLog2, p.bits/2-1) }

// primesUpTo is about pi(x), by the first terms of li(x)'s asymptotic series.
func primesUpTo(x uint64) float64 {
	if x < 2 {
		return 0
	}
	n, l := float64(x), math.Log(float64(x))
	return n / l * (1 + 1/l + 2/(l*l))
}
