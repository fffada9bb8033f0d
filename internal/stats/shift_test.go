// The shifts: their pairs against all pairs written down, their intervals against
// the tests, and what must not change them.

package stats

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sortedMeans and sortedDifferences write the pairs down.
func sortedMeans(d []float64) (all []float64) {
	for i := range d {
		for j := range i + 1 {
			all = append(all, (d[i]+d[j])/2)
		}
	}
	slices.Sort(all)
	return all
}

func sortedDifferences(x, y []float64) (all []float64) {
	for _, a := range x {
		for _, b := range y {
			all = append(all, b-a)
		}
	}
	slices.Sort(all)
	return all
}

func TestEveryRankOfPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) []float64 {
			if rapid.Bool().Draw(t, "ties in "+name) {
				return few(t, name, 1, 8)
			}
			return rapid.SliceOfN(rapid.Float64(), 1, 8).Draw(t, name)
		}
		x, y := draw("x"), draw("y")
		slices.Sort(x)
		slices.Sort(y)
		for _, c := range []struct {
			pairs pairs
			all   []float64
		}{{walshMeans(x), sortedMeans(x)}, {differences(x, y), sortedDifferences(x, y)}} {
			if c.pairs.count != int64(len(c.all)) {
				t.Fatalf("%d pairs, want %d", c.pairs.count, len(c.all))
			}
			for i, want := range c.all {
				if got := c.pairs.kth(int64(i + 1)); got != want || math.Signbit(got) != (want < 0) {
					t.Fatalf("pair %d of %v is %v, want %v", i+1, c.all, got, want)
				}
			}
		}
	})
}

// With any number of pairs below it, a shift is inside the interval if and only
// if the test does not reject it: counted laws and normal ones.
func TestIntervalIsTestInverted(t *testing.T) {
	s := &source{1}
	verify := func(what string, all []float64, confidence float64, iv Interval, p func(about float64) (float64, error)) {
		t.Helper()
		low, high := slices.Index(all, iv.Low), slices.Index(all, iv.High)
		for below := 0; below <= len(all); below++ {
			atEnd := below-low == 0 || below-low == 1 || below-high == 0 || below-high == 1
			if !atEnd && len(all) > 200 && below%(len(all)/7) != 0 {
				continue // each of thousands would take seconds
			}
			about := all[0] - 1
			switch {
			case below == len(all):
				about = all[below-1] + 1
			case below > 0:
				about = (all[below-1] + all[below]) / 2
			}
			got, err := p(about)
			if err != nil {
				t.Fatal(err)
			}
			if inside := iv.Low <= about && about <= iv.High; inside != (got > 1-confidence) {
				t.Errorf("%s, confidence %v: inside %v with p = %v, %d of %d pairs below", what, confidence, inside, got, below, len(all))
			}
		}
	}
	for _, confidence := range []float64{0.5, 0.9, 0.95, 0.99} {
		for _, n := range []int{8, 9, 13, countedSigns, countedSigns + 1} {
			d := s.fill(n, s.normal)
			iv, err := PairedShift(d, confidence)
			if err != nil {
				t.Fatal(err)
			}
			verify(fmt.Sprint("n = ", n), sortedMeans(d), confidence, iv, func(about float64) (float64, error) { return SignedRank(d, about) })
		}
		for _, c := range [][2]int{{5, 5}, {4, 11}, {13, 6}, {50, 50}, {51, 50}} {
			x, y := s.fill(c[0], s.normal), s.fill(c[1], s.normal)
			iv, err := Shift(x, y, confidence)
			if err != nil {
				t.Fatal(err)
			}
			verify(fmt.Sprint("sizes ", c), sortedDifferences(x, y), confidence, iv, func(about float64) (float64, error) { return RankSum(x, y, about) })
		}
	}
}

