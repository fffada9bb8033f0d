package main

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/stats"
)

func TestCalibrateFillsTheSlice(t *testing.T) {
	c := newFakeClock(1)
	f := &field{bits: 64, contestants: []*contestant{
		c.contestant("short", 1, 3*time.Millisecond),
		c.contestant("long", 1, 70*time.Millisecond),
	}}
	round, err := calibrate([]*field{f}, 20*time.Millisecond, c.read)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.contestants[0].repeat; got != 8 {
		t.Errorf("short contestant runs %d times, want 8", got)
	}
	if got := f.contestants[1].repeat; got != 1 {
		t.Errorf("long contestant runs %d times, want 1", got)
	}
	if want := 94 * time.Millisecond; round != want {
		t.Errorf("round of %v, want %v", round, want)
	}
}

func TestMeasureCountsUnitsAndRuns(t *testing.T) {
	c := newFakeClock(1)
	batch := c.contestant("batch", 8, 16*time.Millisecond)
	batch.repeat = 5
	times, err := measure([]*field{{bits: 512, contestants: []*contestant{batch}}}, 3, c.read, stream("test", 0))
	if err != nil {
		t.Fatal(err)
	}
	got := times[key{"batch", 512}]
	if len(got) != 3 {
		t.Fatalf("%d values, want 3", len(got))
	}
	for _, seconds := range got {
		if math.Abs(seconds-0.002) > 1e-9 {
			t.Errorf("%v s a unit, want 0.002", seconds)
		}
	}
}

func TestMeasureTakesEachOnceARound(t *testing.T) {
	const rounds = 40
	c := newFakeClock(1)
	var fields []*field
	for _, bits := range []int{64, 128} {
		f := &field{bits: bits}
		for _, name := range []string{"a", "b", "c"} {
			name := name + string(rune('0'+bits/64))
			one := c.contestant(name, 1, time.Millisecond)
			one.repeat = 1
			f.contestants = append(f.contestants, one)
		}
		fields = append(fields, f)
	}
	if _, err := measure(fields, rounds, c.read, stream("test", 1)); err != nil {
		t.Fatal(err)
	}
	orders := map[string]bool{}
	for i := range rounds {
		round := c.runs[6*i : 6*i+6]
		for _, half := range [][]string{round[:3], round[3:]} {
			if half[0][1] != half[1][1] || half[1][1] != half[2][1] {
				t.Fatalf("round %d mixes the sizes: %v", i, round)
			}
		}
		orders[strings.Join(round, "")] = true
		sorted := slices.Sorted(slices.Values(round))
		if want := []string{"a1", "a2", "b1", "b2", "c1", "c2"}; !slices.Equal(sorted, want) {
			t.Fatalf("round %d runs %v, want each once", i, round)
		}
	}
	// 72 orders are possible; 40 draws that come by so few have a chance below 1e-6.
	if len(orders) < 15 {
		t.Errorf("%d rounds run in %d orders, want them shuffled", rounds, len(orders))
	}
}

// A machine that loses two thirds of its speed in the run changes the times and
// leaves the ratio.
func TestDriftLeavesTheRatio(t *testing.T) {
	c := newFakeClock(1.01)
	f := &field{bits: 64, contestants: []*contestant{
		c.contestant("peer", 1, 50*time.Millisecond),
		c.contestant("kernel", 8, 40*time.Millisecond),
	}}
	for _, one := range f.contestants {
		one.repeat = 1
	}
	times, err := measure([]*field{f}, 51, c.read, stream("test", 2))
	if err != nil {
		t.Fatal(err)
	}
	seconds := times[key{"peer", 64}]
	if last := seconds[50] / seconds[0]; last < 2 {
		t.Fatalf("the last round takes %.2f times the first: this test drifts too little", last)
	}
	ratio, err := stats.Quantile(times.ratios(key{"peer", 64}, key{"kernel", 64}), 0.5)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(ratio.Value-10) > 0.101 {
		t.Errorf("ratio %.3f, want 10 within a run's drift of 1 %%", ratio.Value)
	}
}

func TestRatiosOfAnAbsentee(t *testing.T) {
	times := timings{key{"a", 64}: {1, 2}}
	if r := times.ratios(key{"a", 64}, key{"b", 64}); r != nil {
		t.Errorf("ratios to nobody: %v", r)
	}
	if r := times.ratios(key{"b", 64}, key{"a", 64}); r != nil {
		t.Errorf("ratios of nobody: %v", r)
	}
}

func TestMeasureReturnsTheContestantsError(t *testing.T) {
	broken := errors.New("broken")
	f := &field{contestants: []*contestant{{units: 1, repeat: 1, run: func() error { return broken }}}}
	now := newFakeClock(1).read
	if _, err := measure([]*field{f}, 1, now, stream("test", 3)); !errors.Is(err, broken) {
		t.Errorf("measure: %v, want the contestant's error", err)
	}
	if _, err := calibrate([]*field{f}, 1, now); !errors.Is(err, broken) {
		t.Errorf("calibrate: %v, want the contestant's error", err)
	}
}

func TestClockMovesOn(t *testing.T) {
	defer useOneCore()()
	now, name := newClock()
	start := now()
	for n := 0; now() == start; n++ {
		if n == 1e9 {
			t.Fatalf("the clock of %s stands still", name)
		}
	}
	if now() < start {
		t.Errorf("the clock of %s runs backwards", name)
	}
}
