// Where in a history of runs the level changed: e-divisive splits, accepted by
// t-tests.

package stats

import (
	"fmt"
	"math"
	"slices"
)

// What it takes to be a change point. The figures that they lead to stand with
// the simulations in changepoint_test.go.
const (
	// ChangeLevel is how likely a family of series of nothing but normal noise is
	// to get any change point.
	ChangeLevel = 0.01
	// ChangeSegment is how many values a level has at least: a new one is seen no
	// sooner, and as many outliers in a row are needed for a false one.
	ChangeSegment = 4

	// changeWindow bounds the values that are looked at together, so that one long
	// level does not hide short ones and time stays linear. It is the one of
	// Apache Otava.
	changeWindow = 50
	// outlierReach is how far an outlier lies beyond the values beside it, in
	// multiples of their range. Of normal noise one value in 60 does.
	outlierReach = 2
	// weakFactor is how much less likely a split may be at first, before the
	// levels on both of its sides are known to their ends. It is Otava's too.
	weakFactor = 10
)

// A ChangePoint is a place from which on values have another level.
type ChangePoint struct {
	Index  int     // of the first value of the new level
	Before float64 // geometric mean of the level before, outliers limited
	After  float64 // and of the new one
	// P is how likely noise is to look like this anywhere in the family: Student's
	// t-test of the logarithms on both sides, times the number of values and of
	// series (C. E. Bonferroni, 1936). It is at most ChangeLevel.
	P float64
	// Ratio is After over Before. Its interval is Welch's, which holds even when
	// the levels scatter unequally; that the place was chosen by the values makes
	// it somewhat too narrow.
	Ratio Interval
}

// ChangePoints finds where the level of a series changed, in order; none is a
// result. x is at least 2*ChangeSegment values above 0, in time order. Levels
// that differ by less than the factor 1 + least, for a least of at least 0, are
// one. family is how many series are looked at together, this one included.
//
// It follows Hunter, now Apache Otava (M. Fleming, P. Kolaczkowski et al.,
// Hunter: Using Change Point Detection to Hunt for Performance Regressions, ICPE
// 2023). The series is gone through in windows that overlap by half. Each is
// split where the divergence of D. S. Matteson and N. A. James (A Nonparametric
// Approach for Multiple Change Point Analysis of Multivariate Data, J. Amer.
// Statist. Assoc. 109, 2014) is largest, as long as a t-test finds the sides to
// differ, if only weakly. Then the weakest point is taken away, and its
// neighbours are judged anew, until all are significant and large enough. The
// t-test in the place of the paper's permutations makes it deterministic.
//
// Four things differ from Otava: it works on logarithms, for the noise of times
// is one of factors; the significance that is asked for grows with the length and
// the number of the series; a level has a least length; and Outliers count as if
// they lay no further off than makes them such, since one wild run would
// otherwise hide the changes on both of its sides. Time is O(n) plus that of the
// merging, O(k^2 + kn) for k splits.
func ChangePoints(x []float64, least float64, family int) ([]ChangePoint, error) {
	if err := checkPositive(x, 2*ChangeSegment); err != nil {
		return nil, err
	}
	if !finite(least) || least < 0 {
		return nil, fmt.Errorf("%w: a least change of %v, want a finite number of at least 0", ErrValue, least)
	}
	if family < 1 {
		return nil, fmt.Errorf("%w: a family of %d series, want at least 1", ErrValue, family)
	}
	s := seriesOfLogs{logs: limited(logsOf(x)), least: math.Log1p(least), places: float64(len(x)) * float64(family)}
	splits, err := s.splits()
	if err != nil {
		return nil, err
	}
	return s.merge(splits)
}

// Outliers returns the indices of the values that lie far from the values beside
// them, in order: on the logarithmic scale, beyond the range of the four nearest
// in the series by more than twice that range. The first value of a new level is
// none as soon as the level has another two. x is at least 5 values above 0.
func Outliers(x []float64) ([]int, error) {
	if err := checkPositive(x, outlierWindow); err != nil {
		return nil, err
	}
	logs := logsOf(x)
	var found []int
	for i, v := range limited(logs) {
		if v != logs[i] {
			found = append(found, i)
		}
	}
	return found, nil
}

// outlierWindow is a value and those that it is held against.
const outlierWindow = 5

// limited returns the values with the outliers moved to where they begin.
func limited(z []float64) []float64 {
	out := make([]float64, len(z))
	for i, v := range z {
		low, high := math.Inf(1), math.Inf(-1)
		first := min(max(0, i-outlierWindow/2), len(z)-outlierWindow)
		for k := first; k < first+outlierWindow; k++ {
			if k != i {
				low, high = math.Min(low, z[k]), math.Max(high, z[k])
			}
		}
		reach := outlierReach * (high - low)
		out[i] = math.Max(low-reach, math.Min(v, high+reach))
	}
	return out
}

func logsOf(x []float64) []float64 {
	logs := make([]float64, len(x))
	for i, v := range x {
		logs[i] = math.Log(v)
	}
	return logs
}

// seriesOfLogs is what change points are looked for in.
type seriesOfLogs struct {
	logs   []float64
	least  float64 // difference of the means of two levels
	places float64 // where noise may look like a change, in the whole family
}

// corrected is a chance corrected for all places.
func (s *seriesOfLogs) corrected(p float64) float64 { return math.Min(1, p*s.places) }

