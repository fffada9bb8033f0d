// The law of a service time. A search is a constant part and a memoryless one, so
// three numbers say all that the queueing models need.

package capacity

import (
	"errors"
	"fmt"
	"math"
)

// ErrModel is wrapped by the error of a model whose numbers are out of range, or
// whose servers cannot keep up with the arrivals.
var ErrModel = errors.New("capacity: no such queue")

// maxStages is how many primes a service makes at most: two, for RSA.
const maxStages = 2

// A Law is a service time of Fixed seconds and, after that, Stages memoryless
// parts of mean Stage seconds each: one for a prime, two for an RSA key, none for
// a power of fixed cost. All are at least 0, and Mean is above 0.
type Law struct {
	Fixed  float64 `json:"fixed_s"`
	Stages int     `json:"stages"` // 0 to 2
	Stage  float64 `json:"stage_s"`
}

// Mean returns the mean service time in seconds.
func (l Law) Mean() float64 { return l.Fixed + float64(l.Stages)*l.Stage }

// CV2 returns the squared coefficient of variation: 0 of a constant, 1 of an
// exponential law.
func (l Law) CV2() float64 {
	m := l.Mean()
	return float64(l.Stages) * (l.Stage / m) * (l.Stage / m)
}

// Tail returns the probability of more than t seconds.
func (l Law) Tail(t float64) float64 {
	u := t - l.Fixed
	switch {
	case u < 0:
		return 1
	case l.Stages == 0 || l.Stage == 0:
		return 0
	case l.Stages == 1:
		return math.Exp(-u / l.Stage)
	}
	return math.Exp(-u/l.Stage) * (1 + u/l.Stage)
}

// Quantile returns the p-quantile in seconds, 0 <= p < 1.
func (l Law) Quantile(p float64) float64 {
	if l.Stages == 1 {
		return l.Fixed - l.Stage*math.Log1p(-p)
	}
	return l.Fixed + quantile(func(t float64) float64 { return l.Tail(l.Fixed + t) }, p, l.Stage)
}

// scaled returns the law of a service that takes factor times as long.
func (l Law) scaled(factor float64) Law {
	return Law{l.Fixed * factor, l.Stages, l.Stage * factor}
}

func (l Law) check() error {
	if l.Stages < 0 || l.Stages > maxStages || !(l.Fixed >= 0) || !(l.Stage >= 0) || !(l.Mean() > 0) || math.IsInf(l.Mean(), 1) {
		return fmt.Errorf("%w: a service of %v s and %d times a mean of %v s, want finite times of at least 0, 0 to %d stages and a mean above 0",
			ErrModel, l.Fixed, l.Stages, l.Stage, maxStages)
	}
	return nil
}

// quantile finds where a falling tail passes 1-p, by bisection from 0 on; scale is
// the size of step to begin with. It returns 0 where the tail at 0 is low enough.
func quantile(tail func(t float64) float64, p, scale float64) float64 {
	if tail(0) <= 1-p || scale <= 0 {
		return 0
	}
	low, high := 0.0, scale
	for tail(high) > 1-p && !math.IsInf(high, 1) {
		low, high = high, 2*high
	}
	for range 60 { // a bit of the mantissa each time
		if mid := low + (high-low)/2; tail(mid) > 1-p {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}