// Moving, turning and stretching the values moves, turns and stretches the shift.
func TestShiftEquivariance(t *testing.T) {
	whole := func(t *rapid.T, name string) []float64 {
		return rapid.SliceOfN(rapid.Map(rapid.IntRange(-1000, 1000), func(i int) float64 { return float64(i) }), 6, 20).Draw(t, name)
	}
	each := func(v []float64, f func(float64) float64) []float64 {
		out := make([]float64, len(v))
		for i := range v {
			out[i] = f(v[i])
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		x, y := whole(t, "x"), whole(t, "y")
		c := float64(rapid.IntRange(-500, 500).Draw(t, "c"))
		move := func(v float64) float64 { return 4*v + c }
		moved := func(iv Interval, c float64) Interval { return Interval{4*iv.Value + c, 4*iv.Low + c, 4*iv.High + c} }
		turned := func(iv Interval) Interval { return Interval{-iv.Value + 0, -iv.High + 0, -iv.Low + 0} }
		equal := func(what string, got Interval, err error, want Interval) {
			if err != nil || got != want {
				t.Fatalf("%s: %v, %v, want %v", what, got, err, want)
			}
		}
		paired, err := PairedShift(x, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		got, err := PairedShift(each(x, move), 0.9)
		equal("paired, moved", got, err, moved(paired, c))
		got, err = PairedShift(each(x, func(v float64) float64 { return -v }), 0.9)
		equal("paired, turned", got, err, turned(paired))

		shift, err := Shift(x, y, 0.9)
		if err != nil {
			t.Fatal(err)
		}
		got, err = Shift(each(x, move), each(y, move), 0.9)
		equal("both moved", got, err, moved(shift, 0))
		got, err = Shift(x, each(y, func(v float64) float64 { return v + c }), 0.9)
		equal("y moved", got, err, Interval{shift.Value + c, shift.Low + c, shift.High + c})
		got, err = Shift(y, x, 0.9)
		equal("exchanged", got, err, turned(shift))
	})
}

// Where all values are equal there is nothing to doubt and nothing to test.
func TestAllEqual(t *testing.T) {
	for _, n := range []int{6, 60, 3000} {
		five := slices.Repeat([]float64{5}, n)
		iv, err := PairedShift(five, 0.95)
		nearInterval(t, iv, err, Interval{5, 5, 5}, 0)
		iv, err = Shift(five, slices.Repeat([]float64{7}, n), 0.95)
		nearInterval(t, iv, err, Interval{2, 2, 2}, 0)
		for _, p := range []func() (float64, error){
			func() (float64, error) { return SignedRank(five, 5) },
			func() (float64, error) { return RankSum(five, five, 0) },
		} {
			if got, err := p(); got != 1 || err != nil {
				t.Errorf("n = %d: p = %v, %v, want 1", n, got, err)
			}
		}
		sure, err := RankSum(five, five, 1)
		if err != nil || !(sure < 0.05) || sure < 0 {
			t.Errorf("n = %d: p = %v, %v, want less than 0.05", n, sure, err)
		}
	}
}

// The interval is there from the size on that the error names, and not before.
func TestSamplesForShift(t *testing.T) {
	for confidence, want := range map[float64][2]int{0.5: {2, 2}, 0.9: {5, 3}, 0.95: {6, 4}, 0.99: {8, 5}, 0.999: {11, 7}, 1 - 1e-12: {41, 22}} {
		s := &source{3}
		for side, shift := range []func(n int) error{
			func(n int) error { _, err := PairedShift(s.fill(n, s.normal), confidence); return err },
			func(n int) error { _, err := Shift(s.fill(n, s.normal), s.fill(n, s.normal), confidence); return err },
		} {
			var few *NeedError
			if err := shift(want[side] - 1); !errors.As(err, &few) || *few != (NeedError{want[side], want[side] - 1}) {
				t.Errorf("confidence %v: %v, want a need of %d", confidence, err, want[side])
			}
			if err := shift(want[side]); err != nil {
				t.Errorf("confidence %v of %d: %v", confidence, want[side], err)
			}
		}
	}
	// One value beside many is enough: it lies below all 39 with a chance of 1/40.
	x := []float64{0.5}
	many := &source{4}
	y := many.fill(39, many.uniform)
	if _, err := Shift(x, y, 0.95); err != nil {
		t.Error(err)
	}
	if _, err := Shift(y[:38], x, 0.95); err == nil || err.Error() != "stats: need at least 4 samples, have 1" {
		t.Errorf("1 beside 38: %v", err)
	}
}

// Ties between samples of thousands neither slow the selection down nor move it.
func TestLargeShift(t *testing.T) {
	s := &source{5}
	x := s.fill(4000, func() float64 { return math.Round(20 * s.normal()) })
	y := s.fill(3000, func() float64 { return math.Round(20*s.normal()) + 3 })
	before := slices.Clone(x)
	iv, err := Shift(x, y, 0.95)
	if err != nil || iv.valid() != nil || iv.Low > 3 || iv.High < 3 || iv.High-iv.Low > 3 {
		t.Errorf("shift %v, %v, want one about 3", iv, err)
	}
	if !slices.Equal(x, before) {
		t.Error("the samples were reordered")
	}
	iv, err = PairedShift(y, 0.95)
	if err != nil || iv.valid() != nil || iv.Low > 3 || iv.High < 3 || iv.High-iv.Low > 3 {
		t.Errorf("paired shift %v, %v, want one about 3", iv, err)
	}
	p, err := RankSum(x, y, 3)
	if err != nil || p < 0.01 {
		t.Errorf("p = %v, %v, of the true shift", p, err)
	}
}
