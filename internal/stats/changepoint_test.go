// Change points: against the definition, against what Hunter and Otava find, and
// by simulation of how often they are false or missed.

package stats

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func indices(t rapid.TB, x []float64, least float64) []int {
	t.Helper()
	points, err := ChangePoints(x, least, 1)
	if err != nil {
		t.Fatal(err)
	}
	at := []int{}
	for i, p := range points {
		at = append(at, p.Index)
		if p.P > ChangeLevel || p.Ratio.Low > p.Ratio.Value || p.Ratio.Value > p.Ratio.High || i > 0 && p.Index-points[i-1].Index < ChangeSegment {
			t.Errorf("point %d of %+v", i, points)
		}
	}
	return at
}

// The first three are the series that Hunter's tests hold its detector to, the
// others are of Apache Otava's (github.com/apache/otava, tests/analysis_test.py),
// with the places that these want.
func TestChangePointsOfHunterAndOtava(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		want []int
	}{
		{[]float64{1.02, 0.95, 0.99, 1.00, 1.12, 0.90, 0.50, 0.51, 0.48, 0.48, 0.55}, []int{6}},
		{[]float64{2.02, 2.03, 2.01, 2.04, 1.82, 1.85, 1.79, 1.81, 1.80, 1.76, 1.78}, []int{4}},
		{[]float64{1.02, 0.95, 0.99, 1.00, 1.12, 1.00, 1.01, 0.98, 1.01, 0.96,
			0.50, 0.51, 0.48, 0.48, 0.55, 0.50, 0.49, 0.51, 0.50, 0.49}, []int{10}},
		{[]float64{100, 100, 100, 100, 110, 110, 110, 110, 110}, []int{4}},
		{[]float64{100, 100, 100, 100, 130, 130, 130, 130, 150, 150, 150, 150}, []int{4, 8}},
		{[]float64{100, 100, 100, 100, 300, 100, 100, 100, 100}, []int{}},
		{[]float64{100, 100, 100, 100, 300, 300, 100, 100, 100}, []int{}},
	} {
		if got := indices(t, c.x, 0.01); !slices.Equal(got, c.want) {
			t.Errorf("%v: change points at %v, want %v", c.x, got, c.want)
		}
	}
}

// The first 160 of the throughputs of TigerBeetle that Apache Otava's tests use
// (github.com/apache/otava, the tests of its Tigerbeetle data set), with the change points
// that these want there at p = 0.001 and a least change of 0. The value at 10 is an
// outlier.
func TestChangePointsOfTigerBeetle(t *testing.T) {
	x := []float64{
		26705, 26475, 26641, 26806, 26835, 26911, 26564, 26812, 26874, 26682, 15672, 26745, 26460, 26977, 26851, 23412, 23547, 23674, 23519, 23670,
		23662, 23462, 23750, 23717, 23524, 23588, 23687, 23793, 23937, 23715, 23570, 23730, 23690, 23699, 23670, 23860, 23988, 23652, 23681, 23798,
		23728, 23604, 23523, 23412, 23685, 23773, 23771, 23718, 23409, 23739, 23674, 23597, 23682, 23680, 23711, 23660, 23990, 23938, 23742, 23703,
		23536, 24363, 24414, 24483, 24509, 24944, 24235, 24560, 24236, 24667, 24730, 28346, 28437, 28436, 28057, 28217, 28456, 28427, 28398, 28250,
		28331, 28222, 28726, 28578, 28345, 28274, 28514, 28590, 28449, 28305, 28411, 28788, 28404, 28821, 28580, 27483, 26805, 27487, 27124, 26898,
		27295, 26951, 27312, 27660, 27154, 27050, 26989, 27193, 27503, 27326, 27375, 27513, 27057, 27421, 27574, 27609, 27123, 27824, 27644, 27394,
		27836, 27949, 27702, 27457, 27272, 28207, 27802, 27516, 27586, 28005, 27768, 28543, 28237, 27915, 28437, 28342, 27733, 28296, 28524, 28687,
		28258, 28611, 29360, 28590, 29641, 28965, 29474, 29256, 28611, 28205, 28539, 27962, 28398, 28509, 28240, 28592, 28102, 28461, 28578, 28669,
	}
	if got, want := indices(t, x, 0), []int{15, 61, 71, 95, 117, 131, 142, 148}; !slices.Equal(got, want) {
		t.Errorf("change points at %v, want %v", got, want)
	}
	outliers, err := Outliers(x)
	if err != nil || !slices.Contains(outliers, 10) {
		t.Errorf("outliers at %v, %v, want 10 among them", outliers, err)
	}
}

