package stats

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Quantiles computed with mpmath 1.3 at 30 digits by inverting the regularised
// incomplete beta and gamma functions; the short ones stand in every printed
// table.
func TestQuantilesOfTheLaws(t *testing.T) {
	for degrees, want := range map[float64]float64{
		1: 12.7062047361747, 2: 4.30265272974946, 4: 2.77644510519779, 9: 2.26215716279821,
		30: 2.04227245630124, 1000: 1.96233908082641, 11. / 7: 5.64819076536896,
	} {
		near(t, "Student's quantile", studentT(degrees), want, 1e-9)
	}
	for n, want := range map[int][2]float64{
		1: {0.0506356159685798 / 2, 7.37775890822787 / 2}, 3: {1.2373442457912 / 2, 14.4493753354479 / 2},
		10: {9.59077739226487 / 2, 34.1696069028383 / 2}, 100: {162.727982501846 / 2, 241.057895506311 / 2},
		1000: {938.973018407695, 1062.92115122489}, 1000000: {998040.983340294, 1001960.91096545},
	} {
		near(t, "lower gamma quantile", gammaQuantile(n, tail), want[0], 1e-9)
		near(t, "upper gamma quantile", gammaQuantile(n, 1-tail), want[1], 1e-9)
	}
}

// The differences in hours of sleep from Student (1908); the interval is the one
// that R's t.test prints for them.
func TestMeanT(t *testing.T) {
	sleep := []float64{1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4}
	got, err := MeanT(sleep)
	nearInterval(t, got, err, Interval{1.58, 0.7001142, 2.4598858}, 1e-7)

	same, err := MeanT([]float64{3, 3, 3})
	nearInterval(t, same, err, Interval{3, 3, 3}, 0)
}

// By the chi-squared quantiles of TestQuantilesOfTheLaws.
func TestExponentialMean(t *testing.T) {
	one, err := ExponentialMean(5, 1)
	nearInterval(t, one, err, Interval{5, 10 / 7.37775890822787, 10 / 0.0506356159685798}, 1e-9)
	ten, err := ExponentialMean(20, 10)
	nearInterval(t, ten, err, Interval{2, 40 / 34.1696069028383, 40 / 9.59077739226487}, 1e-9)
	if got := SamplesForExponential(0.1); got != 385 {
		t.Errorf("10 %% takes %d samples, want 385, which is (1.96/0.1)^2", got)
	}
	many, err := ExponentialMean(385, 385)
	nearInterval(t, many, err, Interval{1, 0.9, 1.1}, 0.02)
}

