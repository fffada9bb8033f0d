// The power law by which cost grows with size.

package stats

import (
	"fmt"
	"math"
)

// PowerLaw fits y = c x^e by least squares on logarithms and returns the exponent
// e with Student's interval e +- t(n-2) s / sqrt(Sxx), where s^2 is the sum of
// squared residuals over n-2 (N. R. Draper and H. Smith, Applied Regression
// Analysis, 3rd ed. 1998, section 1.4). It takes three points; all numbers are
// above 0 and the x are not all alike.
func PowerLaw(x, y []float64) (Interval, error) {
	if len(x) != len(y) {
		return Interval{}, fmt.Errorf("%w: %d sizes for %d costs, want equally many", ErrValue, len(x), len(y))
	}
	for _, v := range [][]float64{x, y} {
		if err := checkPositive(v, 3); err != nil {
			return Interval{}, err
		}
	}
	lnX, lnY := logs(x), logs(y)
	meanX := sum(lnX) / float64(len(x))
	var sxx float64
	for _, v := range lnX {
		sxx += (v - meanX) * (v - meanX)
	}
	// Equal sizes leave rounding errors of about 1e-16 each in their logarithms.
	if sxx < 1e-20 {
		return Interval{}, fmt.Errorf("%w: all sizes are %v, want different ones", ErrValue, x[0])
	}

	intercept, slope := leastSquares(lnX, lnY)
	var residual float64
	for i := range lnX {
		r := lnY[i] - intercept - slope*lnX[i]
		residual += r * r
	}
	degrees := float64(len(x) - 2)
	half := studentT(degrees) * math.Sqrt(residual/degrees/sxx)
	return checked(Interval{slope, slope - half, slope + half}, "interval of the exponent")
}

func logs(x []float64) []float64 {
	ln := make([]float64, len(x))
	for i, v := range x {
		ln[i] = math.Log(v)
	}
	return ln
}
