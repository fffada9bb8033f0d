// The laws that intervals and tests stand on, by the special functions of gonum's mathext,
// and the moments and the line of least squares. gonum's own packages of laws and statistics
// bring linear algebra with them, which would be a tenth of the program.

package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// studentQuantile is the p-quantile, p > 1/2, of Student's law: where x = nu/(t^2+nu), the
// chance of more than t is half the regularised incomplete beta function I_x(nu/2, 1/2)
// (NIST Handbook of Mathematical Functions, 8.17).
func studentQuantile(degrees, p float64) float64 {
	x := mathext.InvRegIncBeta(degrees/2, 0.5, 2*(1-p))
	return math.Sqrt(degrees * (1 - x) / x)
}

// studentTail is the chance that Student's law lies beyond t >= 0 on one side.
func studentTail(degrees, t float64) float64 {
	return 0.5 * mathext.RegIncBeta(degrees/2, 0.5, degrees/(t*t+degrees))
}

// betaQuantile is the p-quantile of the beta law.
func betaQuantile(alpha, beta, p float64) float64 { return mathext.InvRegIncBeta(alpha, beta, p) }

// A binomial is the law of the successes in n trials with the chance p each. n need not be a
// whole number.
type binomial struct{ n, p float64 }

// atMost is the chance of so many successes or fewer.
func (b binomial) atMost(successes float64) float64 {
	switch {
	case successes < 0:
		return 0
	case successes >= b.n:
		return 1
	}
	k := math.Floor(successes)
	return mathext.RegIncBeta(b.n-k, k+1, 1-b.p)
}

// A gamma is the gamma law of a shape and a rate.
type gamma struct{ shape, rate float64 }

// atMost is the chance of x >= 0 or less.
func (g gamma) atMost(x float64) float64 { return mathext.GammaIncReg(g.shape, g.rate*x) }

// quantile is the p-quantile.
func (g gamma) quantile(p float64) float64 { return mathext.GammaIncRegInv(g.shape, p) / g.rate }

// moments are the mean and the sample variance of at least two values, in two passes, of
// which the second mends the rounding of the first (T. F. Chan, G. H. Golub and R. J. LeVeque,
// The American Statistician 37, 1983).
func moments(x []float64) (mean, variance float64) {
	n := float64(len(x))
	mean = sum(x) / n
	var squares, rest float64
	for _, v := range x {
		squares += (v - mean) * (v - mean)
		rest += v - mean
	}
	return mean, (squares - rest*rest/n) / (n - 1)
}

// leastSquares is the line y = intercept + slope x with the least sum of squares through
// points of which not all x are alike.
func leastSquares(x, y []float64) (intercept, slope float64) {
	meanX, meanY := sum(x)/float64(len(x)), sum(y)/float64(len(y))
	var xx, xy float64
	for i := range x {
		xx += (x[i] - meanX) * (x[i] - meanX)
		xy += (x[i] - meanX) * (y[i] - meanY)
	}
	slope = xy / xx
	return meanY - slope*meanX, slope
}
