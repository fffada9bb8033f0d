// Intervals of a mean: Student's for values that scatter about it, the exact
// one for the times of a memoryless search.

package stats

import (
	"fmt"
	"math"

	mf "github.com/montanaflynn/stats"
	"gonum.org/v1/gonum/mathext"
)

// studentT returns the quantile of Student's law by which a standard error is
// multiplied to give half an interval.
func studentT(degrees float64) float64 {
	return studentQuantile(degrees, 1-tail)
}

// MeanT returns the mean of at least two values with Student's interval
// mean +- t(n-1) s / sqrt(n). It is exact for normal values and good for means
// of values that are not too skewed (Student, The probable error of a mean,
// Biometrika 6, 1908).
func MeanT(x []float64) (Interval, error) {
	if err := check(x, 2); err != nil {
		return Interval{}, err
	}
	mean, err := Mean(x)
	if err != nil {
		return Interval{}, err
	}
	sem, err := mf.SEM(x)
	if err != nil {
		return Interval{}, err
	}
	half := studentT(float64(len(x)-1)) * sem
	return checked(Interval{mean, mean - half, mean + half}, "interval of the mean")
}

// ExponentialMean returns the mean total/n of n exponential values that add up
// to total, with its exact interval: 2 total / mean follows the chi-squared law
// with 2n degrees of freedom, so the ends are 2 total over that law's quantiles
// (B. Epstein and M. Sobel, Life testing, J. Amer. Statist. Assoc. 48, 1953).
// One value is enough.
func ExponentialMean(total float64, n int) (Interval, error) {
	if n < 1 {
		return Interval{}, &NeedError{Need: 1, Have: n}
	}
	if !finite(total) || total <= 0 {
		return Interval{}, fmt.Errorf("%w: a total of %v, want a finite number above 0", ErrValue, total)
	}
	return checked(Interval{
		Value: total / float64(n),
		Low:   total / gammaQuantile(n, 1-tail),
		High:  total / gammaQuantile(n, tail),
	}, "interval of the exponential mean")
}

// gammaQuantile returns half the quantile of the chi-squared law with 2n degrees
// of freedom: that of a sum of n exponential values of mean 1.
func gammaQuantile(n int, p float64) float64 {
	return gamma{shape: float64(n), rate: 1}.quantile(p)
}

// SamplesForExponential returns how many exponential values it takes until the
// interval of their mean is about +- relative of it, as for 0.1: 385. relative
// must be in (0, 1]; otherwise the answer is 0.
func SamplesForExponential(relative float64) int {
	if !(relative > 0 && relative <= 1) {
		return 0
	}
	z := mathext.NormalQuantile(1 - tail)
	n := math.Ceil(z * z / (relative * relative))
	return int(math.Min(n, math.MaxInt32))
}
