// The interval of a share.

package stats

import (
	"fmt"
)

// Proportion returns the share of successes in n independent trials with its exact
// interval: each end is where so many successes, or so few, would come with half
// of 1 - Confidence (C. J. Clopper and E. S. Pearson, Biometrika 26, 1934), by the
// quantiles of the beta law. One trial is enough.
func Proportion(successes, n int) (Interval, error) {
	if n < 1 {
		return Interval{}, &NeedError{Need: 1, Have: n}
	}
	if successes < 0 || successes > n {
		return Interval{}, fmt.Errorf("%w: %d successes in %d trials, want 0 to %d", ErrValue, successes, n, n)
	}
	k, of := float64(successes), float64(n)
	iv := Interval{Value: k / of, Low: 0, High: 1}
	if successes > 0 {
		iv.Low = betaQuantile(k, of-k+1, tail)
	}
	if successes < n {
		iv.High = betaQuantile(k+1, of-k, 1-tail)
	}
	return checked(iv, "interval of the share")
}
