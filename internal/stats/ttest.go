// The t-tests of two groups. The library's pools the variances and returns less
// than a report needs, so both are written out here.

package stats

import (
	"fmt"
	"math"
)

// A TTest is a two-sided test of whether two groups have the same mean.
type TTest struct {
	T       float64 // difference over its standard error, cut at +-math.MaxFloat64
	Degrees float64 // of freedom
	P       float64 // how likely groups of equal means are at least as far apart, 0 to 1
	// Difference is the mean of the first group less that of the second, with the
	// interval that the test stands for.
	Difference Interval
}

// WelchT tests two groups of at least two values each that may scatter
// unequally: the standard error is sqrt(va/na + vb/nb), and the degrees of
// freedom are estimated (B. L. Welch, The generalization of "Student's" problem
// when several different population variances are involved, Biometrika 34,
// 1947). Without any scatter P is 1 for equal groups, else 0.
func WelchT(a, b []float64) (TTest, error) {
	if err := checkGroups(a, b); err != nil {
		return TTest{}, err
	}
	meanA, varianceA := moments(a)
	meanB, varianceB := moments(b)
	ofA, ofB := varianceA/float64(len(a)), varianceB/float64(len(b))
	degrees := float64(len(a) + len(b) - 2)
	if both := ofA + ofB; both > 0 {
		shareA, shareB := ofA/both, ofB/both // whose squares do not overflow
		degrees = 1 / (shareA*shareA/float64(len(a)-1) + shareB*shareB/float64(len(b)-1))
	}
	return tTest(meanA-meanB, math.Sqrt(ofA+ofB), degrees)
}

// StudentT tests two groups of at least two values each that scatter equally,
// from their pooled variance (Student, The probable error of a mean, Biometrika
// 6, 1908). Where that holds it has more power than WelchT when one group is
// small. Without any scatter P is 1 for equal groups, else 0.
func StudentT(a, b []float64) (TTest, error) {
	if err := checkGroups(a, b); err != nil {
		return TTest{}, err
	}
	meanA, varianceA := moments(a)
	meanB, varianceB := moments(b)
	na, nb := float64(len(a)), float64(len(b))
	degrees := na + nb - 2
	pooled := varianceA*((na-1)/degrees) + varianceB*((nb-1)/degrees)
	return tTest(meanA-meanB, math.Sqrt(pooled*(1/na+1/nb)), degrees)
}

func checkGroups(a, b []float64) error {
	for _, x := range [][]float64{a, b} {
		if err := check(x, 2); err != nil {
			return err
		}
	}
	return nil
}

func tTest(difference, se, degrees float64) (TTest, error) {
	half := 0.
	if se > 0 {
		half = studentT(degrees) * se
	}
	interval, err := checked(Interval{difference, difference - half, difference + half}, "difference of the means")
	if err != nil {
		return TTest{}, err
	}
	test := TTest{Degrees: degrees, P: 1, Difference: interval}
	if difference == 0 {
		return test, nil
	}
	test.T = math.Max(-math.MaxFloat64, math.Min(difference/se, math.MaxFloat64))
	test.P = math.Min(1, 2*studentTail(degrees, math.Abs(test.T)))
	if math.IsNaN(test.P) {
		return TTest{}, fmt.Errorf("%w: the chance of t = %v with %v degrees of freedom cannot be computed", ErrValue, test.T, degrees)
	}
	return test, nil
}
