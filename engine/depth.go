// How deep to sieve: as deep as makes an average search the shortest by what
// striking and testing cost on this machine.

package engine

import (
	"context"
	"math"
	"time"

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

// costs are what the parts of a search take on this machine, in seconds.
type costs struct {
	test float64 // a base-2 test in a full batch
	sieve.Cost
}

// measureCosts times a few steps of the test and some hundreds of primes: less
// than a test takes, and half a millisecond at 1024 bits.
func measureCosts(tester *millerrabin.Tester, p *progression) (costs, error) {
	const steps, attempts = 64, 3
	full := make([]uint64, wordsFor(p.bits))
	for i := range full {
		full[i] = math.MaxUint64
	}
	truncate(full, p.bits)
	lanes := make([][]uint64, millerrabin.Lanes)
	for i := range lanes {
		lanes[i] = full
	}
	c := costs{test: math.Inf(1)}
	for range attempts {
		began := time.Now()
		if err := tester.Steps(context.Background(), steps, lanes...); err != nil {
			return costs{}, err
		}
		step := time.Since(began).Seconds() / steps
		c.test = min(c.test, step*float64(p.bits)/millerrabin.Lanes)
	}
	var err error
	c.Cost, err = sieve.MeasureCost(p.kind, p.step, len(full))
	return c, err
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
		listed := math.Max(0, primesUpTo(limit)-primesUpTo(held))
		sieving := (primesUpTo(limit)-listed)*c.Held + listed*c.Listed
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
