package ui

import (
	"math"
	"testing"
	"time"
	"unicode/utf8"
)

func TestStatusLine(t *testing.T) {
	tests := []struct {
		name   string
		status Status
		want   string
	}{
		{"before the first cell", Status{Budget: 90 * time.Second}, "0 µs of 90 s · samples 0"},
		{
			"a search that has run for its expected time",
			Status{
				Cell: "safe 2048 onthefly", Op: "search", Samples: 1234, Elapsed: 31 * time.Second, Budget: 90 * time.Second,
				Searching: 4 * time.Second, TestsPerSecond: 12345.6, Expected: 4 * time.Second,
			},
			"31 s of 90 s · safe 2048 onthefly search · 12,346 tests/s · P(found) 0.63 · left p50 2.8 s p95 12 s · samples 1,234",
		},
		{
			"the remaining time is the same later",
			Status{
				Cell: "safe 2048 onthefly", Op: "search", Samples: 1, Elapsed: 31 * time.Second,
				Searching: 20 * time.Second, TestsPerSecond: 3.25, Expected: 4 * time.Second,
			},
			"31 s · safe 2048 onthefly search · 3.2 tests/s · P(found) 0.99 · left p50 2.8 s p95 12 s · samples 1",
		},
		{
			"nothing is searched for",
			Status{Cell: "prime 512 onthefly", Op: "test", Samples: 7, Elapsed: 1500 * time.Millisecond, Budget: time.Hour},
			"1.5 s of 60 min · prime 512 onthefly test · samples 7",
		},
		{
			"the expected time is not known",
			Status{Cell: "prime 512 stdlib", Op: "search", Elapsed: time.Second, Searching: time.Second, TestsPerSecond: 100},
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
	s := Status{
		Cell: "safe 2048 onthefly", Op: "search", Place: "3/7", Samples: 1234, Elapsed: 31 * time.Second, Budget: 90 * time.Second,
		Searching: 4 * time.Second, TestsPerSecond: 12345.6, Expected: 4 * time.Second,
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
		if got := s.Fit(utf8.RuneCountInString(line)); got != line {
			t.Errorf("in %d characters:\n got %s\nwant %s", utf8.RuneCountInString(line), got, line)
		}
	}
	if got := s.Fit(1); got != "safe 2048 onthefly · P(found) 0.63 · left p50 2.8 s p95 12 s" {
		t.Errorf("in no room at all: %s", got)
	}
}

func TestMemorylessLaw(t *testing.T) {
	s := Status{Searching: 3 * time.Second, Expected: 3 * time.Second}
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
		if got := Span(d); got != want {
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
		if got := Count(x); got != want {
			t.Errorf("count(%v) = %q, want %q", x, got, want)
		}
	}
}