// Of one mean the law is Erlang's, whose chance is a sum of Poisson's terms; of two means it
// has the mean and the variance of the sum, and is near what 100,000 drawn sums show.
func TestExponentialSum(t *testing.T) {
	sum := func(means, counts []float64) ExponentialSum {
		t.Helper()
		s, err := NewExponentialSum(means, counts)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	quantile := func(s ExponentialSum, p float64) float64 {
		t.Helper()
		q, err := s.Quantile(p)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	three := sum([]float64{2, 2}, []float64{1, 2})
	near(t, "chance of Erlang's law", three.Chance(4), 1-math.Exp(-2)*(1+2+2), 1e-12)
	near(t, "quantile of Erlang's law", quantile(three, 0.975), 14.4493753354479, 1e-9)
	near(t, "median of one", quantile(sum([]float64{10}, []float64{1}), 0.5), 10*math.Ln2, 1e-9)
	many := sum([]float64{0.5}, []float64{2e6})
	near(t, "quantile of many", quantile(many, 0.025), 1e6-1.959964*math.Sqrt(0.25*2e6), 1e-5)
	if c := three.Chance(-1); c != 0 {
		t.Errorf("chance %v of less than nothing", c)
	}
	mixed := sum([]float64{1, 30}, []float64{40, 2})
	random := rand.New(rand.NewPCG(7, 7))
	drawn := make([]float64, 100_000)
	for i := range drawn {
		for range 40 {
			drawn[i] += random.ExpFloat64()
		}
		drawn[i] += 30 * (random.ExpFloat64() + random.ExpFloat64())
	}
	slices.Sort(drawn)
	for _, p := range []float64{0.5, 0.95} {
		near(t, "quantile of two means", quantile(mixed, p), drawn[int(p*float64(len(drawn)))], 0.05)
	}
}

func TestRatioMean(t *testing.T) {
	// Worked out with mpmath from the formulas of the comment: leaving one out
	// gives 2.9, 3.125 and 2.375, the standard error is 0.444410, and 11/7 degrees
	// of freedom multiply it by 5.648191.
	got, err := RatioMean([]float64{1, 2, 4}, []float64{1, 2, 3}, []float64{0.5, 0.25, 0.75}, 2)
	nearInterval(t, got, err, Interval{17. / 6, 0.323222451899039, 5.34344421476763}, 1e-9)

	// With equal work there is nothing but a mean.
	y, fixed, both := []float64{3, 5, 4, 9, 2}, []float64{1, 0, 2, 1, 1}, make([]float64, 5)
	for i := range y {
		both[i] = fixed[i] + 2*y[i]
	}
	want, err := MeanT(both)
	if err != nil {
		t.Fatal(err)
	}
	got, err = RatioMean(y, []float64{7, 7, 7, 7, 7}, fixed, 14)
	nearInterval(t, got, err, want, 1e-12)

	// A machine without noise leaves no doubt, however lucky the searches were.
	exact, err := RatioMean([]float64{2, 200, 60}, []float64{1, 100, 30}, []float64{5, 5, 5}, 50)
	nearInterval(t, exact, err, Interval{105, 105, 105}, 1e-12)
}

// The ranks of the median's interval as tabled since K. R. Nair, Table of
// confidence interval for the median, Sankhya 4, 1940.
func TestMedianRanks(t *testing.T) {
	for n, want := range map[int][2]int{6: {1, 6}, 8: {1, 8}, 9: {2, 8}, 10: {2, 9}, 15: {4, 12}, 20: {6, 15}, 25: {8, 18}, 50: {18, 33}, 100: {40, 61}} {
		if low, high := quantileRanks(n, 0.5); low != want[0] || high != want[1] {
			t.Errorf("n = %d: ranks %d and %d, want %d and %d", n, low, high, want[0], want[1])
		}
	}
	for p, want := range map[float64]int{0.5: 6, 0.9: 36, 0.95: 72, 0.99: 368, 0.1: 36, 0: 0} {
		if got := SamplesForQuantile(p); got != want {
			t.Errorf("the %v-quantile takes %d samples, want %d", p, got, want)
		}
	}
}

// Each tail of the ranks, added up term by term, keeps below its half, and the
// next rank would not.
func TestQuantileRanksByAddition(t *testing.T) {
	binomial := func(n int, p float64, from, to int) (sum float64) {
		for k := max(from, 0); k <= min(to, n); k++ {
			a, _ := math.Lgamma(float64(n + 1))
			b, _ := math.Lgamma(float64(k + 1))
			c, _ := math.Lgamma(float64(n - k + 1))
			sum += math.Exp(a - b - c + float64(k)*math.Log(p) + float64(n-k)*math.Log(1-p))
		}
		return sum
	}
	for _, p := range []float64{0.05, 0.5, 0.9, 0.95, 0.99} {
		for n := SamplesForQuantile(p); n < SamplesForQuantile(p)+60; n += 7 {
			low, high := quantileRanks(n, p)
			if a, b := binomial(n, p, 0, low-1), binomial(n, p, 0, low); a > 0.025 || b <= 0.025 {
				t.Errorf("n = %d, p = %v: rank %d misses below with %v, the next with %v", n, p, low, a, b)
			}
			if a, b := binomial(n, p, high, n), binomial(n, p, high-1, n); a > 0.025 || b <= 0.025 {
				t.Errorf("n = %d, p = %v: rank %d misses above with %v, the one before with %v", n, p, high, a, b)
			}
		}
	}
}

func TestQuantile(t *testing.T) {
	x := []float64{7, 1, 10, 4, 3, 9, 2, 8, 5, 6}
	before := slices.Clone(x)
	got, err := Quantile(x, 0.5)
	nearInterval(t, got, err, Interval{5.5, 2, 9}, 1e-12)
	if !slices.Equal(x, before) {
		t.Errorf("the samples were reordered: %v", x)
	}
}

func TestLaws(t *testing.T) {
	median, err := ExponentialQuantile(10, 1, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "median", median, 10*math.Ln2, 1e-15)
	sd, err := GeometricSD(6) // a die until the first six: variance 30
	if err != nil {
		t.Fatal(err)
	}
	near(t, "sd", sd, math.Sqrt(30), 1e-15)

	// Sums of binomial(s-1, n-1) p^n (1-p)^(s-n) with mpmath at 30 digits.
	for _, c := range []struct {
		total float64
		n     int
		mean  float64
		want  float64
	}{
		{6, 3, 10, 0.0317}, {80, 3, 10, 0.0232140395211649576}, {60, 1, 10, 0.00399335622203206935},
		{1, 1, 2, 1}, {1, 1, 100, 0.02},
	} {
		got, err := GeometricChance(c.total, c.n, c.mean)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "chance", got, c.want, 1e-9)
	}
	// Far along the normal law takes over, but for its skewness of 2/sqrt(n): by
	// Edgeworth's first term, 2 (Q(4) + phi(4) * 0.002/6 * (16-1)) = 6.468e-5.
	got, err := GeometricChance(1e6*1e4+4*1e3*math.Sqrt(1e4*9999), 1e6, 1e4)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "chance at 4 sd", got, 6.468e-5, 0.001)
}

