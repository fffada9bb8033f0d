package stats

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// agree reports whether two numbers agree to 12 digits.
func agree(a, b float64) bool { return math.Abs(a-b) <= 1e-12*math.Max(1e-300, math.Abs(b)) }

// TestSpecialLaws sets the laws beside gonum's.
func TestSpecialLaws(t *testing.T) {
	check := func(what string, got, want float64) {
		t.Helper()
		if !agree(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	for _, nu := range []float64{1, 2, 3.7, 30, 1e4} {
		law := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: nu}
		for _, p := range []float64{0.6, 0.9, 0.975, 0.9995} {
			check(fmt.Sprintf("Student %v, %v", nu, p), studentQuantile(nu, p), law.Quantile(p))
		}
		for _, x := range []float64{0, 0.1, 2, 40} {
			check(fmt.Sprintf("Student %v beyond %v", nu, x), studentTail(nu, x), law.CDF(-x))
		}
	}
	for _, n := range []float64{1, 7, 12.5, 4000} {
		for _, p := range []float64{0.001, 0.3, 0.97} {
			law := distuv.Binomial{N: n, P: p}
			for _, k := range []float64{-1, 0, 1.5, n - 1, n, n + 1} {
				check(fmt.Sprintf("binomial %v %v at most %v", n, p, k), binomial{n: n, p: p}.atMost(k), law.CDF(k))
			}
			check(fmt.Sprintf("gamma %v %v", n, p), gamma{shape: n, rate: 3}.quantile(p), distuv.Gamma{Alpha: n, Beta: 3}.Quantile(p))
			check(fmt.Sprintf("gamma %v at most %v", n, p), gamma{shape: n, rate: 3}.atMost(p), distuv.Gamma{Alpha: n, Beta: 3}.CDF(p))
			check(fmt.Sprintf("beta %v, %v", n, p), betaQuantile(n, 2, p), distuv.Beta{Alpha: n, Beta: 2}.Quantile(p))
		}
	}
}

func TestMomentsAndLine(t *testing.T) {
	x, y := []float64{1, 2, 4, 8, 1e6 + 1}, []float64{3, 1, 4, 1.5, 9e5}
	mean, variance := moments(x)
	wantMean, wantVariance := stat.MeanVariance(x, nil)
	intercept, slope := leastSquares(x, y)
	wantIntercept, wantSlope := stat.LinearRegression(x, y, nil, false)
	for what, pair := range map[string][2]float64{
		"mean": {mean, wantMean}, "variance": {variance, wantVariance}, "slope": {slope, wantSlope},
	} {
		if !agree(pair[0], pair[1]) {
			t.Errorf("%s: %v, want %v", what, pair[0], pair[1])
		}
	}
	if math.Abs(intercept-wantIntercept) > 1e-6 { // the difference of numbers of 10^5
		t.Errorf("intercept: %v, want %v", intercept, wantIntercept)
	}
}

// TestMinimise: Rosenbrock's valley, a bowl, and a function that is not finite everywhere.
func TestMinimise(t *testing.T) {
	for name, test := range map[string]struct {
		f     func([]float64) float64
		start []float64
		want  []float64
	}{
		"valley": {func(x []float64) float64 { return 100*math.Pow(x[1]-x[0]*x[0], 2) + math.Pow(1-x[0], 2) + 1 }, []float64{-1.2, 1}, []float64{1, 1}},
		"bowl":   {func(x []float64) float64 { return 2 + math.Pow(x[0]-3, 2) + math.Pow(x[1]+1, 2) + math.Pow(x[2], 2) }, []float64{0, 0, 5}, []float64{3, -1, 0}},
		"root":   {func(x []float64) float64 { return 1 + math.Pow(math.Sqrt(x[0])-2, 2) }, []float64{0.5}, []float64{4}},
	} {
		x, _ := Minimise(test.f, test.start)
		for i := range x {
			if math.Abs(x[i]-test.want[i]) > 1e-5 {
				t.Errorf("%s: least at %v, want %v", name, x, test.want)
			}
		}
	}
}