func TestOutliers(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		want []int
	}{
		{[]float64{1, 1.01, 1.02, 1, 1.01, 9, 1.01, 1, 1.02}, []int{5}},
		{[]float64{0.1, 1.01, 1.02, 1, 1.01, 1.02, 7}, []int{0, 6}},
		{[]float64{1, 1.01, 1.02, 1, 1.01, 1.025, 1.01, 1, 1.02}, nil}, // within twice the range
		{[]float64{1, 1.01, 1.02, 1, 2, 2.01, 2.02, 2}, nil},           // a new level
		{[]float64{1, 1.01, 1.02, 1, 1.01, 1, 9, 9.01, 1.02, 1}, nil},  // not alone
		{[]float64{3, 3, 3, 3, 3, 3}, nil},
	} {
		got, err := Outliers(c.x)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v: outliers at %v, %v, want %v", c.x, got, err, c.want)
		}
	}
	// Of normal noise one value in 60 is one.
	s := &source{coverageSeed}
	x := s.fill(changeValues, func() float64 { return math.Exp(0.01 * s.normal()) })
	got, err := Outliers(x)
	t.Logf("%d of %d values of normal noise (seed %d)", len(got), len(x), coverageSeed)
	if err != nil || len(got) > len(x)/50 {
		t.Errorf("%d of %d values of normal noise are outliers, %v", len(got), len(x), err)
	}
}

func TestChangePointTellsTheChange(t *testing.T) {
	s := &source{coverageSeed}
	x := append(s.fill(40, func() float64 { return 0.5 * math.Exp(0.01*s.normal()) }),
		s.fill(30, func() float64 { return 0.54 * math.Exp(0.01*s.normal()) })...)
	points, err := ChangePoints(x, 0.01, 1)
	if err != nil || len(points) != 1 {
		t.Fatalf("%+v, %v, want one change point", points, err)
	}
	p := points[0]
	if p.Index != 40 || p.P > 1e-30 || p.Ratio.Low > 1.08 || p.Ratio.High < 1.08 {
		t.Errorf("%+v, want index 40 and a ratio of 1.08", p)
	}
	near(t, "before", p.Before, 0.5, 0.005)
	near(t, "after", p.After, 0.54, 0.005)
	near(t, "ratio", p.Ratio.Value, p.After/p.Before, 1e-12)
	if got := indices(t, x, 0.10); len(got) != 0 {
		t.Errorf("change points at %v although 8 %% is less than the least of 10 %%", got)
	}
}

// Levels that come back, in one window and over many.
func TestManyChangePoints(t *testing.T) {
	s := &source{coverageSeed}
	var x []float64
	var want []int
	for level, n := range []int{60, 12, 30, 80, 7, 41, 200, 20} {
		if level > 0 {
			want = append(want, len(x))
		}
		mean := 1 + 0.1*float64(level%2)
		x = append(x, s.fill(n, func() float64 { return mean * math.Exp(0.01*s.normal()) })...)
	}
	if got := indices(t, x, 0.01); !slices.Equal(got, want) {
		t.Errorf("change points at %v, want %v", got, want)
	}
}

