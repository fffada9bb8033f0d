// The rank statistics against published tables and worked examples.

package stats

import (
	"math"
	"slices"
	"testing"
)

// Nine patients' depression before and after a tranquilizer, and the permeability
// of membranes at term and earlier: M. Hollander and D. A. Wolfe, Nonparametric
// Statistical Methods, 1973, pages 29 and 69, which are the examples of R's
// wilcox.test too.
var (
	depressionBefore = []float64{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}
	depressionAfter  = []float64{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29}
	permeableTerm    = []float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}
	permeableEarly   = []float64{1.15, 0.88, 0.90, 0.74, 1.21}
)

func depressionLess() []float64 {
	d := make([]float64, len(depressionBefore))
	for i := range d {
		d[i] = depressionBefore[i] - depressionAfter[i]
	}
	return d
}

// V = 40 has a one-sided p of 0.01953, which is 10 of the 512 choices of signs.
func TestDepression(t *testing.T) {
	p, err := SignedRank(depressionLess(), 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p", p, 2*10./512, 1e-12)
	iv, err := PairedShift(depressionLess(), 0.95)
	nearInterval(t, iv, err, Interval{0.46, 0.010, 0.786}, 1e-9)
}

// W = 35 has a one-sided p of 0.1272.
func TestPermeability(t *testing.T) {
	p, err := RankSum(permeableTerm, permeableEarly, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "p", p, 2*0.1272, 0.0005)
	iv, err := Shift(permeableEarly, permeableTerm, 0.95)
	nearInterval(t, iv, err, Interval{0.305, -0.15, 0.76}, 1e-9)
}

// Ozone over New York in May and August 1973 (R's airquality), with many ties:
// R's wilcox.test gives W = 127.5 and p = 0.0001208 by the normal law.
func TestOzone(t *testing.T) {
	may := []float64{41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18, 14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37}
	august := []float64{39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22, 59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85}
	ranks := midranks(slices.Concat(may, august))
	near(t, "p", drawSumNormal(ranks, len(may), total(ranks[:len(may)])), 0.0001208, 0.0005)

	// W is the rank sum of May less 26 27 / 2, and 26 26 less the pairs that August
	// wins.
	near(t, "W", float64(total(ranks[:26]))/2-26*27/2, 127.5, 0)
}

// The largest sums of ranks that are significant at 5 % and 1 %, two-sided:
// R. L. McCornack, Extended tables of the Wilcoxon matched pair signed rank
// statistic, J. Amer. Statist. Assoc. 60, 1965.
func TestSignedRankTable(t *testing.T) {
	for n, want := range map[int][2]int64{
		6: {0, -1}, 7: {2, -1}, 8: {3, 0}, 9: {5, 1}, 10: {8, 3}, 15: {25, 15}, 20: {52, 37},
		25: {89, 68}, 30: {137, 109}, 40: {264, 220}, 50: {434, 373}, 100: {1955, 1779},
	} {
		for i, confidence := range []float64{0.95, 0.99} {
			tail, _ := tailOf(confidence)
			if got := centreRank(n, tail) - 1; got != want[i] {
				t.Errorf("n = %d, confidence %v: %d, want %d", n, confidence, got, want[i])
			}
		}
	}
}

// The largest U that are significant at 5 % and 1 %, two-sided: D. Auble, Extended
// tables for the Mann-Whitney statistic, Bull. Inst. Educ. Research at Indiana
// Univ. 1, 1953.
func TestRankSumTable(t *testing.T) {
	for sizes, want := range map[[2]int][2]int64{
		{4, 4}: {0, -1}, {5, 5}: {2, 0}, {6, 6}: {5, 2}, {7, 7}: {8, 4}, {8, 8}: {13, 7}, {9, 9}: {17, 11},
		{10, 10}: {23, 16}, {15, 15}: {64, 51}, {20, 20}: {127, 105}, {3, 5}: {0, -1}, {2, 8}: {0, -1},
		{5, 10}: {8, 4}, {8, 12}: {22, 15}, {10, 15}: {39, 29}, {10, 20}: {55, 42},
	} {
		for i, confidence := range []float64{0.95, 0.99} {
			tail, _ := tailOf(confidence)
			if got := shiftRank(sizes[0], sizes[1], tail) - 1; got != want[i] {
				t.Errorf("sizes %v, confidence %v: %d, want %d", sizes, confidence, got, want[i])
			}
		}
	}
}

// P(U <= u) of two samples of 4, as tabled by H. B. Mann and D. R. Whitney, Ann.
// Math. Statist. 18, 1947.
func TestMannWhitneyTable(t *testing.T) {
	ways := drawSums(firstRanks(8), 4)
	below := 0.0
	for u, want := range []float64{0.014, 0.029, 0.057, 0.100, 0.171, 0.243, 0.343, 0.443, 0.557} {
		if below += ways[u] / 70; math.Abs(below-want) > 0.0005 {
			t.Errorf("P(U <= %d) = %.4f, want %.3f", u, below, want)
		}
	}
}

// Four p-values with their steps, and 24 of which the smallest ones are those that
// the SAS/STAT User's Guide adjusts (The MULTTEST Procedure, Inputting Raw
// p-Values: 0.8395 and otherwise 1).
func TestHolm(t *testing.T) {
	for _, c := range []struct{ p, want []float64 }{
		// 4 0.005, 3 0.01, 2 0.03, and 1 0.04, which is below the one before.
		{[]float64{0.01, 0.04, 0.03, 0.005}, []float64{0.03, 0.06, 0.06, 0.02}},
		{slices.Concat([]float64{0.03498, 0.05254, 0.12496}, slices.Repeat([]float64{0.5}, 21)),
			slices.Concat([]float64{0.8395}, slices.Repeat([]float64{1}, 23))},
	} {
		got, err := Holm(c.p)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range c.want {
			near(t, "adjusted p", got[i], want, 5e-5)
		}
	}
}

// Fifteen endpoints of a trial. Bonferroni's correction, which is stricter than
// Holm's, and Hochberg's, which is less strict, both leave three of them at 5 %:
// Y. Benjamini and Y. Hochberg, Controlling the false discovery rate, J. Roy.
// Statist. Soc. B 57, 1995.
func TestHolmOfTrial(t *testing.T) {
	adjusted, err := Holm([]float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range adjusted {
		if (p <= 0.05) != (i < 3) {
			t.Errorf("the p-value number %d is adjusted to %v", i+1, p)
		}
	}
}
