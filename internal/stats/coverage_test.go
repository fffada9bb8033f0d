// Simulations of how often the intervals hold the truth. The tag long makes them
// five times as long and the allowed band narrower; see coverage_long_test.go.

package stats

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// A source is splitmix64 (G. L. Steele, D. Lea and C. H. Flood, Fast splittable
// pseudorandom number generators, OOPSLA 2014): small and the same everywhere.
type source struct{ state uint64 }

func (s *source) uniform() float64 { // in (0, 1)
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return (float64((z^z>>31)>>11) + 0.5) / (1 << 53)
}

func (s *source) normal() float64 { return distuv.UnitNormal.Quantile(s.uniform()) }

func (s *source) exponential(mean float64) float64 { return -mean * math.Log(s.uniform()) }

func (s *source) geometric(mean float64) float64 {
	return math.Max(1, math.Ceil(math.Log(s.uniform())/math.Log1p(-1/mean)))
}

func (s *source) fill(n int, draw func() float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = draw()
	}
	return x
}

const coverageSeed = 20240229

// coverage returns the share of draws whose interval holds the truth.
func coverage(t *testing.T, truth float64, draw func(*source) (Interval, error)) float64 {
	t.Helper()
	s := &source{coverageSeed}
	held := 0
	for range coverageDraws {
		iv, err := draw(s)
		if err != nil {
			t.Fatal(err)
		}
		if iv.Low <= truth && truth <= iv.High {
			held++
		}
	}
	return float64(held) / coverageDraws
}

// slack is five standard errors of a share near 0.95: about one run in two
// million of a right interval is further off, and the seed is fixed besides.
var slack = 5 * math.Sqrt(0.95*0.05/coverageDraws)

func within(t *testing.T, name string, got, low, high float64) {
	t.Helper()
	t.Logf("%s: %.4f (seed %d, %d draws)", name, got, coverageSeed, coverageDraws)
	if got < low || got > high {
		t.Errorf("%s holds the truth in %.4f of the draws, want %.4f to %.4f", name, got, low, high)
	}
}

func TestCoverageOfMeans(t *testing.T) {
	low, high := 0.95-coverageBand, 0.95+coverageBand
	for _, n := range []int{2, 5, 20} {
		within(t, "MeanT", coverage(t, 10, func(s *source) (Interval, error) {
			return MeanT(s.fill(n, func() float64 { return 10 + s.normal() }))
		}), low, high)
	}
	for _, n := range []int{1, 3, 30} {
		within(t, "ExponentialMean", coverage(t, 7, func(s *source) (Interval, error) {
			return ExponentialMean(sum(s.fill(n, func() float64 { return s.exponential(7) })), n)
		}), low, high)
	}
	within(t, "MeanT on the logarithmic scale", coverage(t, 10, func(s *source) (Interval, error) {
		iv, err := MeanT(s.fill(5, func() float64 { return 10 + s.normal() }))
		if err != nil {
			return iv, err
		}
		return iv.LogScale()
	}), low, high)
}

// Searches with a geometric number of tests, each of which takes 1 +- 0.2, and an
// acceptance of 3 +- 0.1.
func TestCoverageOfRatioMean(t *testing.T) {
	const meanX, accept = 50, 3
	for _, c := range []struct {
		n         int
		low, high float64
	}{
		// Few samples make it cautious, never bold: Student's law with one or two
		// degrees of freedom is wide.
		{3, 0.95, 1}, {5, 0.95, 1}, {8, 0.95, 0.98}, {20, 0.94, 0.96}, {50, 0.94, 0.96},
	} {
		got := coverage(t, accept+meanX, func(s *source) (Interval, error) {
			x := s.fill(c.n, func() float64 { return s.geometric(meanX) })
			y := make([]float64, c.n)
			for i, m := range x {
				y[i] = m + 0.2*math.Sqrt(m)*s.normal()
			}
			return RatioMean(y, x, s.fill(c.n, func() float64 { return accept + 0.1*s.normal() }), meanX)
		})
		within(t, "RatioMean", got, c.low-slack, c.high+slack)
	}
}

