// A line through points of which some are far off.

package stats

import (
	"fmt"
	"slices"
)

// mostLinePoints bounds the work of Line, which looks at all pairs of points.
const mostLinePoints = 2000

// Line returns the intercept and the slope of the line y = intercept + slope x by the
// medians of Theil and Sen: the slope is the median of those of all pairs of points, the
// intercept the median of y - slope x (P. K. Sen, J. Amer. Statist. Assoc. 63, 1968).
// Up to 29 % of the points may lie anywhere without much harm. x and y are of one
// length, at most 2000, and hold at least two different values of x.
func Line(x, y []float64) (intercept, slope float64, err error) {
	if len(x) != len(y) || len(x) > mostLinePoints {
		return 0, 0, fmt.Errorf("%w: %d and %d coordinates, want as many of both, at most %d", ErrValue, len(x), len(y), mostLinePoints)
	}
	var slopes []float64
	for i := range x {
		for j := range i {
			if x[i] != x[j] {
				slopes = append(slopes, (y[i]-y[j])/(x[i]-x[j]))
			}
		}
	}
	if len(slopes) == 0 {
		return 0, 0, fmt.Errorf("%w: %d points without two different x", ErrValue, len(x))
	}
	if slope, err = Median(slopes); err != nil {
		return 0, 0, err
	}
	rest := slices.Clone(y)
	for i := range rest {
		rest[i] -= slope * x[i]
	}
	intercept, err = Median(rest)
	return intercept, slope, err
}
