package doctor

import (
	"context"
	"errors"
	"math"
	"os"
	"slices"
	"testing"
	"time"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// TestJudgeCore works out by hand what becomes of 1000 slices of 1 ms, of which
// the last 300 take 1.1 ms and one of them 20 ms.
func TestJudgeCore(t *testing.T) {
	times := make([]time.Duration, 1000)
	for i := range times {
		times[i] = time.Millisecond
		if i >= 700 {
			times[i] = 1100 * time.Microsecond
		}
	}
	times[900] = 20 * time.Millisecond
	c, err := judgeCore(times)
	if err != nil {
		t.Fatal(err)
	}
	total := 0.7 + 299*0.0011 + 0.02
	near(t, "best", c.Best, 0.001, 1e-12)
	near(t, "median", c.Median, 0, 1e-12)
	near(t, "p99", c.P99, 0.1, 1e-9)
	near(t, "worst", c.Worst, 19, 1e-9)
	near(t, "lost", c.Lost, 1-1/total, 1e-9)
	// 333 slices: 33 of 1 ms, 299 of 1.1 and one of 20 against 333 of 1.
	near(t, "drift", c.Drift, (33+299*1.1+20)/333-1, 1e-9)
}

// TestSmallestChange: ten blocks of mean 10 and standard deviation 1 have an
// interval of t(9) / sqrt(10) on either side; t(9) = 2.262157 (Student's table,
// 95 %, two-sided).
func TestSmallestChange(t *testing.T) {
	d := 3 / math.Sqrt(10) // five above and five below: s = 1
	got, err := smallestChange([]float64{10 + d, 10 - d, 10 + d, 10 - d, 10 + d, 10 - d, 10 + d, 10 - d, 10 + d, 10 - d})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "smallest change", got, 2*math.Sqrt2*2.262157/math.Sqrt(10)/10, 1e-6)
}

// TestSidesThatAreEqual checks the grade's claim by simulation: of two sides with
// the measured noise and no change, fewer than one in a hundred differ by the
// smallest change that is said to be seen. Two sides differ by more than sqrt(2) h
// once in 20, by the law of the interval, and by twice that far less often.
func TestSidesThatAreEqual(t *testing.T) {
	luck := source(7)
	side := func() (mean, smallest float64) {
		blocks := make([]float64, 30)
		for i := range blocks {
			blocks[i] = 1 + 0.02*luck.normal()
			mean += blocks[i] / 30
		}
		smallest, err := smallestChange(blocks)
		if err != nil {
			t.Fatal(err)
		}
		return mean, smallest
	}
	const pairs = 2000
	wrong := 0
	for range pairs {
		a, smallest := side()
		b, _ := side()
		if math.Abs(math.Log(a/b)) > smallest {
			wrong++
		}
	}
	if wrong > pairs/100 {
		t.Errorf("%d of %d equal pairs look changed", wrong, pairs)
	}
}

func TestBlocks(t *testing.T) {
	x := make([]float64, 1000)
	for i := range x {
		x[i] = 0.003
	}
	got := blocks(x, 3) // 33 slices make 99 ms
	if len(got) != 30 {
		t.Fatalf("%d blocks, want 30", len(got))
	}
	for _, b := range got {
		near(t, "block", b, 0.099, 1e-12)
	}
	// Slices longer than a block are blocks of their own.
	if got := blocks([]float64{1, 1, 1}, 3); len(got) != 3 {
		t.Errorf("%d blocks of three long slices", len(got))
	}
}

func TestGrades(t *testing.T) {
	for _, test := range []struct {
		smallest float64
		want     Grade
	}{
		{0, "A"}, {0.01, "A"}, {0.011, "B"}, {0.03, "B"}, {0.05, "C"}, {0.051, "D"}, {0.1, "D"}, {0.2, "E"}, {0.21, "F"},
		{math.Inf(1), "F"}, {math.NaN(), "F"},
	} {
		if got := gradeOf(test.smallest); got != test.want {
			t.Errorf("%v is %s, want %s", test.smallest, got, test.want)
		}
	}
}

// TestNoiseLowersTheGrade: the noisier, the worse, of one processor among good
// ones too.
func TestNoiseLowersTheGrade(t *testing.T) {
	e := evidence(desktop(), nil)
	for _, test := range []struct {
		noise float64
		want  Grade
	}{{0.001, "A"}, {0.5, "B"}, {1, "C"}} {
		noisy := steady(test.noise, 2)
		e.Slices.Times[2] = noisy.Times[0]
		d := Diagnose(e)
		if got := gradeOf(*d.Smallest); got != test.want {
			t.Errorf("noise %v: %s (%v), want %s", test.noise, got, *d.Smallest, test.want)
		}
	}
}

func TestTooFewSlices(t *testing.T) {
	for _, times := range [][]time.Duration{nil, {1}, make([]time.Duration, 3000)} {
		e := evidence(desktop(), nil)
		e.Slices.Times[1] = times
		d := Diagnose(e)
		if d.Grade != worstGrade || d.Smallest != nil || len(d.Cores) != 0 {
			t.Errorf("%d slices: %+v", len(times), d)
		}
	}
}

// TestExamine measures here for a moment: how well is the machine's affair.
func TestExamine(t *testing.T) {
	e, err := Examine(t.Context(), os.DirFS("/"), 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Slices.Times) == 0 || len(e.Slices.Times) != len(e.Slices.CPUs) || e.ClockStep <= 0 || e.Elapsed < 200*time.Millisecond {
		t.Errorf("%d times of %v, clock step %v, elapsed %v", len(e.Slices.Times), e.Slices.CPUs, e.ClockStep, e.Elapsed)
	}
	for i, times := range e.Slices.Times {
		if len(times) == 0 {
			t.Errorf("no slice on %d", e.Slices.CPUs[i])
		}
	}
	if !slices.Equal(e.Before.Allowed, e.After.Allowed) {
		t.Errorf("threads stay held: processors %v were allowed, and %v are now", e.Before.Allowed, e.After.Allowed)
	}
}

func TestExamineStops(t *testing.T) {
	why := errors.New("enough")
	ctx, stop := context.WithCancelCause(t.Context())
	stop(why)
	if _, err := Examine(ctx, os.DirFS("/"), Longest); !errors.Is(err, why) {
		t.Errorf("got %v, want %v", err, why)
	}
}