// The interval of a quantile holds it exactly as often as the binomial law says,
// which is at least 95 %, whatever law the values follow.
func TestCoverageOfQuantile(t *testing.T) {
	for _, c := range []struct {
		n int
		p float64
	}{{6, 0.5}, {20, 0.5}, {100, 0.5}, {80, 0.95}} {
		truth, err := ExponentialQuantile(1, 1, c.p)
		if err != nil {
			t.Fatal(err)
		}
		low, high := quantileRanks(c.n, c.p)
		law := distuv.Binomial{N: float64(c.n), P: c.p}
		want := law.CDF(float64(high-1)) - law.CDF(float64(low-1))
		if want < Confidence {
			t.Errorf("n = %d, p = %v: by law %.4f, want at least %v", c.n, c.p, want, Confidence)
		}
		got := coverage(t, truth, func(s *source) (Interval, error) {
			return Quantile(s.fill(c.n, func() float64 { return s.exponential(1) }), c.p)
		})
		within(t, "Quantile", got, want-slack, want+slack)
	}
}

// The intervals of the rank tests hold the shift exactly as often as their laws
// say, which is at least 95 % and for more than a few values hardly more, whatever
// law the values follow, as long as it is that of both sides or symmetric. (To
// Shift the exponential values are the normal ones in reverse: only order counts.)
func TestCoverageOfShifts(t *testing.T) {
	const shift = 3
	laws := map[string]func(*source) float64{
		"normal":      func(s *source) float64 { return 10 + s.normal() },
		"exponential": func(s *source) float64 { return s.exponential(10) },
	}
	verify := func(name string, size int, want float64, interval func(*source) (Interval, error)) {
		t.Helper()
		if want < Confidence {
			t.Errorf("%s of %d: by law %.4f, want at least %v", name, size, want, Confidence)
		}
		low, high := want-slack, want+slack
		if size >= 20 {
			low, high = math.Max(low, Confidence-coverageBand), math.Min(high, Confidence+coverageBand)
		}
		within(t, name, coverage(t, shift, interval), low, high)
	}
	tail, err := tailOf(Confidence)
	if err != nil {
		t.Fatal(err)
	}
	for law, draw := range laws {
		for _, n := range []int{6, 10, 30, countedSigns + 1} {
			verify("PairedShift, "+law, n, 1-2*missed(signSums(firstRanks(n)), centreRank(n, tail)), func(s *source) (Interval, error) {
				return PairedShift(s.fill(n, func() float64 { return shift + draw(s) - draw(s) }), Confidence)
			})
		}
		for _, c := range [][2]int{{4, 4}, {5, 12}, {20, 20}, {51, 50}} {
			n, m := min(c[0], c[1]), max(c[0], c[1])
			verify("Shift, "+law, n, 1-2*missed(drawSums(firstRanks(n+m), n), shiftRank(n, m, tail)), func(s *source) (Interval, error) {
				x := s.fill(c[0], func() float64 { return draw(s) })
				return Shift(x, s.fill(c[1], func() float64 { return shift + draw(s) }), Confidence)
			})
		}
	}
}

// Times that a coarse clock rounds are tied; the intervals hold the shift no less
// often for it.
func TestCoverageWithTies(t *testing.T) {
	dice := func(s *source) float64 { return math.Floor(6 * s.uniform()) }
	for _, n := range []int{6, 20} {
		within(t, "PairedShift of dice", coverage(t, 1, func(s *source) (Interval, error) {
			return PairedShift(s.fill(n, func() float64 { return 1 + dice(s) - dice(s) }), Confidence)
		}), Confidence-slack, 1)
		within(t, "Shift of dice", coverage(t, 1, func(s *source) (Interval, error) {
			x := s.fill(n, func() float64 { return dice(s) })
			return Shift(x, s.fill(n, func() float64 { return 1 + dice(s) }), Confidence)
		}), Confidence-slack, 1)
	}
}

