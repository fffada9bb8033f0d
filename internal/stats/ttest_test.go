package stats

import (
	"errors"
	"math"
	"testing"
)

// Student's sleep data (1908) as the two groups that R's documentation tests:
// the values that t.test(extra ~ group, data = sleep) prints, and the same with
// var.equal = TRUE.
func TestTTestsOfSleep(t *testing.T) {
	first := []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2}
	second := []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
	welch, err := WelchT(first, second)
	nearInterval(t, welch.Difference, err, Interval{-1.58, -3.3654832, 0.2054832}, 1e-6)
	near(t, "Welch's t", welch.T, -1.8608, 3e-5)
	near(t, "Welch's degrees of freedom", welch.Degrees, 17.776, 3e-5)
	near(t, "Welch's P", welch.P, 0.07939, 7e-5)

	student, err := StudentT(first, second)
	nearInterval(t, student.Difference, err, Interval{-1.58, -3.363874, 0.203874}, 3e-6)
	near(t, "Student's t", student.T, -1.8608, 3e-5)
	near(t, "Student's degrees of freedom", student.Degrees, 18, 0)
	near(t, "Student's P", student.P, 0.07919, 7e-5)
}

// Groups of unequal size and scatter, worked out with mpmath 1.3 at 30 digits
// from the formulas of the comments.
func TestTTestsOfUnequalGroups(t *testing.T) {
	a, b := []float64{1, 2, 4}, []float64{10, 30, 20, 50, 70}
	welch, err := WelchT(a, b)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Welch's t", welch.T, -3.11544447730196, 1e-9)
	near(t, "Welch's degrees of freedom", welch.Degrees, 4.05345521332362, 1e-9)
	near(t, "Welch's P", welch.P, 0.0350461616579417, 1e-9)
	student, err := StudentT(a, b)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Student's t", student.T, -2.34204931844683, 1e-9)
	near(t, "Student's P", student.P, 0.0576820519438685, 1e-9)
}

func TestTTestsWithoutScatter(t *testing.T) {
	for name, test := range map[string]func(a, b []float64) (TTest, error){"WelchT": WelchT, "StudentT": StudentT} {
		same, err := test([]float64{3, 3}, []float64{3, 3, 3})
		if err != nil || same.P != 1 || same.T != 0 || same.Difference != (Interval{}) {
			t.Errorf("%s of equal values: %+v, %v", name, same, err)
		}
		apart, err := test([]float64{3, 3}, []float64{4, 4, 4})
		if err != nil || apart.P != 0 || apart.T != -math.MaxFloat64 || apart.Difference != (Interval{-1, -1, -1}) {
			t.Errorf("%s of two values that differ: %+v, %v", name, apart, err)
		}
		var few *NeedError
		if _, err := test([]float64{3, 3}, []float64{4}); !errors.As(err, &few) || *few != (NeedError{Need: 2, Have: 1}) {
			t.Errorf("%s of one value: %v, want a NeedError", name, err)
		}
		for _, bad := range [][]float64{{1, math.NaN()}, {1, math.Inf(1)}, {-math.MaxFloat64, math.MaxFloat64}} {
			if _, err := test(bad, []float64{1, 2}); !errors.Is(err, ErrValue) {
				t.Errorf("%s of %v: %v, want ErrValue", name, bad, err)
			}
		}
	}
}

// Both intervals hold the difference of the means as often as they say, Welch's
// even where the scatter differs by a factor of five.
func TestCoverageOfTTests(t *testing.T) {
	low, high := 0.95-coverageBand, 0.95+coverageBand
	groups := func(s *source, sd float64) (a, b []float64) {
		return s.fill(6, s.normal), s.fill(12, func() float64 { return 3 + sd*s.normal() })
	}
	within(t, "WelchT", coverage(t, -3, func(s *source) (Interval, error) {
		test, err := WelchT(groups(s, 0.2))
		return test.Difference, err
	}), low, high)
	within(t, "StudentT", coverage(t, -3, func(s *source) (Interval, error) {
		test, err := StudentT(groups(s, 1))
		return test.Difference, err
	}), low, high)
}
