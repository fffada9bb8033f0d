// Several comparisons at once: the more one looks at, the more surprising the
// most surprising of them is by chance alone.

package stats

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Holm returns the p-values, each in [0, 1], adjusted so that calling every
// comparison with an adjusted one of at most a an effect calls any falsely with a
// chance of at most a, however they depend on each other: the i-th smallest of m
// is multiplied by m - i + 1, raised to the one before it, and at most 1 (S. Holm,
// A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6,
// 1979). The order is that of p, which is not changed.
func Holm(p []float64) ([]float64, error) {
	if len(p) == 0 {
		return nil, &NeedError{Need: 1, Have: 0}
	}
	order := make([]int, len(p))
	for i, v := range p {
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("%w: p-value %d is %v, want one from 0 to 1", ErrValue, i, v)
		}
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	adjusted := make([]float64, len(p))
	before := 0.0
	for done, i := range order {
		before = math.Min(1, math.Max(before, p[i]*float64(len(p)-done)))
		adjusted[i] = before
	}
	return adjusted, nil
}
