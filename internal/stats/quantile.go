// Quantiles with intervals that assume no law at all.

package stats

import (
	"fmt"
	"math"
	"slices"

	mf "github.com/montanaflynn/stats"
)

// Quantile returns the p-quantile of x, 0 < p < 1, by linear interpolation
// between the order statistics, with an interval from one order statistic to
// another. The number of values below the true quantile is binomial, whatever
// law they follow, so the ranks come from the binomial law; each end misses with
// a chance of at most half of 1 - Confidence (H. A. David and H. N. Nagaraja,
// Order Statistics, 3rd ed. 2003, section 7.1). It takes SamplesForQuantile(p)
// values, which need not be sorted and are not changed.
func Quantile(x []float64, p float64) (Interval, error) {
	if !(p > 0 && p < 1) {
		return Interval{}, fmt.Errorf("%w: quantile %v, want one between 0 and 1", ErrValue, p)
	}
	if err := check(x, SamplesForQuantile(p)); err != nil {
		return Interval{}, err
	}
	value, err := mf.Percentile(x, 100*p)
	if err != nil {
		return Interval{}, err
	}
	low, high := quantileRanks(len(x), p)
	sorted := slices.Sorted(slices.Values(x))
	return checked(Interval{value, sorted[low-1], sorted[high-1]}, "quantile")
}

// SamplesForQuantile returns how many values an interval of the p-quantile takes
// at least: enough that the extreme ones lie on either side of it with
// Confidence. That is 6 for the median, 72 for p = 0.95; 0 for p outside (0, 1).
func SamplesForQuantile(p float64) int {
	if !(p > 0 && p < 1) {
		return 0
	}
	// All n values fall on one side with a chance of (1 - min(p, 1-p))^n.
	n := math.Ceil(math.Log(tail) / math.Log1p(-math.Min(p, 1-p)))
	return int(math.Min(n, math.MaxInt32))
}

// quantileRanks returns the ranks, from 1, of the order statistics that bound
// the p-quantile of n >= SamplesForQuantile(p) values: the highest low with
// P(B < low) <= tail and the lowest high with P(B >= high) <= tail, B binomial.
func quantileRanks(n int, p float64) (low, high int) {
	below := binomial{n: float64(n), p: p}
	low = largest(n, func(k int) bool { return below.atMost(float64(k-1)) <= tail })
	high = 1 + largest(n-1, func(k int) bool { return 1-below.atMost(float64(k-1)) > tail })
	return low, high
}

// largest returns the largest k in 1..n for which ok holds, where ok(1) holds
// and ok(k) implies ok of all below.
func largest(n int, ok func(k int) bool) int {
	low, high := 1, n+1
	for high-low > 1 {
		if mid := low + (high-low)/2; ok(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// Median returns the middle of at least one value, of an even number the mean of
// the middle two.
func Median(x []float64) (float64, error) {
	if err := check(x, 1); err != nil {
		return 0, err
	}
	return mf.Median(x)
}

// LowerQuartile returns the value below which a quarter of at least one value lies,
// by linear interpolation between order statistics, the least being the 0-quantile
// and the greatest the 1-quantile (R. J. Hyndman and Y. Fan, Sample quantiles in
// statistical packages, American Statistician 50, 1996, definition 7).
func LowerQuartile(x []float64) (float64, error) {
	if err := check(x, 1); err != nil {
		return 0, err
	}
	sorted := slices.Sorted(slices.Values(x))
	at, part := math.Modf(float64(len(sorted)-1) / 4)
	low := sorted[int(at)]
	if part == 0 {
		return low, nil
	}
	return (1-part)*low + part*sorted[int(at)+1], nil
}
