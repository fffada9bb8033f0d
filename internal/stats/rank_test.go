// The rank tests against their definitions, counted out for small samples, and
// what they refuse.

package stats

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// few draws values with many ties, zeros among them.
func few(t *rapid.T, name string, low, high int) []float64 {
	return rapid.SliceOfN(rapid.Map(rapid.IntRange(-4, 4), func(i int) float64 { return float64(i) / 2 }), low, high).Draw(t, name)
}

// extreme counts, among equally likely outcomes of a statistic, those at most and
// at least the observed one, and returns the two-sided p-value.
func extreme(outcomes []float64, observed float64) float64 {
	var below, above float64
	for _, o := range outcomes {
		if o <= observed {
			below++
		}
		if o >= observed {
			above++
		}
	}
	return math.Min(1, 2*math.Min(below, above)/float64(len(outcomes)))
}

func TestSignedRankBySigns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := few(t, "d", 1, 9)
		about := rapid.SampledFrom([]float64{-0.5, 0, 0.25, 1}).Draw(t, "about")

		// Twice the rank by pairs: those nearer, those as near, itself once more.
		score := func(i int) (rank float64) {
			for _, v := range d {
				switch near, own := math.Abs(v-about), math.Abs(d[i]-about); {
				case near < own:
					rank += 2
				case near == own:
					rank++
				}
			}
			return rank + 1
		}
		sum := func(positive func(i int) bool) (sum float64) {
			for i, v := range d {
				if v != about && positive(i) {
					sum += score(i)
				}
			}
			return sum
		}
		var outcomes []float64
		for signs := range 1 << len(d) {
			outcomes = append(outcomes, sum(func(i int) bool { return signs>>i&1 == 1 }))
		}
		want := extreme(outcomes, sum(func(i int) bool { return d[i] > about }))
		got, err := SignedRank(d, about)
		if err != nil || math.Abs(got-want) > 1e-12 {
			t.Fatalf("p = %v, %v, want %v", got, err, want)
		}
	})
}

func TestRankSumByDraws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := few(t, "x", 1, 5), few(t, "y", 1, 5)
		about := rapid.SampledFrom([]float64{-0.5, 0, 0.25, 1}).Draw(t, "about")
		var all []float64
		all = append(all, x...)
		for _, v := range y {
			all = append(all, v-about)
		}
		wins := func(isX func(i int) bool) (wins float64) {
			for i, a := range all {
				for j, b := range all {
					switch {
					case !isX(i) || isX(j):
					case a > b:
						wins++
					case a == b:
						wins += 0.5
					}
				}
			}
			return wins
		}
		var outcomes []float64
		for draw := range 1 << len(all) {
			if bits.OnesCount(uint(draw)) == len(x) {
				outcomes = append(outcomes, wins(func(i int) bool { return draw>>i&1 == 1 }))
			}
		}
		want := extreme(outcomes, wins(func(i int) bool { return i < len(x) }))
		got, err := RankSum(x, y, about)
		if err != nil || math.Abs(got-want) > 1e-12 {
			t.Fatalf("p = %v, %v, want %v", got, err, want)
		}
		mirrored, err := RankSum(y, x, -about)
		if err != nil || math.Abs(mirrored-want) > 1e-12 {
			t.Fatalf("p of y and x = %v, %v, want %v", mirrored, err, want)
		}
	})
}

func TestRankArguments(t *testing.T) {
	seven := []float64{1, 2, 3, 4, 5, 6, 7}
	huge := slices.Repeat([]float64{math.MaxFloat64}, 6)
	deep := slices.Repeat([]float64{-math.MaxFloat64}, 6)
	calls := map[string]func() error{
		"sum overflow":        func() error { _, err := PairedShift(huge, 0.95); return err },
		"difference overflow": func() error { _, err := Shift(huge, deep, 0.95); return err },
		"about overflow":      func() error { return second(RankSum(seven, deep, math.MaxFloat64)) },
		"about NaN":           func() error { return second(SignedRank(seven, math.NaN())) },
		"about infinite":      func() error { return second(RankSum(seven, seven, math.Inf(1))) },
		"y NaN":               func() error { _, err := Shift(seven, []float64{1, 2, math.NaN(), 4, 5}, 0.95); return err },
		"x NaN":               func() error { return second(RankSum([]float64{math.NaN()}, seven, 0)) },
	}
	for _, confidence := range []float64{0, 1, -1, 95, math.NaN()} {
		calls[fmt.Sprint("paired confidence ", confidence)] = func() error { _, err := PairedShift(seven, confidence); return err }
		calls[fmt.Sprint("confidence ", confidence)] = func() error { _, err := Shift(seven, seven, confidence); return err }
	}
	for _, p := range []float64{-0.01, 1.01, math.NaN(), math.Inf(1)} {
		calls[fmt.Sprint("p-value ", p)] = func() error { _, err := Holm([]float64{0.5, p}); return err }
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, ErrValue) {
			t.Errorf("%s: %v, want ErrValue", name, err)
		}
	}
	_, err := Holm(nil)
	if need := new(NeedError); !errors.As(err, &need) || *need != (NeedError{1, 0}) {
		t.Errorf("Holm of nothing: %v", err)
	}
}

// Holm's procedure step by step as he states it: the smallest p-value against a/m,
// the next against a/(m-1), until one is too large.
func TestHolmByStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 64), func(i int) float64 { return float64(i) / 512 }), 1, 8).Draw(t, "p")
		level := rapid.Float64Range(0.001, 0.5).Draw(t, "level")
		adjusted, err := Holm(p)
		if err != nil {
			t.Fatal(err)
		}
		sorted := slices.Sorted(slices.Values(p))
		passed := 0
		for passed < len(p) && sorted[passed] <= level/float64(len(p)-passed) {
			passed++
		}
		for i, v := range p {
			effect := passed > 0 && v <= sorted[passed-1]
			if effect != (adjusted[i] <= level) {
				t.Fatalf("p-values %v at %v: number %d adjusted to %v, %d are effects", p, level, i, adjusted[i], passed)
			}
		}
	})
}
