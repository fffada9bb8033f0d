package main

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"primebench/internal/bench"
	"primebench/results"
)

func TestStatusLine(t *testing.T) {
	tests := []struct {
		name   string
		status status
		want   string
	}{
		{"before the first cell", status{budget: 90 * time.Second}, "0 µs of 90 s · samples 0"},
		{
			"a search that has run for its expected time",
			status{
				cell: "safe 2048 onthefly", op: "search", samples: 1234, elapsed: 31 * time.Second, budget: 90 * time.Second,
				searching: 4 * time.Second, testsPerSecond: 12345.6, tau: 4 * time.Second,
			},
			"31 s of 90 s · safe 2048 onthefly search · 12,346 tests/s · P(found) 0.63 · left p50 2.8 s p95 12 s · samples 1,234",
		},
		{
			"the remaining time is the same later",
			status{
				cell: "safe 2048 onthefly", op: "search", samples: 1, elapsed: 31 * time.Second,
				searching: 20 * time.Second, testsPerSecond: 3.25, tau: 4 * time.Second,
			},
			"31 s · safe 2048 onthefly search · 3.2 tests/s · P(found) 0.99 · left p50 2.8 s p95 12 s · samples 1",
		},
		{
			"nothing is searched for",
			status{cell: "prime 512 onthefly", op: "test", samples: 7, elapsed: 1500 * time.Millisecond, budget: time.Hour},
			"1.5 s of 60 min · prime 512 onthefly test · samples 7",
		},
		{
			"the expected time is not known",
			status{cell: "prime 512 stdlib", op: "search", elapsed: time.Second, searching: time.Second, testsPerSecond: 100},
			"1.0 s · prime 512 stdlib search · 100 tests/s · samples 0",
		},
	}
	for _, test := range tests {
		if got := test.status.String(); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestNarrowLineKeepsWhatMatters: part by part the rest gives way.
func TestNarrowLineKeepsWhatMatters(t *testing.T) {
	s := status{
		cell: "safe 2048 onthefly", op: "search", place: "3/7", samples: 1234, elapsed: 31 * time.Second, budget: 90 * time.Second,
		searching: 4 * time.Second, testsPerSecond: 12345.6, tau: 4 * time.Second,
	}
	for _, line := range []string{
		"31 s of 90 s · safe 2048 onthefly search 3/7 · 12,346 tests/s · P(found) 0.63 · left p50 2.8 s p95 12 s · samples 1,234",
		"31 s of 90 s · safe 2048 onthefly search 3/7 · 12,346 tests/s · P(found) 0.63 · left p50 2.8 s p95 12 s",
		"31 s of 90 s · safe 2048 onthefly search 3/7 · 12k tests/s · P(found) 0.63 · left p50 2.8 s p95 12 s",
		"31 s of 90 s · safe 2048 onthefly 3/7 · 12k tests/s · P(found) 0.63 · left p50 2.8 s p95 12 s",
		"31 s · safe 2048 onthefly 3/7 · 12k tests/s · P(found) 0.63 · left p50 2.8 s p95 12 s",
		"safe 2048 onthefly 3/7 · 12k tests/s · P(found) 0.63 · left p50 2.8 s p95 12 s",
		"31 s · safe 2048 onthefly 3/7 · P(found) 0.63 · left p50 2.8 s p95 12 s",
		"safe 2048 onthefly 3/7 · P(found) 0.63 · left p50 2.8 s p95 12 s",
		"safe 2048 onthefly · P(found) 0.63 · left p50 2.8 s p95 12 s",
	} {
		if got := s.fit(utf8.RuneCountInString(line)); got != line {
			t.Errorf("in %d characters:\n got %s\nwant %s", utf8.RuneCountInString(line), got, line)
		}
	}
	if got := s.fit(1); got != "safe 2048 onthefly · P(found) 0.63 · left p50 2.8 s p95 12 s" {
		t.Errorf("in no room at all: %s", got)
	}
}

// TestLineFitsEightyColumns: the cell, the chance and the times left are seen
// whole on the usual terminal, whatever is searched for.
func TestLineFitsEightyColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := func(name string, most float64) time.Duration {
			return time.Duration(rapid.Float64Range(1e-6, most).Draw(t, name) * float64(time.Second))
		}
		s := statusOf(bench.Snapshot{
			Phase: bench.Measuring, Op: results.OpSearch, Begun: true,
			Cell: results.Cell{
				Kind: rapid.SampledFrom(kindNames()).Draw(t, "kind"), Bits: rapid.IntRange(bench.MinBits, bench.MaxBits).Draw(t, "bits"),
				Strategy: rapid.SampledFrom(strategyNames()).Draw(t, "strategy"),
			},
			Done: rapid.IntRange(0, 99999).Draw(t, "done"), Want: rapid.IntRange(1, 99999).Draw(t, "want"),
			Tests: rapid.Int64Range(0, 1e12).Draw(t, "tests"), Samples: rapid.IntRange(0, 1e7).Draw(t, "samples"),
			SampleTime: seconds("sample", 1e6), Mean: seconds("mean", 1e7), Elapsed: seconds("elapsed", 1e6), Budget: seconds("budget", 1e6),
		})
		line := s.fit(someWidth - 1)
		if n := utf8.RuneCountInString(line); n >= someWidth {
			t.Fatalf("%d characters: %s", n, line)
		}
		for _, part := range []string{s.cell, "P(found) ", "left p50 ", " p95 "} {
			if !strings.Contains(line, part) {
				t.Fatalf("no %q in %s", part, line)
			}
		}
	})
}