func TestCoverageOfCombinations(t *testing.T) {
	cost := func(s *source, mean float64, n int) (Interval, error) {
		return MeanT(s.fill(n, func() float64 { return mean * (1 + 0.05*s.normal()) }))
	}
	// Student's interval of few samples is wider than its variance, which the
	// rule of Sum passes on: it is cautious.
	within(t, "Sum", coverage(t, 2*100+3*50, func(s *source) (Interval, error) {
		a, err := cost(s, 100, 8)
		if err != nil {
			return a, err
		}
		b, err := cost(s, 50, 8)
		if err != nil {
			return b, err
		}
		return Sum([]float64{2, 3}, []Interval{a, b})
	}), 0.95-slack, 0.97+slack)
	within(t, "Quotient of means", coverage(t, 4, func(s *source) (Interval, error) {
		a, err := cost(s, 80, 8)
		if err != nil {
			return a, err
		}
		b, err := cost(s, 20, 8)
		if err != nil {
			return b, err
		}
		return Quotient(a, b)
	}), 0.95-slack, 0.97+slack)
	within(t, "Quotient of exponential means", coverage(t, 4, func(s *source) (Interval, error) {
		mean := func(m float64, n int) (Interval, error) {
			return ExponentialMean(sum(s.fill(n, func() float64 { return s.exponential(m) })), n)
		}
		a, err := mean(80, 5)
		if err != nil {
			return a, err
		}
		b, err := mean(20, 9)
		if err != nil {
			return b, err
		}
		return Quotient(a, b)
	}), 0.94-slack, 0.96+slack)
}

// Pairs are added until half the interval is below 0.005: it then holds the truth
// less often than it says, since it stops where they happen to agree. From 16 pairs
// on that is little. Each width is looked at, so that a draw is many intervals.
func TestCoverageOfStoppingOnWidth(t *testing.T) {
	for _, sd := range []float64{0.005, 0.008, 0.012} {
		got := coverage(t, 0, func(s *source) (Interval, error) {
			d := s.fill(15, func() float64 { return sd * s.normal() })
			for {
				d = append(d, sd*s.normal())
				iv, err := PairedShift(d, Confidence)
				if err != nil || (iv.High-iv.Low)/2 <= 0.005 || len(d) >= 40 {
					return iv, err
				}
			}
		})
		within(t, "PairedShift when it is narrow", got, 0.949-slack, 0.96+slack)
	}
}

func TestCoverageOfPowerLaw(t *testing.T) {
	sizes := []float64{512, 1024, 2048, 4096, 8192}
	within(t, "PowerLaw", coverage(t, 3, func(s *source) (Interval, error) {
		y := make([]float64, len(sizes))
		for i, x := range sizes {
			y[i] = 1e-9 * math.Pow(x, 3) * math.Exp(0.1*s.normal())
		}
		return PowerLaw(sizes, y)
	}), 0.95-coverageBand, 0.95+coverageBand)
}

// The jackknife's interval against the bootstrap's (B. Efron, Ann. Statist. 7,
// 1979), which knows nothing of it: the standard errors agree.
func TestJackknifeAgainstBootstrap(t *testing.T) {
	const n, meanX = 60, 40
	s := &source{coverageSeed}
	x := s.fill(n, func() float64 { return s.geometric(meanX) })
	y, fixed := make([]float64, n), make([]float64, n)
	for i, m := range x {
		y[i], fixed[i] = m+0.2*math.Sqrt(m)*s.normal(), 2+0.1*s.normal()
	}
	iv, err := RatioMean(y, x, fixed, meanX)
	if err != nil {
		t.Fatal(err)
	}
	jackknife := (iv.High - iv.Low) / 2 / studentT(workDegrees(x))

	const draws = 4000
	estimates := s.fill(draws, func() float64 {
		var sumY, sumX, sumFixed float64
		for range n {
			i := int(s.uniform() * n)
			sumY, sumX, sumFixed = sumY+y[i], sumX+x[i], sumFixed+fixed[i]
		}
		return sumFixed/n + meanX*sumY/sumX
	})
	centre, squares := sum(estimates)/draws, 0.0
	for _, e := range estimates {
		squares += (e - centre) * (e - centre)
	}
	near(t, "bootstrap error", math.Sqrt(squares/draws), jackknife, 0.1)
	near(t, "bootstrap mean", centre, iv.Value, 0.005)
}
