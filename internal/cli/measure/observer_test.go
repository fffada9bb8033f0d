package measure

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"primebench/internal/bench"
	"primebench/internal/cli/ui"
	"primebench/results"
)

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
				Strategy: rapid.SampledFrom(StrategyNames()).Draw(t, "strategy"),
			},
			Done: rapid.IntRange(0, 99999).Draw(t, "done"), Want: rapid.IntRange(1, 99999).Draw(t, "want"),
			Tests: rapid.Int64Range(0, 1e12).Draw(t, "tests"), Samples: rapid.IntRange(0, 1e7).Draw(t, "samples"),
			SampleTime: seconds("sample", 1e6), Mean: seconds("mean", 1e7), Elapsed: seconds("elapsed", 1e6), Budget: seconds("budget", 1e6),
		})
		line := s.Fit(ui.SomeWidth - 1)
		if n := utf8.RuneCountInString(line); n >= ui.SomeWidth {
			t.Fatalf("%d characters: %s", n, line)
		}
		for _, part := range []string{s.Cell, "P(found) ", "left p50 ", " p95 "} {
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
			"waiting, with nothing known", bench.Snapshot{Phase: bench.Waiting, Budget: time.Minute, Elapsed: time.Second, Others: math.NaN()},
			"1.0 s of 60 s · waiting for a quiet machine",
		},
		{
			"waiting", bench.Snapshot{Phase: bench.Waiting, Budget: time.Minute, Elapsed: 2 * time.Second, Others: 0.426},
			"2.0 s of 60 s · waiting for a quiet machine: others use 43 % of it",
		},
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
