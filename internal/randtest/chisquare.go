// The chances that the tests share: of a chi-square, and of a deviation in
// standard deviations.

package randtest

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// chiSquare is Pearson's statistic of counts against equal expectations.
func chiSquare(counts []int) (statistic float64, freedom int) {
	even := make([]float64, len(counts))
	for i := range even {
		even[i] = 1
	}
	return chiSquareOf(counts, even)
}

// chiSquareOf is Pearson's statistic of counts against expectations in the
// proportion of weights.
func chiSquareOf(counts []int, weights []float64) (statistic float64, freedom int) {
	draws, total := 0, 0.0
	for i, c := range counts {
		draws += c
		total += weights[i]
	}
	for i, c := range counts {
		expected := float64(draws) * weights[i] / total
		statistic += (float64(c) - expected) * (float64(c) - expected) / expected
	}
	return statistic, len(counts) - 1
}

// twoSidedFrom is from how many degrees of freedom on counts can be too even.
// Below it chance makes them all equal more often than Significance: once in 180
// times for two outcomes of 10,000 each, but once in 300 million for five of
// 4,000.
const twoSidedFrom = 4

// chiSquareChance is two-sided where it can be: far too even counts are as
// suspicious as uneven ones.
func chiSquareChance(statistic float64, freedom int) float64 {
	half := float64(freedom) / 2 // the law of chi-squared/2 is the gamma law of this shape
	uneven := mathext.GammaIncRegComp(half, statistic/2)
	if freedom < twoSidedFrom {
		return uneven
	}
	return math.Min(1, 2*math.Min(mathext.GammaIncReg(half, statistic/2), uneven))
}

// deviationChance is the two-sided chance of a standard normal deviation.
func deviationChance(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }
