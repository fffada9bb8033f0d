// What the rank statistics are when nothing but chance is at work: exact, by
// counting the equally likely outcomes, where these are few enough to be counted
// in a millisecond or two, and by the normal law beyond. In both the ranks are
// those of the values at hand, ties included.

package stats

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// Up to these sizes the laws are counted: that of signed ranks up to countedSigns
// values, that of rank sums up to two samples whose sizes multiply to
// countedPairs, which takes three million additions at most. Beyond, the normal
// law gives more chance to the far tails than they have: both laws have less than
// its kurtosis, so that the next term of Edgeworth's series is below 0 beyond
// sqrt(3) standard deviations (E. Fix and J. L. Hodges, Significance probabilities
// of the Wilcoxon test, Ann. Math. Statist. 26, 1955, for rank sums). Its
// intervals of a confidence of 0.95 and more are on the safe side by this; where it
// takes over that is 1 % of the chance to miss at 0.95, and a seventh at 0.999.
const (
	countedSigns = 100
	countedPairs = 50 * 50
)

// midranks returns twice the rank of each value, the smallest having 1, where
// equal values share the mean of their ranks. Twice makes them whole numbers.
func midranks(v []float64) []int {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(v[a], v[b]) })
	ranks := make([]int, len(v))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && v[order[to]] == v[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			ranks[i] = from + 1 + to
		}
		from = to
	}
	return ranks
}

func total(scores []int) (sum int64) {
	for _, s := range scores {
		sum += int64(s)
	}
	return sum
}

// signSums returns in how many of the 2^n choices of some of the n scores these
// add up to 0, 1, 2 and so on (the shift algorithm of B. Streitberg and
// J. Roehmel, Exact distributions for permutation and rank tests, Statistical
// Software Newsletter 12, 1986).
func signSums(scores []int) []float64 {
	ways := make([]float64, total(scores)+1)
	ways[0] = 1
	top := 0
	for _, s := range scores {
		top += s
		for sum := top; sum >= s; sum-- {
			ways[sum] += ways[sum-s]
		}
	}
	return ways
}

// drawSums returns in how many of the draws of n of the scores, which ascend,
// these add up to 0, 1, 2 and so on more than the n lowest: the same algorithm.
func drawSums(scores []int, n int) []float64 {
	sums := make([]int, len(scores)+1)
	for i, s := range scores {
		sums[i+1] = sums[i] + s
	}
	// How much more the highest k of the first r add up to than the lowest k.
	span := func(r, k int) int { return sums[r] - sums[r-k] - sums[k] }

	ways := make([][]float64, n+1)
	for k := range ways {
		ways[k] = make([]float64, span(len(scores), k)+1)
	}
	ways[0][0] = 1
	for r, s := range scores {
		left := len(scores) - 1 - r
		for k := min(n, r+1); k >= max(1, n-left); k-- {
			with := ways[k][s-scores[k-1]:]
			for more, w := range ways[k-1][:span(r, k-1)+1] {
				with[more] += w
			}
		}
	}
	return ways[n]
}

// twoSided returns twice the chance of a sum as far to its side as this one, or 1
// where that is more.
func twoSided(ways []float64, sum int64) float64 {
	var below, above float64
	for s, w := range ways {
		if int64(s) <= sum {
			below += w
		}
		if int64(s) >= sum {
			above += w
		}
	}
	all := below + above - ways[sum]
	return math.Min(1, 2*math.Min(below, above)/all)
}

// signSumNormal is twoSided(signSums(scores), sum) by the normal law.
func signSumNormal(scores []int, sum int64) float64 {
	squares := 0.0
	for _, s := range scores {
		squares += float64(s) * float64(s)
	}
	return twoSidedNormal(float64(sum)-float64(total(scores))/2, squares/4)
}

// drawSumNormal is twoSided(drawSums(scores, n), ...) by the normal law, sum being
// that of the n scores drawn.
func drawSumNormal(scores []int, n int, sum int64) float64 {
	all, drawn := float64(len(scores)), float64(n)
	mean, squares := float64(total(scores))/all, 0.0
	for _, s := range scores {
		squares += (float64(s) - mean) * (float64(s) - mean)
	}
	return twoSidedNormal(float64(sum)-drawn*mean, squares/(all-1)*drawn*(1-drawn/all))
}

// twoSidedNormal returns the chance that the normal law of this variance gives to
// being that far off, less half a rank for continuity, which is 1 in midranks.
func twoSidedNormal(off, variance float64) float64 {
	off = math.Max(0, math.Abs(off)-1)
	if off == 0 {
		return 1
	}
	return math.Erfc(off / math.Sqrt(2*variance))
}

// lowRank returns the largest k with P(T < k) <= tail, where ways counts the
// outcomes with T = 0, 1, 2 and so on.
func lowRank(ways []float64, tail float64) int64 {
	var all, below float64
	for _, w := range ways {
		all += w
	}
	for k, w := range ways {
		if below += w; below > tail*all {
			return int64(k)
		}
	}
	return int64(len(ways))
}

// lowRankNormal is lowRank by the normal law, corrected for continuity, but at
// least 1.
func lowRankNormal(mean, variance, tail float64) int64 {
	k := math.Floor(mean + 0.5 + mathext.NormalQuantile(tail)*math.Sqrt(variance))
	return int64(math.Max(k, 1))
}