func TestStatusOfSnapshot(t *testing.T) {
	cell := results.Cell{Kind: "safe", Bits: 2048, Strategy: "onthefly", Mode: "search"}
	tests := []struct {
		name string
		now  bench.Snapshot
		want string
	}{
		{"preparing", bench.Snapshot{Phase: bench.Preparing, Budget: 8 * time.Second}, "0 µs of 8.0 s · preparing · samples 0"},
		{
			"calibrating an operation",
			bench.Snapshot{Phase: bench.Calibrating, Cell: cell, Op: "test", Begun: true, SampleTime: time.Second, Elapsed: time.Second},
			"1.0 s · calibrating safe 2048 onthefly test · samples 0",
		},
		{
			"a search under way",
			bench.Snapshot{
				Phase: bench.Measuring, Cell: cell, Op: results.OpSearch, Begun: true, Done: 2, Want: 7, Samples: 30,
				SampleTime: 2 * time.Second, Tests: 5000, Mean: 2 * time.Second, Elapsed: 20 * time.Second,
			},
			"20 s · safe 2048 onthefly search 3/7 · 2,500 tests/s · P(found) 0.63 · left p50 1.4 s p95 6.0 s · samples 30",
		},
		{
			"between two searches",
			bench.Snapshot{Phase: bench.Measuring, Cell: cell, Op: results.OpSearch, Done: 7, Want: 7, Samples: 30, Elapsed: 20 * time.Second},
			"20 s · safe 2048 onthefly search 7/7 · samples 30",
		},
	}
	for _, test := range tests {
		if got := statusOf(test.now).String(); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestMemorylessLaw(t *testing.T) {
	s := status{searching: 3 * time.Second, tau: 3 * time.Second}
	if got, want := s.foundByNow(), 1-1/math.E; math.Abs(got-want) > 1e-12 {
		t.Errorf("P(found by tau) = %v, want 1 - 1/e = %v", got, want)
	}
	// The median of the exponential law is ln 2 tau, its 95 % point ln 20 tau.
	for share, factor := range map[float64]float64{0.50: math.Ln2, 0.95: math.Log(20)} {
		got, want := s.remaining(share).Seconds(), factor*3
		if math.Abs(got-want) > 1e-6 {
			t.Errorf("remaining(%v) = %v s, want %v s", share, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		250 * time.Microsecond:  "250 µs",
		42 * time.Millisecond:   "42 ms",
		4100 * time.Millisecond: "4.1 s",
		90 * time.Second:        "90 s",
		285 * time.Second:       "4.8 min",
		10 * time.Minute:        "10 min",
		5 * time.Hour:           "5.0 h",
		240 * time.Hour:         "10 days",
	} {
		if got := span(d); got != want {
			t.Errorf("span(%d) = %q, want %q", d, got, want)
		}
	}
}

func TestRoundCount(t *testing.T) {
	for x, want := range map[float64]string{
		0.5: "0.5", 7: "7", 999: "999", 999.6: "1.0k", 2500: "2.5k", 9940: "9.9k", 9960: "10k", 12346: "12k", 999400: "999k", 999600: "1.0M", 3.4e10: "34G",
	} {
		if got := roundCount(x); got != want {
			t.Errorf("roundCount(%v) = %q, want %q", x, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 0.5: "0.5", 7: "7", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := count(x); got != want {
			t.Errorf("count(%v) = %q, want %q", x, got, want)
		}
	}
}
