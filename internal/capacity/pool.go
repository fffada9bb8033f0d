// A buffer of results made beforehand, so that a request is served out of it and
// the makers refill it.

package capacity

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// maxPool bounds the buffer that is looked for.
const maxPool = 1 << 30

// Dry returns the probability that a request finds an empty pool. The pool holds
// size results when it is full, each request takes one and orders another, and
// servers make the orders one after another. The orders under way are the
// customers of an M/M/c queue, whatever the size, so
//
//	P(dry) = P(at least size customers in M/M/c)
//
// by the base-stock model (J. A. Buzacott and J. G. Shanthikumar, Stochastic
// Models of Manufacturing Systems, 1993, chapter 4; P. H. Zipkin, Foundations of
// Inventory Management, 2000, chapter 7). Services are taken as exponential; those that
// vary less make it a bound on the safe side. The rate must be below servers/mean.
func Dry(rate float64, servers int, mean float64, size int) (float64, error) {
	w, err := MMc(rate, servers, mean)
	if err != nil {
		return 0, err
	}
	if size < 0 || size > maxPool {
		return 0, fmt.Errorf("%w: a pool of %d, want 0 to %d", ErrModel, size, maxPool)
	}
	return w.atLeast(servers, size), nil
}

// atLeast returns the probability of at least n customers in M/M/c.
func (w Wait) atLeast(servers, n int) float64 {
	switch {
	case n >= servers && w.Chance < vanishing:
		return 0
	case w.Chance < vanishing: // nobody waits, so their number is Poisson's
		return poissonTail(n, w.Offered)
	case n >= servers:
		return w.Chance * math.Pow(w.Utilisation, float64(n-servers))
	}
	// Below, p(k) = p(k+1) (k+1) / a, from p(servers) = C (1 - rho) down.
	p, total := w.Chance*(1-w.Utilisation), w.Chance
	for k := servers - 1; k >= n; k-- {
		p *= float64(k+1) / w.Offered
		total += p
	}
	return math.Min(1, total)
}

// vanishing is a chance of waiting at which the recursion down from it would have
// lost its digits.
const vanishing = 1e-280

// poissonTail returns the probability that a Poisson number is at least n.
func poissonTail(n int, mean float64) float64 {
	if n < 1 {
		return 1
	}
	return mathext.GammaIncReg(float64(n), mean)
}

// poolFor returns the smallest pool that is dry with at most a probability.
func (w Wait) poolFor(servers int, chance float64) (int, bool) {
	if w.atLeast(servers, servers) > chance {
		more := math.Ceil(math.Log(chance/w.Chance) / math.Log(w.Utilisation))
		if !(more <= maxPool) {
			return 0, false
		}
		return servers + int(more), true
	}
	low, high := 0, servers // dry too often, seldom enough
	for high-low > 1 {
		if mid := (low + high) / 2; w.atLeast(servers, mid) <= chance {
			high = mid
		} else {
			low = mid
		}
	}
	return high, true
}