func TestChangePointsErrors(t *testing.T) {
	var few *NeedError
	if _, err := ChangePoints(make([]float64, 7), 0, 1); !errors.As(err, &few) || *few != (NeedError{Need: 8, Have: 7}) {
		t.Errorf("7 values: %v, want a NeedError of 8", err)
	}
	sound := []float64{1, 1, 1, 1, 1, 1, 1, 1}
	if got := indices(t, sound, 0); len(got) != 0 {
		t.Errorf("change points of equal values at %v", got)
	}
	for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		x := slices.Clone(sound)
		x[3] = bad
		if _, err := ChangePoints(x, 0, 1); !errors.Is(err, ErrValue) {
			t.Errorf("a value of %v: %v, want ErrValue", bad, err)
		}
		if _, err := ChangePoints(sound, bad, 1); bad != 0 && !errors.Is(err, ErrValue) {
			t.Errorf("a least change of %v: %v, want ErrValue", bad, err)
		}
	}
	if _, err := ChangePoints(sound, 0, 0); !errors.Is(err, ErrValue) {
		t.Errorf("a family of no series: %v, want ErrValue", err)
	}
	// From the smallest number to the largest, where the ratio overflows.
	extreme := []float64{5e-324, 5e-324, 5e-324, 5e-324, 1.7e308, 1.7e308, 1.7e308, 1.7e308}
	if _, err := ChangePoints(extreme, 0, 1); !errors.Is(err, ErrValue) {
		t.Errorf("a ratio that overflows: %v, want ErrValue", err)
	}
}

// defined is the statistic as the paper writes it: sums over all pairs.
func defined(x, y []float64) float64 {
	among := func(z []float64) (sum float64) {
		for i := range z {
			for _, w := range z[i+1:] {
				sum += math.Abs(z[i] - w)
			}
		}
		return sum
	}
	var between float64
	for _, v := range x {
		for _, w := range y {
			between += math.Abs(v - w)
		}
	}
	m, n := float64(len(x)), float64(len(y))
	pairs := func(k float64) float64 { return k * (k - 1) / 2 }
	return m * n / (m + n) * (2/(m*n)*between - among(x)/pairs(m) - among(y)/pairs(n))
}

var someValues = rapid.SliceOfN(rapid.Float64Range(-10, 10), 2*ChangeSegment, 30)

func TestBestSplitIsTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := someValues.Draw(t, "z")
		best := 0.
		for kappa := range len(z) + 1 {
			for tau := ChangeSegment; tau <= kappa-ChangeSegment; tau++ {
				best = math.Max(best, defined(z[:tau], z[tau:kappa]))
			}
		}
		tau, kappa := bestSplit(z)
		got := 0.
		if tau > 0 {
			got = defined(z[:tau], z[tau:kappa])
		}
		if math.Abs(got-best) > 1e-9 {
			t.Fatalf("split at %d of %d has %v, the largest is %v", tau, kappa, got, best)
		}
	})
}

// Another unit or sign of the values changes nothing, and a rate has its change
// points where the time has them.
func TestChangePointsAreEquivariant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &source{rapid.Uint64().Draw(t, "seed")}
		n := rapid.IntRange(2*ChangeSegment, 120).Draw(t, "n")
		step := rapid.IntRange(0, n).Draw(t, "step")
		factor := math.Exp(rapid.Float64Range(-20, 20).Draw(t, "ln factor"))
		var x, scaled, inverse []float64
		for i := range n {
			v := math.Exp(0.02 * s.normal())
			if i >= step {
				v *= 1.07
			}
			x, scaled, inverse = append(x, v), append(scaled, v*factor), append(inverse, 1/v)
		}
		want := indices(t, x, 0)
		if got := indices(t, scaled, 0); !slices.Equal(got, want) {
			t.Fatalf("at %v, scaled at %v", want, got)
		}
		if got := indices(t, inverse, 0); !slices.Equal(got, want) {
			t.Fatalf("at %v, of the inverse at %v", want, got)
		}
	})
}

// Whatever the values, there is an answer in finite numbers, or an error.
func TestChangePointsOfAnyNumbers(t *testing.T) {
	anyNumber := rapid.OneOf(rapid.Float64Range(math.SmallestNonzeroFloat64, math.MaxFloat64), rapid.Float64Range(0.9, 1.1), rapid.SampledFrom([]float64{1, 2}))
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(anyNumber, 2*ChangeSegment, 150).Draw(t, "x")
		points, err := ChangePoints(x, 0.01, 1)
		if err != nil && !errors.Is(err, ErrValue) {
			t.Fatal(err)
		}
		for _, p := range points {
			for _, v := range []float64{p.Before, p.After, p.P, p.Ratio.Value, p.Ratio.Low, p.Ratio.High} {
				if !finite(v) || v < 0 {
					t.Fatalf("%+v", p)
				}
			}
		}
	})
}