// splits returns the places that may be change points. What a window finds near
// its end, where a new level has hardly begun, is left to the next one, which
// has that in its midst. No window begins before the last place found, so that
// none is found twice.
func (s *seriesOfLogs) splits() ([]int, error) {
	var found []int
	for start := 0; ; {
		end := min(start+changeWindow, len(s.logs))
		var err error
		if found, err = s.divide(found, start, end); err != nil || end == len(s.logs) {
			return found, err
		}
		trusted := start + 3*changeWindow/4
		found = slices.DeleteFunc(found, func(at int) bool { return at > trusted })
		start += changeWindow / 2
		if len(found) > 0 {
			start = max(start, found[len(found)-1])
		}
	}
}

// divide adds the splits between two indices to found, in order.
func (s *seriesOfLogs) divide(found []int, start, end int) ([]int, error) {
	tau, kappa := bestSplit(s.logs[start:end])
	if tau == 0 {
		return found, nil
	}
	at := start + tau
	test, err := StudentT(s.logs[start:at], s.logs[at:start+kappa])
	if err != nil || s.corrected(test.P) > weakFactor*ChangeLevel {
		return found, err
	}
	if found, err = s.divide(found, start, at); err != nil {
		return nil, err
	}
	return s.divide(append(found, at), at, end)
}

// merge takes the weakest splits away until all that are left are change points.
func (s *seriesOfLogs) merge(splits []int) ([]ChangePoint, error) {
	points := make([]ChangePoint, len(splits))
	for i, at := range splits {
		points[i].Index = at
	}
	for i := range points {
		if err := s.judge(points, i); err != nil {
			return nil, err
		}
	}
	for len(points) > 0 {
		weakest := s.weakest(points)
		if weakest < 0 {
			break
		}
		points = slices.Delete(points, weakest, weakest+1)
		for _, neighbour := range []int{weakest - 1, weakest} {
			if neighbour < 0 || neighbour >= len(points) {
				continue
			}
			if err := s.judge(points, neighbour); err != nil {
				return nil, err
			}
		}
	}
	return points, nil
}

// judge computes a point from the values up to its neighbours.
func (s *seriesOfLogs) judge(points []ChangePoint, i int) error {
	start, end := 0, len(s.logs)
	if i > 0 {
		start = points[i-1].Index
	}
	if i+1 < len(points) {
		end = points[i+1].Index
	}
	p := &points[i]
	before, after := s.logs[start:p.Index], s.logs[p.Index:end]
	test, err := StudentT(after, before)
	if err != nil {
		return err
	}
	interval, err := WelchT(after, before)
	if err != nil {
		return err
	}
	d := interval.Difference
	p.P = s.corrected(test.P)
	p.Before, p.After = geometricMean(before), geometricMean(after)
	p.Ratio, err = checked(Interval{math.Exp(d.Value), math.Exp(d.Low), math.Exp(d.High)}, "ratio of two levels")
	return err
}

// weakest returns the least significant point that is not significant enough,
// else the smallest that is not large enough, else -1.
func (s *seriesOfLogs) weakest(points []ChangePoint) int {
	unlikely, small := 0, 0
	for i := range points {
		if points[i].P > points[unlikely].P {
			unlikely = i
		}
		if points[i].size() < points[small].size() {
			small = i
		}
	}
	switch {
	case points[unlikely].P > ChangeLevel:
		return unlikely
	case points[small].size() < s.least:
		return small
	}
	return -1
}

// size is the change on the logarithmic scale, up or down.
func (p *ChangePoint) size() float64 { return math.Abs(math.Log(p.Ratio.Value)) }

func geometricMean(logs []float64) float64 {
	var total float64
	for _, v := range logs {
		total += v
	}
	return math.Exp(total / float64(len(logs)))
}

// bestSplit returns the tau and kappa for which z[:tau] and z[tau:kappa], both of
// at least ChangeSegment values, diverge most; the first of equal ones, and 0, 0
// when none diverge. Each value that is added to kappa changes the sums of
// distances by those to this value, so that it takes O(n^2).
func bestSplit(z []float64) (tau, kappa int) {
	n := len(z)
	within := 0.                    // sum of the distances among the values so far
	left := make([]float64, n+1)    // the same at [tau], for those before tau
	between := make([]float64, n+1) // at [tau], distances across tau
	right := make([]float64, n+1)   // at [tau], distances among those from tau on
	to := make([]float64, n+1)      // at [tau], distances of those before tau to the new value
	best := 0.
	for k, v := range z {
		for i := range k {
			to[i+1] = to[i] + math.Abs(z[i]-v)
		}
		for t := 1; t <= k; t++ {
			between[t] += to[t]
			right[t] += to[k] - to[t]
		}
		within += to[k]
		left[k+1] = within
		for t := ChangeSegment; t <= k+1-ChangeSegment; t++ {
			if q := divergence(left[t], between[t], right[t], t, k+1-t); q > best {
				best, tau, kappa = q, t, k+1
			}
		}
	}
	return tau, kappa
}

// divergence is the Q of Matteson and James, section 2.2, with alpha = 1, of m
// values and the n after them, from the sums of distances within and between:
//
//	mn/(m+n) * (2/(mn) between - 2/(m(m-1)) left - 2/(n(n-1)) right)
func divergence(left, between, right float64, m, n int) float64 {
	a, b := float64(m), float64(n)
	return a * b / (a + b) * (2*between/(a*b) - 2*left/(a*(a-1)) - 2*right/(b*(b-1)))
}