func TestCombine(t *testing.T) {
	// Two legs of a right triangle: 3 and 4 make 5, scaled by the weights.
	got, err := Sum([]float64{1, 2}, []Interval{{10, 7, 14}, {20, 18, 21.5}})
	nearInterval(t, got, err, Interval{50, 45, 55}, 1e-12)

	got, err = Quotient(Interval{12, 12 / math.Exp(0.3), 12 * math.Exp(0.8)}, Interval{4, 4 / math.Exp(0.6), 4 * math.Exp(0.4)})
	nearInterval(t, got, err, Interval{3, 3 / math.Exp(0.5), 3 * math.Exp(1)}, 1e-12)

	got, err = Interval{4, 2, 8}.Reciprocal()
	nearInterval(t, got, err, Interval{0.25, 0.125, 0.5}, 0)

	got, err = Interval{10, 9, 11}.LogScale()
	nearInterval(t, got, err, Interval{10, 10 * math.Exp(-0.1), 10 * math.Exp(0.1)}, 1e-12)
}

// F. J. Anscombe's four sets (Graphs in statistical analysis, American
// Statistician 27, 1973) share the slope 0.5001 with the standard error 0.1179;
// the first one, as logarithms, is a power law.
func TestPowerLaw(t *testing.T) {
	x := []float64{10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5}
	y := []float64{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68}
	for i := range x {
		x[i], y[i] = math.Exp(x[i]), math.Exp(y[i])
	}
	got, err := PowerLaw(x, y)
	half := 2.26215716 * 0.1179
	nearInterval(t, got, err, Interval{0.5001, 0.5001 - half, 0.5001 + half}, 5e-4)

	cube, err := PowerLaw([]float64{1, 2, 4}, []float64{5, 40, 320})
	nearInterval(t, cube, err, Interval{3, 3, 3}, 1e-9)
}

// Of 10 trials at 1 in 10, four or more succeed with a chance of 0.0127952; of three
// at 1 in 2, none with 1/8.
func TestSuccessChance(t *testing.T) {
	for _, test := range []struct {
		trials     float64
		successes  int
		mean, want float64
	}{
		{3, 0, 2, 0.25}, {3, 1, 2, 1}, {3, 3, 2, 0.25}, {10, 4, 10, 0.0255904}, {1e6, 1000, 1000, 1}, {1e5, 0, 1000, 2 * 3.537e-44},
	} {
		got, err := SuccessChance(test.trials, test.successes, test.mean)
		if err != nil || math.Abs(got-test.want) > 2e-3*test.want {
			t.Errorf("%d of %v at 1 in %v: %v, %v, want %v", test.successes, test.trials, test.mean, got, err, test.want)
		}
	}
	if err := second(SuccessChance(5, 6, 10)); !errors.Is(err, ErrValue) {
		t.Errorf("6 of 5: %v, want ErrValue", err)
	}
}

func TestSpread(t *testing.T) {
	got, err := Spread([]float64{2, 4, 4, 4, 5, 5, 7, 9}) // sum of squares about 5 is 32
	if err != nil {
		t.Fatal(err)
	}
	near(t, "spread", got, math.Sqrt(32./7)/5, 1e-12)
}

