// The ratio estimator: what a search costs on average when the luck in it is
// known from theory and only the cost of a unit of work is not.

package stats

import (
	"fmt"
	"math"
)

// RatioMean estimates the population mean of fixed + y, where y is about
// proportional to x and the population mean of x is known to be meanX:
//
//	mean(fixed) + meanX * sum(y) / sum(x)
//
// It takes three samples. Element i of each slice belongs to sample i; all x and
// meanX are above 0.
//
// The point estimate is the ratio estimate of a mean and its standard error the
// jackknife's (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, chapter 6; J. W.
// Tukey, Ann. Math. Statist. 29, 1958): sqrt((n-1)/n * sum((e(i) - mean e)^2)),
// e(i) being the estimate without sample i. The interval is Student's. A sample
// with much work weighs more, so the degrees of freedom are not n-1 but
// Satterthwaite's for a variance proportional to x (F. E. Satterthwaite,
// Biometrics Bulletin 2, 1946): (sum x)^2 / sum(x^2) - 1, at least 1, which is
// n-1 when all x are equal. With geometric x it holds the truth at about the
// stated rate from eight samples on, and more often with fewer; where the scatter
// of y is proportional to x itself, it is 94 % at twenty samples.
//
// The scatter of x about meanX does not enter: that is why the interval is far
// narrower than that of the plain mean.
func RatioMean(y, x, fixed []float64, meanX float64) (Interval, error) {
	if len(y) != len(x) || len(fixed) != len(x) {
		return Interval{}, fmt.Errorf("%w: %d, %d and %d values, want equally many", ErrValue, len(y), len(x), len(fixed))
	}
	if err := checkPositive(x, 3); err != nil {
		return Interval{}, err
	}
	for _, v := range [][]float64{y, fixed} {
		if err := check(v, 3); err != nil {
			return Interval{}, err
		}
	}
	if !finite(meanX) || meanX <= 0 {
		return Interval{}, fmt.Errorf("%w: a known mean of %v, want a finite number above 0", ErrValue, meanX)
	}

	n := float64(len(x))
	sumY, sumX, sumFixed := sum(y), sum(x), sum(fixed)
	value := sumFixed/n + meanX*sumY/sumX

	without := make([]float64, len(x))
	for i := range x {
		without[i] = (sumFixed-fixed[i])/(n-1) + meanX*(sumY-y[i])/(sumX-x[i])
	}
	centre := sum(without) / n
	var squares float64
	for _, e := range without {
		squares += (e - centre) * (e - centre)
	}
	half := studentT(workDegrees(x)) * math.Sqrt((n-1)/n*squares)
	return checked(Interval{value, value - half, value + half}, "interval of the ratio estimate")
}

// workDegrees returns the degrees of freedom of scatter whose variance is
// proportional to x.
func workDegrees(x []float64) float64 {
	total := sum(x)
	var squares float64
	for _, v := range x {
		squares += (v / total) * (v / total)
	}
	return math.Max(1, 1/squares-1)
}

func sum(x []float64) float64 {
	var s float64
	for _, v := range x {
		s += v
	}
	return s
}
