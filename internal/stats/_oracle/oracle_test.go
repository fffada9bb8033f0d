// Package stats against golang.org/x/perf/benchmath, on which benchstat rests: an
// independent implementation of the rank-sum test and of the median's interval.
// This is a module of its own so that its dependencies stay out of the program's,
// and it pins benchstat too, which is run on the program's output:
//
//	go -C internal/stats/_oracle tool benchstat FILE

package oracle

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/perf/benchmath"

	"primebench/internal/stats"
)

const seed = 19450101

// draw returns n values, rounded to whole steps where there is to be a tie.
func draw(r *rand.Rand, n int, centre, step float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = centre + r.NormFloat64()
		if step > 0 {
			x[i] = math.Round(x[i]/step) * step
		}
	}
	return x
}

// sample makes a sample of benchmath, which sorts the values given to it.
func sample(x []float64) *benchmath.Sample {
	return benchmath.NewSample(slices.Clone(x), &benchmath.DefaultThresholds)
}

// Both count the laws of small samples and take the normal law for large ones,
// each up to its own limits: 50 values a side there, 25 with ties, and sizes that
// multiply to 2500 here. With ties and unequal sizes the law is lopsided and
// benchmath doubles its lower tail whichever side the samples lie to, so that
// only samples of equal sizes are compared there.
func TestRankSum(t *testing.T) {
	r := rand.New(rand.NewPCG(seed, 1))
	size := func(low, high int) int { return low + r.IntN(high-low+1) }
	kinds := []struct {
		name  string
		sizes func() (n, m int)
		step  float64
		count int
	}{
		{"counted", func() (int, int) { return size(1, 50), size(1, 50) }, 0, 400},
		{"counted, ties", func() (int, int) { n := size(2, 25); return n, n }, 0.5, 400},
		{"normal", func() (int, int) { return size(51, 300), size(51, 300) }, 0, 200},
		{"normal, ties", func() (int, int) { return size(51, 300), size(51, 300) }, 0.5, 200},
	}
	for _, kind := range kinds {
		for range kind.count {
			n, m := kind.sizes()
			x, y := draw(r, n, 0, kind.step), draw(r, m, r.NormFloat64()/2, kind.step)
			want := benchmath.AssumeNothing.Compare(sample(x), sample(y))
			got, err := stats.RankSum(x, y, 0)
			if err != nil || math.Abs(got-want.P) > 1e-9 {
				t.Errorf("%s, seed %d, %d and %d values: p = %v, %v, benchmath has %v", kind.name, seed, n, m, got, err, want.P)
			}
		}
	}
}

// benchmath names as many samples for a difference to be seen at all.
func TestSamplesForShift(t *testing.T) {
	r := rand.New(rand.NewPCG(seed, 2))
	for n := 1; n <= 6; n++ {
		x, y := draw(r, n, 0, 0), draw(r, n, 100, 0)
		warned := len(benchmath.AssumeNothing.Compare(sample(x), sample(y)).Warnings) > 0
		_, err := stats.Shift(x, y, 1-benchmath.DefaultThresholds.CompareAlpha)
		var need *stats.NeedError
		if warned != errors.As(err, &need) || err != nil && need == nil {
			t.Errorf("%d values a side: %v, benchmath warns: %v", n, err, warned)
		}
	}
}

// Ours misses as often on either side; where benchmath can do without the value at
// one end, it leaves it out. Beyond 30 values its ranks are those of the normal
// law, which are one off at most.
func TestMedian(t *testing.T) {
	r := rand.New(rand.NewPCG(seed, 3))
	for n := 1; n <= 200; n++ {
		x := draw(r, n, 0, 0)
		got, err := stats.Quantile(x, 0.5)
		want := benchmath.AssumeNothing.Summary(sample(x), stats.Confidence)
		if infinite := math.IsInf(want.Lo, 0) || math.IsInf(want.Hi, 0); infinite || err != nil {
			var need *stats.NeedError
			if !infinite || !errors.As(err, &need) {
				t.Errorf("%d values: %v, benchmath has %v to %v", n, err, want.Lo, want.Hi)
			}
			continue
		}
		slices.Sort(x)
		inward := slices.Index(x, want.Lo) - slices.Index(x, got.Low)
		outward := slices.Index(x, want.Hi) - slices.Index(x, got.High)
		leftOut := inward - outward
		if n <= 30 && (inward < 0 || outward > 0 || leftOut > 1) || max(inward, -inward, outward, -outward) > 1 {
			t.Errorf("seed %d, %d values: benchmath's ranks are %d and %d above ours", seed, n, inward, outward)
		}
		if math.Abs(got.Value-want.Center) > 1e-12 {
			t.Errorf("seed %d, %d values: median %v, benchmath has %v", seed, n, got.Value, want.Center)
		}
	}
}
