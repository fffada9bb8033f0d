// The depth of the sieve: the limit that makes an average search the shortest, by
// the cost of sieving and testing on this machine.

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
	maxLimitLog2 = 40
)

// costs are the times of the parts of a search, in seconds.
type costs struct {
	test   float64 // a base-2 test in a full batch
	held   float64 // a prime in a window, out of the table
	listed float64 // a prime in a window that is listed anew for it
}

// measuredLimit returns the best sieve limit by costs that it measures, which takes
// a fraction of a millisecond at 1024 bits, and some more where the best limit is
// beyond the primes that the table holds.
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
// of its steps, or from all where they are few.
func measureTest(tester *millerrabin.Tester, bits int) (float64, error) {
	const steps, attempts = 64, 3
	full := make([]uint64, words.Count(bits))
	for i := range full {
		full[i] = math.MaxUint64
	}
	truncate(full, bits)
	batch := make([][]uint64, millerrabin.BatchSize(bits))
	for i := range batch {
		batch[i] = full
	}
	try, share := func() error { return tester.Steps(context.Background(), steps, batch...) }, steps/float64(bits)
	if bits <= 2*steps {
		share, try = 1, func() error {
			_, err := tester.Base2(context.Background(), batch...)
			return err
		}
	}
	least := math.Inf(1)
	for range attempts {
		began := time.Now()
		if err := try(); err != nil {
			return 0, err
		}
		least = min(least, time.Since(began).Seconds())
	}
	return least / share / float64(len(batch)), nil
}

// bestLimit returns the sieve limit of the shortest average search, which sieves so
// many windows. The table holds the primes up to held.
//
// At the best limit a prime r costs as much as it saves: r = S T / t, or twice that
// for Safe, with S survivors, T the time of a test and t that of a prime. t grows
// with n, T with n³ and S with n or n², so the limit with n³ for Prime and n⁴ for
// Safe.
func (p *progression) bestLimit(c costs, held uint64, windows float64) uint64 {
	const known = 1 << 10
	fraction := sieve.SurvivingFraction(p.kind, p.step, known)
	residues := 1.0 // modulo a prime, which it crosses off
	if p.kind == sieve.Safe {
		residues = 2
	}
	best, least := uint64(0), math.Inf(1)
	for log2 := minLimitLog2; log2 <= p.mostLimitLog2(); log2++ {
		limit := uint64(1) << log2
		surviving := fraction * math.Pow(math.Log(known)/math.Log(float64(limit)), residues)
		sieving := primesUpTo(min(limit, held)) * c.held
		if limit > held {
			sieving += (primesUpTo(limit) - primesUpTo(held)) * c.listed
		}
		if time := windows*sieving + p.expected(limit, surviving).Tests*c.test; time < least {
			best, least = limit, time
		}
	}
	return best
}

// mostLimitLog2 returns the largest limit that is tried: below the square root of a
// candidate, so that no candidate and no q is crossed off as a multiple of itself.
// Primes beyond the root would cross off nothing more.
func (p *progression) mostLimitLog2() int { return min(maxLimitLog2, p.bits/2-1) }

// primesUpTo returns about pi(x), by the first terms of li(x)'s asymptotic series.
func primesUpTo(x uint64) float64 {
	if x < 2 {
		return 0
	}
	n, l := float64(x), math.Log(float64(x))
	return n / l * (1 + 1/l + 2/(l*l))
}
