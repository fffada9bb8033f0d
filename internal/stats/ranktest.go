// Tests that look at ranks only: how surprising are these samples if the shift
// between them is what is claimed, whatever law they follow?

package stats

import (
	"fmt"
	"math"
	"slices"
)

// SignedRank returns the two-sided p-value of Wilcoxon's signed-rank test: twice
// the chance, at most 1, of ranks as lopsided as these if the values of d were
// independent and lay symmetrically about the given centre (F. Wilcoxon,
// Individual comparisons by ranking methods, Biometrics Bulletin 1, 1945). One
// value is enough, but only 6 can bring p below 0.05.
//
// Values at the centre take part in the ranking and then drop out; equal
// distances share the mean of their ranks (J. W. Pratt, Remarks on zeros and ties
// in the Wilcoxon signed rank procedures, J. Amer. Statist. Assoc. 54, 1959). For
// at most 100 values the law of the statistic given these ranks is counted;
// beyond, it is the normal law with the variance of these ranks and a correction
// for continuity. Where all values lie at the centre p is 1.
func SignedRank(d []float64, about float64) (float64, error) {
	if err := check(d, 1); err != nil {
		return 0, err
	}
	off, err := shifted(d, about)
	if err != nil {
		return 0, err
	}
	distance := make([]float64, len(off))
	for i, v := range off {
		distance[i] = math.Abs(v)
	}
	var scores []int
	var sum int64
	for i, rank := range midranks(distance) {
		if off[i] == 0 {
			continue
		}
		scores = append(scores, rank)
		if off[i] > 0 {
			sum += int64(rank)
		}
	}
	if len(d) <= countedSigns {
		return twoSided(signSums(scores), sum), nil
	}
	return signSumNormal(scores, sum), nil
}

// RankSum returns the two-sided p-value of the rank-sum test of Wilcoxon and of
// Mann and Whitney: twice the chance, at most 1, of ranks as unequal as these if
// all values were independent and y less about followed the law of x (H. B. Mann
// and D. R. Whitney, On a test of whether one of two random variables is
// stochastically larger than the other, Ann. Math. Statist. 18, 1947). One value
// a side is enough, but of equally many only 4 can bring p below 0.05.
//
// Equal values share the mean of their ranks. Where the sizes of the samples
// multiply to at most 2500 the law of the statistic given these ranks is counted;
// beyond, it is the normal law with the variance of these ranks and a correction
// for continuity. Where all values are equal p is 1.
func RankSum(x, y []float64, about float64) (float64, error) {
	for _, side := range [][]float64{x, y} {
		if err := check(side, 1); err != nil {
			return 0, err
		}
	}
	off, err := shifted(y, about)
	if err != nil {
		return 0, err
	}
	if len(x) > len(off) { // the law is counted faster by the smaller one
		x, off = off, x
	}
	ranks := midranks(slices.Concat(x, off))
	n := len(x)
	sum := total(ranks[:n])
	if n > countedPairs/len(off) {
		return drawSumNormal(ranks, n, sum), nil
	}
	slices.Sort(ranks)
	return twoSided(drawSums(ranks, n), sum-total(ranks[:n])), nil
}

// shifted returns the values less about.
func shifted(v []float64, about float64) ([]float64, error) {
	if !finite(about) {
		return nil, fmt.Errorf("%w: a shift of %v, want a finite number", ErrValue, about)
	}
	off := make([]float64, len(v))
	for i := range v {
		off[i] = v[i] - about
		if !finite(off[i]) {
			return nil, fmt.Errorf("%w: sample %d, %v, less %v overflows", ErrValue, i, v[i], about)
		}
	}
	return off, nil
}
