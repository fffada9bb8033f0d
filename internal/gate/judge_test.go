// Verdicts on blocks whose law is known.

package gate

import (
	"math"
	"strings"
	"testing"

	"primebench/internal/analysis/analysistest"
)

// inPairs is evidence of neighbours on a machine that gets slower, the head's block
// being so much longer than the base's, in logarithms.
func inPairs(longer ...float64) evidence {
	e := evidence{inTurn: true}
	for i, v := range longer {
		drift := 0.01 * float64(i)
		e.base, e.head = append(e.base, drift), append(e.head, drift+v)
	}
	return e
}

// alternating is so many values, by turns one and the other, but for a little that
// tells them from each other.
func alternating(n int, even, odd float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = even + 1e-6*float64(i)
		if i%2 == 1 {
			values[i] = odd + 1e-6*float64(i)
		}
	}
	return values
}

// All of an interval decides, and not its middle: each bound is tried with the
// middle beyond it and one end short of it.
func TestWholeIntervalDecides(t *testing.T) {
	const tolerance = 0.03
	for name, c := range map[string]struct {
		middle, spread float64
		want           Verdict
	}{
		"slower":            {0.05, 0.001, Regression},
		"perhaps slower":    {0.05, 0.15, Inconclusive},
		"the same":          {0, 0.001, Pass},
		"perhaps the same":  {0.02, 0.1, Inconclusive},
		"perhaps no faster": {-0.04, 0.1, Pass},
		"faster":            {-0.05, 0.001, Faster},
		"nobody knows":      {0, 0.5, Inconclusive},
	} {
		// Each value twice, so that even and odd blocks do not differ: no noise.
		values := make([]float64, 40)
		for i := range values {
			values[i] = c.middle + c.spread*float64(2*(i/2)-19)/20
		}
		change := judge([]evidence{inPairs(values...)}, tolerance)[0]
		if change.Verdict != c.want || math.Abs(math.Log(change.Ratio.Value)-c.middle) > 0.002 || change.Noise > 1e-12 {
			t.Errorf("%s: %+v, want %s", name, change, c.want)
		}
	}
}

// What every other pair differs by from the rest is noise, and twice that the
// limit of a regression.
func TestNoiseOfPairs(t *testing.T) {
	change := judge([]evidence{inPairs(alternating(20, 0.10, 0.14)...)}, 0.03)[0]
	analysistest.Near(t, "noise", math.Log1p(change.Noise), 0.04, 1e-3)
	analysistest.Near(t, "limit", math.Log1p(change.Limit), 0.08, 1e-3)
	if change.Verdict != Regression {
		t.Errorf("an interval above the limit: %+v", change)
	}
	if change = judge([]evidence{inPairs(alternating(20, 0.05, 0.09)...)}, 0.03)[0]; change.Verdict != Inconclusive ||
		!strings.Contains(change.Why, "between the tolerance and twice the noise") || change.More != 0 {
		t.Errorf("an interval that holds the limit: %+v", change)
	}
}

// One process is not parted where there are enough of them to show how processes
// differ.
func TestBlocksOfRun(t *testing.T) {
	for runs, want := range map[int]int{1: 20, 2: 10, 3: 7, 7: 3, 8: 1, 20: 1, 1000: 1} {
		if got := blocksOfRun(runs); got != want {
			t.Errorf("%d runs: %d blocks each, want %d", runs, got, want)
		}
	}
	m := newMachine(4)
	for runs, want := range map[int]int{1: 20, 2: 20, 7: 21, 8: 8, 30: 30} {
		base, head := m.sides(runs, false, 1)
		d, err := Compare(base, head, Rules{})
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Changes[0].Blocks; got != want {
			t.Errorf("%d runs a side: the ratio stands on %d blocks, want %d", runs, got, want)
		}
	}
}