// A thousand searches with a mean of 50 trials have a standard error of
// sqrt(50 49 / 1000) = 1.5652; 10,000 trials at 1 in 100 have 100 successes with
// a standard deviation of sqrt(99) = 9.9499.
func TestZ(t *testing.T) {
	for _, test := range []struct {
		name       string
		z          func(float64, int, float64) (float64, error)
		trials     float64
		finds      int
		mean, want float64
	}{
		{"as expected", GeometricZ, 50000, 1000, 50, 0},
		{"more trials", GeometricZ, 51565.2, 1000, 50, 1},
		{"fewer trials", GeometricZ, 46869.6, 1000, 50, -2},
		{"as expected", SuccessZ, 10000, 100, 100, 0},
		{"fewer successes", SuccessZ, 10000, 80, 100, 2.01},
		{"more successes", SuccessZ, 10000, 110, 100, -1.005},
		{"none", SuccessZ, 100, 0, 100, 1.005},
	} {
		got, err := test.z(test.trials, test.finds, test.mean)
		if err != nil || math.Abs(got-test.want) > 1e-3 {
			t.Errorf("%s: %v, %v, want %v", test.name, got, err, test.want)
		}
	}
	for _, err := range []error{
		second(GeometricZ(1, 2, 50)), second(GeometricZ(5, 2, 0.5)), second(GeometricZ(5, 5, 1)),
		second(GeometricZ(math.NaN(), 1, 5)), second(SuccessZ(5, 6, 10)), second(SuccessZ(5, -1, 10)),
		second(SuccessZ(0, 0, 10)), second(SuccessZ(5, 1, 1)), second(SuccessZ(math.Inf(1), 1, 10)),
	} {
		if !errors.Is(err, ErrValue) {
			t.Errorf("got %v, want ErrValue", err)
		}
	}
	if need := new(NeedError); !errors.As(second(GeometricZ(5, 0, 10)), &need) {
		t.Error("no search has a z")
	}
}

func second(_ float64, err error) error { return err }

// The interval of 0 in n ends at 1 - 0.025^(1/n); the others as
// scipy.stats.binomtest(k, n).proportion_ci() gives them.
func TestProportion(t *testing.T) {
	none, err := Proportion(0, 200)
	nearInterval(t, none, err, Interval{0, 0, 1 - math.Pow(0.025, 1./200)}, 1e-9)
	all, err := Proportion(50, 50)
	nearInterval(t, all, err, Interval{1, math.Pow(0.025, 1./50), 1}, 1e-9)
	some, err := Proportion(7, 20)
	nearInterval(t, some, err, Interval{0.35, 0.15390915, 0.59218853}, 1e-6)
	for _, c := range [][2]int{{-1, 5}, {6, 5}} {
		if _, err := Proportion(c[0], c[1]); !errors.Is(err, ErrValue) {
			t.Errorf("%d of %d: %v", c[0], c[1], err)
		}
	}
	if need := new(NeedError); !errors.As(second(0, func() error { _, err := Proportion(0, 0); return err }()), &need) {
		t.Error("no trial has a share")
	}
}

func TestMedian(t *testing.T) {
	for want, x := range map[float64][]float64{3: {5, 3, 1}, 2.5: {4, 1, 2, 3}, 7: {7}} {
		if got, err := Median(x); err != nil || got != want {
			t.Errorf("the median of %v is %v, %v, want %v", x, got, err, want)
		}
	}
	if _, err := Median(nil); err == nil {
		t.Error("nothing has a median")
	}
}

// As R's quantile(x, 0.25) has it, whose default is definition 7.
func TestLowerQuartile(t *testing.T) {
	for want, x := range map[float64][]float64{1.75: {4, 1, 2, 3}, 2: {5, 4, 3, 2, 1}, 7: {7}, 3.25: {3, 4}} {
		if got, err := LowerQuartile(x); err != nil || got != want {
			t.Errorf("the lower quartile of %v is %v, %v, want %v", x, got, err, want)
		}
	}
	if got, err := LowerQuartile([]float64{-math.MaxFloat64, math.MaxFloat64}); err != nil || !finite(got) {
		t.Errorf("of extreme numbers: %v, %v", got, err)
	}
	if _, err := LowerQuartile(nil); err == nil {
		t.Error("nothing has a quartile")
	}
}
