// Package stats holds the statistics of the benchmark as pure functions of
// numbers: intervals, rank tests, exact laws of a memoryless search, and a fit.
//
// Every interval is two-sided with Confidence, or with that asked for, and every
// function says in its comment what it assumes and whose formula it is.
// Descriptive statistics come from github.com/montanaflynn/stats, special functions
// from gonum's mathext; the rest is written out here.
//
// No function panics and none returns NaN or an infinity without an error: too
// few values give a *NeedError that says how many it takes, and values that are
// not finite or out of range give ErrValue.
package stats

import (
	"errors"
	"fmt"
	"math"

	mf "github.com/montanaflynn/stats"
)

// Confidence is the share of intervals that hold the truth.
const Confidence = 0.95

// tail is the chance that an interval misses the truth on one given side.
const tail = (1 - Confidence) / 2

// ErrValue is wrapped by the error for an argument that a function cannot use,
// or that makes its result overflow.
var ErrValue = errors.New("stats: unusable value")

// A NeedError says that a statistic takes more samples than there are.
type NeedError struct{ Need, Have int }

func (e *NeedError) Error() string {
	plural := "s"
	if e.Need == 1 {
		plural = ""
	}
	return fmt.Sprintf("stats: need at least %d sample%s, have %d", e.Need, plural, e.Have)
}

// An Interval is an estimate between the ends of its confidence interval.
type Interval struct{ Value, Low, High float64 }

// checked returns iv, or an error when a number in it is not finite.
func checked(iv Interval, what string) (Interval, error) {
	for _, v := range []float64{iv.Value, iv.Low, iv.High} {
		if !finite(v) {
			return Interval{}, fmt.Errorf("%w: the %s overflows", ErrValue, what)
		}
	}
	return iv, nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// check returns an error unless x holds at least need values, all finite.
func check(x []float64, need int) error {
	if len(x) < need {
		return &NeedError{Need: need, Have: len(x)}
	}
	for i, v := range x {
		if !finite(v) {
			return fmt.Errorf("%w: sample %d is %v, want a finite number", ErrValue, i, v)
		}
	}
	return nil
}

// checkPositive is check for values that must be above 0.
func checkPositive(x []float64, need int) error {
	if err := check(x, need); err != nil {
		return err
	}
	for i, v := range x {
		if v <= 0 {
			return fmt.Errorf("%w: sample %d is %v, want a number above 0", ErrValue, i, v)
		}
	}
	return nil
}

// Mean returns the arithmetic mean of at least one value.
func Mean(x []float64) (float64, error) {
	if err := check(x, 1); err != nil {
		return 0, err
	}
	mean, err := mf.Mean(x)
	if err == nil && !finite(mean) {
		err = fmt.Errorf("%w: the mean overflows", ErrValue)
	}
	if err != nil {
		return 0, err
	}
	return mean, nil
}

// Spread returns the coefficient of variation of at least two values above 0:
// their sample standard deviation over their mean.
func Spread(x []float64) (float64, error) {
	if err := checkPositive(x, 2); err != nil {
		return 0, err
	}
	cv, err := mf.CoefficientOfVariation(x)
	if err == nil && !finite(cv) {
		err = fmt.Errorf("%w: the coefficient of variation overflows", ErrValue)
	}
	if err != nil {
		return 0, err
	}
	return cv, nil
}

// Missing returns how many more samples an error asks for, 0 when it is of
// another sort.
func Missing(err error) int {
	var few *NeedError
	if errors.As(err, &few) {
		return few.Need - few.Have
	}
	return 0
}
