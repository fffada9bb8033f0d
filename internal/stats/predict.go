// What an operation will cost at a size that was not measured: fits that give a
// prediction interval, which holds the next value and not only the mean.

package stats

import (
	"fmt"
	"math"
)

// A Prediction is a value expected at one place, by a fit to values at others.
type Prediction struct {
	Interval
	// Residual is the standard error of the fit on the logarithmic scale, to tell
	// which of two fits with equally many parameters agrees better with the values:
	// sqrt(sum of squared relative residuals / (points - 2)).
	Residual float64
	First    float64 // PredictPowerLaw: ln c. PredictSquareCube: a
	Second   float64 // PredictPowerLaw: e. PredictSquareCube: b
}

// PredictPowerLaw fits y = c x^e by least squares on logarithms and predicts a
// value at x0, with the interval of a single new one,
//
//	ln y0 +- t(m-2) s sqrt(1 + 1/m + (ln x0 - mean ln x)^2 / Sxx)
//
// (N. R. Draper and H. Smith, Applied Regression Analysis, 3rd ed. 1998, chapter
// 3). It takes three points; all numbers are above 0 and the x are not all
// alike. The interval knows of scatter about the law, not of the law being wrong
// beyond the points.
func PredictPowerLaw(x, y []float64, x0 float64) (Prediction, error) {
	if err := checkFit(x, y, x0); err != nil {
		return Prediction{}, err
	}
	lnX, lnY := logs(x), logs(y)
	meanX, m := sum(lnX)/float64(len(x)), float64(len(x))
	var sxx float64
	for _, v := range lnX {
		sxx += (v - meanX) * (v - meanX)
	}
	intercept, slope := leastSquares(lnX, lnY)
	var squares float64
	for i := range lnX {
		r := lnY[i] - intercept - slope*lnX[i]
		squares += r * r
	}
	away := math.Log(x0) - meanX
	leverage := 1/m + away*away/sxx
	return predicted(math.Exp(intercept+slope*math.Log(x0)), squares, leverage, m, intercept, slope)
}

// PredictSquareCube fits y = a x^2 + b x^3 with a, b >= 0, and predicts a value at
// x0. That is how the time of a modular power grows with the bits x of its
// numbers: about x products, each of (x/64)^2 multiplications of words, which are
// the cube, and a multiple of x/64 steps besides, which are the square (A. J.
// Menezes, P. C. van Oorschot and S. A. Vanstone, Handbook of Applied
// Cryptography, 1996, algorithms 14.36 and 14.94). The relative residuals are
// minimised, and the interval is that of weighted least squares (Draper and Smith,
// chapters 5 and 9),
//
//	ln y0 +- t(m-2) s sqrt(1 + z' (Z'Z)^-1 z),
//
// with the rows (x^2/y, x^3/y) of Z and z of the prediction. It takes three
// points; the error of points that ask for a negative a or b wraps ErrValue.
func PredictSquareCube(x, y []float64, x0 float64) (Prediction, error) {
	if err := checkFit(x, y, x0); err != nil {
		return Prediction{}, err
	}
	// Sizes in units of x0 keep the powers in range.
	var uu, uv, vv, u1, v1 float64
	for i := range x {
		u, v := squareCube(x[i]/x0, y[i])
		uu, uv, vv, u1, v1 = uu+u*u, uv+u*v, vv+v*v, u1+u, v1+v
	}
	det := uu*vv - uv*uv
	a, b := (u1*vv-v1*uv)/det, (v1*uu-u1*uv)/det
	if !(a >= 0 && b >= 0 && a+b > 0) {
		return Prediction{}, fmt.Errorf("%w: the costs do not grow as a sum of square and cube", ErrValue)
	}
	var squares float64
	for i := range x {
		u, v := squareCube(x[i]/x0, y[i])
		squares += (1 - a*u - b*v) * (1 - a*u - b*v)
	}
	u, v := squareCube(1, a+b)
	leverage := (u*u*vv - 2*u*v*uv + v*v*uu) / det
	return predicted(a+b, squares, leverage, float64(len(x)), a/(x0*x0), b/(x0*x0*x0))
}

func squareCube(x, y float64) (square, cube float64) { return x * x / y, x * x * x / y }

// predicted makes the interval of a fit with two parameters to m points.
func predicted(value, squares, leverage, m, first, second float64) (Prediction, error) {
	s := math.Sqrt(squares / (m - 2))
	half := studentT(m-2) * s * math.Sqrt(1+leverage)
	iv, err := checked(Interval{value, value * math.Exp(-half), value * math.Exp(half)}, "prediction")
	return Prediction{Interval: iv, Residual: s, First: first, Second: second}, err
}

// checkFit returns an error unless a line can be laid through the points on
// logarithmic axes and looked at in x0.
func checkFit(x, y []float64, x0 float64) error {
	if len(x) != len(y) {
		return fmt.Errorf("%w: %d sizes for %d costs, want equally many", ErrValue, len(x), len(y))
	}
	for _, v := range [][]float64{x, y} {
		if err := checkPositive(v, 3); err != nil {
			return err
		}
	}
	if !finite(x0) || x0 <= 0 {
		return fmt.Errorf("%w: a prediction at the size %v, want a finite number above 0", ErrValue, x0)
	}
	low, high := x[0], x[0]
	for _, v := range x {
		low, high = math.Min(low, v), math.Max(high, v)
	}
	if high/low < 1+1e-9 {
		return fmt.Errorf("%w: all sizes are %v, want different ones", ErrValue, x[0])
	}
	return nil
}