// share returns in how many of the draws a series has a change point within two
// of the wanted place, or any when want is negative.
func share(t *testing.T, draws, want int, draw func(*source) []float64) int {
	t.Helper()
	s := &source{coverageSeed}
	hits := 0
	for range draws {
		if slices.ContainsFunc(indices(t, draw(s), 0), func(at int) bool { return want < 0 || at >= want-2 && at <= want+2 }) {
			hits++
		}
	}
	return hits
}

// False alarms of normal noise are at most ChangeLevel of the series; the bound
// is that and four standard errors. With one value in 20 five times as far up as
// noise goes, as on a shared machine, they get more frequent over long series.
func TestFalseChangePoints(t *testing.T) {
	for _, c := range []struct {
		n      int
		shared bool
		level  float64
	}{{8, false, ChangeLevel}, {20, false, ChangeLevel}, {50, false, ChangeLevel}, {200, false, ChangeLevel}, {50, true, 0.02}, {200, true, 0.05}} {
		draws := changeValues / c.n
		got := share(t, draws, -1, func(s *source) []float64 {
			return s.fill(c.n, func() float64 {
				v := s.normal()
				if c.shared && s.uniform() < 0.05 {
					v = 5 * math.Abs(v)
				}
				return math.Exp(0.02 * v)
			})
		})
		t.Logf("%d values, shared machine %v: %d of %d series with a false change point (seed %d)", c.n, c.shared, got, draws, coverageSeed)
		if bound := c.level*float64(draws) + 4*math.Sqrt(c.level*float64(draws)); float64(got) > bound {
			t.Errorf("%d values, shared machine %v: %d of %d series have a false change point, want at most %.0f", c.n, c.shared, got, draws, bound)
		}
	}
}

// Of 20 series that are looked at together, any false alarm counts.
func TestFalseChangePointsInFamilies(t *testing.T) {
	const family, n = 20, 25
	s := &source{coverageSeed}
	families, got := changeValues/20/n, 0
	for range families {
		found := 0
		for range family {
			points, err := ChangePoints(s.fill(n, func() float64 { return math.Exp(0.02 * s.normal()) }), 0, family)
			if err != nil {
				t.Fatal(err)
			}
			found += len(points)
		}
		if found > 0 {
			got++
		}
	}
	t.Logf("%d families of %d series: %d with a false change point (seed %d)", families, family, got, coverageSeed)
	if bound := ChangeLevel*float64(families) + 4*math.Sqrt(ChangeLevel*float64(families)); float64(got) > bound {
		t.Errorf("%d of %d families have a false change point, want at most %.0f", got, families, bound)
	}
}

// After 30 values, how many of the new level show it: a step of so many standard
// deviations, and the least share of series in which it is found.
func TestChangePointsAreFound(t *testing.T) {
	for _, c := range []struct {
		step  float64
		after int
		least float64
	}{{3, 4, 0.83}, {3, 10, 0.90}, {5, 4, 0.97}, {5, 10, 0.98}, {1.5, 30, 0.65}} {
		draws := changeValues / 80
		got := share(t, draws, 30, func(s *source) []float64 {
			x := s.fill(30+c.after, func() float64 { return math.Exp(0.01 * s.normal()) })
			for i := range x[30:] {
				x[30+i] *= math.Exp(0.01 * c.step)
			}
			return x
		})
		t.Logf("a step of %v standard deviations, %d values after it: found in %d of %d series (seed %d)", c.step, c.after, got, draws, coverageSeed)
		if float64(got) < c.least*float64(draws) {
			t.Errorf("a step of %v standard deviations, %d values after it: found in %d of %d series, want %v of them", c.step, c.after, got, draws, c.least)
		}
	}
}