// In families of three whose truth is known, any wrong verdict is about as rare as
// is said: at most 5 % of 500 families, and four standard deviations of that.
func TestFamiliesErrSeldom(t *testing.T) {
	const (
		families  = 500
		tolerance = 0.03
		most      = 0.05 * families
	)
	bound := math.Log1p(tolerance)
	// Whether a verdict is wrong of a change that is so large.
	wrong := func(truth float64, v Verdict) bool {
		switch v {
		case Regression:
			return truth <= bound
		case Pass:
			return truth >= bound
		case Faster:
			return truth >= -bound
		}
		return false
	}
	for name, truths := range map[string][]float64{
		"all at the bound": {bound, bound, bound}, "one at the bound": {0, bound, 3 * bound}, "both bounds": {-bound, bound, 0},
	} {
		for _, inTurn := range []bool{true, false} {
			luck := analysistest.Source{State: 9}
			failures, decided := 0, 0
			for range families {
				family := make([]evidence, len(truths))
				for i, truth := range truths {
					e := evidence{inTurn: inTurn}
					for range 20 {
						e.base = append(e.base, luck.Noise(0.02)-1)
						e.head = append(e.head, truth+luck.Noise(0.02)-1)
					}
					family[i] = e
				}
				failed := false
				for i, c := range judge(family, tolerance) {
					failed = failed || wrong(truths[i], c.Verdict)
					if c.Verdict != Inconclusive {
						decided++
					}
				}
				if failed {
					failures++
				}
			}
			if limit := most + 4*math.Sqrt(most*0.95); float64(failures) > limit {
				t.Errorf("%s, in turn %v: %d of %d families hold a wrong verdict, want at most %.0f", name, inTurn, failures, families, limit)
			}
			if decided == 0 {
				t.Errorf("%s, in turn %v: nothing is ever decided", name, inTurn)
			}
		}
	}
}

// clearAt is a slowdown that is told at the one level and not at the stricter one.
func clearAt(t *testing.T, tolerance, level, stricter float64) evidence {
	t.Helper()
	bound := math.Log1p(tolerance)
	for middle := bound; middle < 2*bound; middle += 1e-5 {
		values := make([]float64, 40)
		for i := range values {
			off := float64(2*(i/2)-19) / 20
			values[i] = middle + 0.02*off*off*off // no two means of them alike
		}
		e := inPairs(values...)
		told, err := e.shift(level)
		if err != nil {
			t.Fatal(err)
		}
		untold, err := e.shift(stricter)
		if err != nil {
			t.Fatal(err)
		}
		if told.Low > bound && untold.Low <= bound {
			return e
		}
	}
	t.Fatalf("no change is told at %v and not at %v", level, stricter)
	return evidence{}
}

// The clearest change is judged first, wherever it stands, so that the next one
// meets a lower level; and behind one that is not clear no level is lowered.
func TestHolmByStep(t *testing.T) {
	const tolerance = 0.03
	sure := inPairs(alternating(40, 0.5, 0.5)...)
	stuck := evidence{base: make([]float64, 40), head: alternating(40, 0.9, 0.9), inTurn: true}
	for name, c := range map[string]struct {
		family []evidence
		want   []Verdict
	}{
		"clear ones first":   {[]evidence{sure, clearAt(t, tolerance, 0.95, 0.975)}, []Verdict{Regression, Regression}},
		"clear ones last":    {[]evidence{clearAt(t, tolerance, 0.95, 0.975), sure}, []Verdict{Regression, Regression}},
		"three levels":       {[]evidence{clearAt(t, tolerance, 0.95, 0.975), sure, clearAt(t, tolerance, 0.975, 1-0.05/3)}, []Verdict{Regression, Regression, Regression}},
		"two of the second":  {[]evidence{clearAt(t, tolerance, 0.95, 0.975), clearAt(t, tolerance, 0.95, 0.975)}, []Verdict{Inconclusive, Inconclusive}},
		"behind a stuck one": {[]evidence{stuck, sure, clearAt(t, tolerance, 0.975, 1-0.05/3)}, []Verdict{Inconclusive, Regression, Inconclusive}},
	} {
		for i, change := range judge(c.family, tolerance) {
			if change.Verdict != c.want[i] {
				t.Errorf("%s: change %d is %s at %v, want %s", name, i, change.Verdict, change.Confidence, c.want[i])
			}
		}
	}
}
