// How much slower or faster, with an interval that assumes no law: the median of
// all pairs of values, bounded by two other order statistics of the pairs.

package stats

import (
	"fmt"
	"math"
	"slices"
)

// tailSlack makes up for rounding where a chance equals the limit, as the one in
// 20 of two samples of 3 does at a confidence of 0.9.
const tailSlack = 1 + 1e-12

// PairedShift returns the centre of values that are independent and lie
// symmetrically about it, such as differences of pairs: the median of the means
// of all pairs of them, each with itself included (J. L. Hodges and
// E. L. Lehmann, Estimates of location based on rank tests, Ann. Math. Statist.
// 34, 1963). The interval is that of Wilcoxon's signed-rank test: the k-th means
// from below and from above, where fewer than k of the n(n+1)/2 lie below the
// centre with a chance of at most half of 1 - confidence (J. W. Tukey, as in
// M. Hollander and D. A. Wolfe, Nonparametric Statistical Methods, 2nd ed. 1999,
// section 3.3). The law is counted for at most 100 values, and normal beyond, which
// is on the safe side at a confidence of 0.95 and more.
//
// Its ends belong to the interval, so that ties only raise the chance that it
// holds the centre (G. E. Noether, Wilcoxon confidence intervals for location
// parameters in the discrete case, J. Amer. Statist. Assoc. 62, 1967); where all
// values are equal it is that point. 0 < confidence < 1; at 0.95 it takes 6
// values. It takes O(n) memory and O(n log n) time; d need not be sorted and is
// not changed.
func PairedShift(d []float64, confidence float64) (Interval, error) {
	tail, err := tailOf(confidence)
	if err != nil {
		return Interval{}, err
	}
	// All n values lie on one side with a chance of 2^-n.
	need := 1
	for math.Ldexp(1, -need) > tail {
		need++
	}
	if err := check(d, need); err != nil {
		return Interval{}, err
	}
	sorted := slices.Sorted(slices.Values(d))
	return checked(walshMeans(sorted).interval(centreRank(len(d), tail)), "shift")
}

// Shift returns by how much y lies above x if their laws are the same but for a
// shift: the median of all differences y[j] - x[i], with the interval of the
// rank-sum test of Mann and Whitney: the k-th differences from below and from
// above, where fewer than k of the n m lie below the shift with a chance of at
// most half of 1 - confidence (Hodges and Lehmann as for PairedShift; L. E. Moses,
// as in Hollander and Wolfe, section 4.3). The law is counted where n m is at most
// 2500, and normal beyond.
//
// Ties, equal values, the confidence, and what x and y may be are as for
// PairedShift. At 0.95 it takes 4 values a side, or fewer beside many more.
func Shift(x, y []float64, confidence float64) (Interval, error) {
	tail, err := tailOf(confidence)
	if err != nil {
		return Interval{}, err
	}
	for _, side := range [][]float64{x, y} {
		if err := check(side, 0); err != nil {
			return Interval{}, err
		}
	}
	need := 1
	for !rarer(need, need, tail) {
		need++
	}
	n, m := min(len(x), len(y)), max(len(x), len(y))
	if !rarer(n, m, tail) {
		return Interval{}, &NeedError{Need: need, Have: n}
	}
	all := differences(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
	return checked(all.interval(shiftRank(n, m, tail)), "shift")
}

// tailOf returns the chance that an interval may miss on one side.
func tailOf(confidence float64) (float64, error) {
	if !(confidence > 0 && confidence < 1) {
		return 0, fmt.Errorf("%w: a confidence of %v, want one between 0 and 1", ErrValue, confidence)
	}
	return (1 - confidence) / 2 * tailSlack, nil
}

// rarer reports whether n values all lie below m others of the same law with a
// chance of at most tail: there is an interval.
func rarer(n, m int, tail float64) bool {
	chance := 1.0 // of one out of (n+m over n)
	for i := 1; i <= n && chance > tail; i++ {
		chance *= float64(i) / float64(m+i)
	}
	return chance <= tail
}

// centreRank returns the rank of the pair that bounds the centre of n values.
func centreRank(n int, tail float64) int64 {
	if n <= countedSigns {
		return lowRank(signSums(firstRanks(n)), tail)
	}
	f := float64(n)
	return lowRankNormal(f*(f+1)/4, f*(f+1)*(2*f+1)/24, tail)
}

// shiftRank returns the rank of the pair that bounds the shift between n and m
// values, n <= m.
func shiftRank(n, m int, tail float64) int64 {
	if n <= countedPairs/m {
		return lowRank(drawSums(firstRanks(n+m), n), tail)
	}
	pairs := float64(n) * float64(m)
	return lowRankNormal(pairs/2, pairs*float64(n+m+1)/12, tail)
}

// firstRanks returns 1, 2, ... n.
func firstRanks(n int) []int {
	ranks := make([]int, n)
	for i := range ranks {
		ranks[i] = i + 1
	}
	return ranks
}
