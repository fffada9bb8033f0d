// Plans that are made again, on machines that others use too.

package bench

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"primebench/results"
)

// between is a machine on which all takes so many times as long from one time to
// another, of the clock.
func between(from, to time.Duration, times float64) func(time.Duration) float64 {
	return func(now time.Duration) float64 {
		if from <= now && now < to {
			return times
		}
		return 1
	}
}

// TestBudgetIsUsed: whenever others use the machine, whatever calibration came to, the
// run takes its budget, and cells that cost the same have about as many samples.
func TestBudgetIsUsed(t *testing.T) {
	const ever = time.Hour
	for name, slow := range map[string]func(time.Duration) float64{
		"quiet":                  nil,
		"busy":                   between(0, ever, 8),
		"busy while calibrating": between(0, 200*time.Millisecond, 20),
		"busy at first":          between(0, 4*time.Second, 8),
		"busy later":             between(4*time.Second, ever, 4),
		"busy in between":        between(2*time.Second, 5*time.Second, 10),
		"busy every other second": func(now time.Duration) float64 {
			return 1 + 7*float64(now/time.Second%2)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := fakeSpec("a", "b", "c", "d")
			s.Budget, s.Modes = 10*time.Second, []Mode{Search, Operations}
			sink := &memory{}
			if err := runFakesOn(t.Context(), &fakeClock{slow: slow}, s, sink, nil, quick("a"), quick("b"), quick("c"), validates("d", 0.003)); err != nil {
				t.Fatal(err)
			}
			if e := elapsed(sink); e < s.Budget*85/100 || e > s.Budget*11/10 {
				t.Errorf("took %v of %v", e, s.Budget)
			}
			for i := range sink.Run.Header.Cells {
				code, _ := noteOf(t, sink, i)
				if n := countOps(t, sink, i); n["test"]+n["validate"] < 20 && n[results.OpSearch] < fitsBusy || n[results.OpSearch] > 0 && code != "" {
					t.Errorf("cell %d: samples %v, note %q, want some searches, or operations", i, n, code)
				}
			}
		})
	}
}

// TestGrantsAreKept: a cell that is dearer than its operations said keeps its searches
// when there is time for them, and the cell that is cheaper has the rest; when there
// is none, they share what there is.
func TestGrantsAreKept(t *testing.T) {
	for _, test := range []struct {
		dear, cheap           time.Duration // 100 ms by the operations, so that each is granted 44 searches
		leastDear, mostDear   int
		leastCheap, mostCheap int
	}{
		{140 * time.Millisecond, 40 * time.Millisecond, 43, 45, 55, 75},
		{400 * time.Millisecond, 100 * time.Millisecond, 10, 24, 24, 45},
	} {
		s := fakeSpec("dear", "cheap")
		s.Budget = 10 * time.Second
		dear, cheap := quick("dear"), quick("cheap")
		dear.search, cheap.search = steady(test.dear), steady(test.cheap)
		sink := &memory{}
		if err := runFakes(t.Context(), s, sink, nil, dear, cheap); err != nil {
			t.Fatal(err)
		}
		d, c := len(searchesOf(t, sink, 0)), len(searchesOf(t, sink, 1))
		if d < test.leastDear || d > test.mostDear || c < test.leastCheap || c > test.mostCheap || elapsed(sink) < s.Budget*85/100 {
			t.Errorf("%+v: %d and %d searches in %v", test, d, c, elapsed(sink))
		}
	}
}

// TestLuckHasNoSay: how many searches there are is the same whether those that were
// drawn are long or short, as far as the budget goes, and their mean is that of all.
func TestLuckHasNoSay(t *testing.T) {
	const seed, runs, expected = 1, 200, 100 * time.Millisecond // by testOps
	for _, uncounted := range []bool{false, true} {
		fixed, sum, squares := 0, 0.0, 0.0
		for run := range uint64(runs) {
			random, luck := rand.New(rand.NewPCG(seed, run)), []int64{}
			for range 300 {
				luck = append(luck, 1+int64(random.ExpFloat64()/-math.Log1p(-1/10.0))) // geometric, 10 on average
			}
			a := quick("a")
			a.uncounted, a.survivors = uncounted, func(n uint64) int64 { return luck[n] }
			a.search = func(_ int, n uint64) time.Duration { return time.Duration(luck[n]) * expected / 10 }
			s := fakeSpec("a")
			s.Budget = 20 * time.Second
			sink := &memory{}
			if err := runFakes(t.Context(), s, sink, nil, a); err != nil {
				t.Fatal(err)
			}
			searches, mean := searchesOf(t, sink, 0), 0.0
			for _, sample := range searches {
				mean += float64(sample.WallNS) / 1e9 / float64(len(searches))
			}
			sum += mean
			squares += mean * mean
			if elapsed(sink) >= s.Budget {
				continue
			}
			if fixed == 0 {
				fixed = len(searches)
			}
			if n := len(searches); n < fixed-1 || n > fixed+1 {
				t.Errorf("seed %d, run %d: %d searches in %v, want about %d as in another run", seed, run, n, elapsed(sink), fixed)
			}
		}
		mean := sum / runs
		if deviation := math.Sqrt(squares/runs-mean*mean) / math.Sqrt(runs); math.Abs(mean-expected.Seconds()) > 3*deviation {
			t.Errorf("seed %d: %d runs have a mean of %v ± %v s, want %v", seed, runs, mean, deviation, expected)
		}
	}
}

// TestBusyCellsAreModelled: on a busy machine a few searches give way to operations, the
// sooner the less they tell.
func TestBusyCellsAreModelled(t *testing.T) {
	for _, test := range []struct {
		times     float64
		uncounted bool
		searches  int // that the budget holds
		modelled  bool
	}{
		{1, false, 1, false}, {1, true, 1, false},
		{4, false, 3, true}, {4, false, 5, false},
		{4, true, 90, true}, {4, true, 110, false},
	} {
		s := fakeSpec("a")
		s.Budget = time.Duration((float64(test.searches) + 0.5) * test.times * 1e9 / headroom)
		a := &fake{name: "a", search: steady(time.Second), uncounted: test.uncounted, ops: []fakeOp{{name: "test", perSearch: 1000, cost: time.Millisecond}}}
		sink := &memory{}
		if err := runFakesOn(t.Context(), &fakeClock{slow: between(0, time.Hour, test.times)}, s, sink, nil, a); err != nil {
			t.Fatal(err)
		}
		code, text := noteOf(t, sink, 0)
		if n := len(searchesOf(t, sink, 0)); (code == results.NoteModelled) != test.modelled || (n == 0) != test.modelled {
			t.Errorf("%+v: %d searches, note %q %q", test, n, code, text)
		}
		if test.modelled && !strings.Contains(text, "as it must while others use the processors") {
			t.Errorf("%+v: note %q", test, text)
		}
	}
}

// TestUsualNumbersGiveWay: where nobody else has a use for the time, cells have more
// samples than are usual, and where none is left the run says that it ends.
func TestUsualNumbersGiveWay(t *testing.T) {
	s := fakeSpec("a")
	s.Budget, s.Modes = 10*time.Second, []Mode{Search, Operations}
	a := &fake{name: "a", search: steady(2 * time.Millisecond), ops: []fakeOp{{name: "test", perSearch: 2, cost: time.Millisecond}}}
	sink := &memory{}
	if err := runFakes(t.Context(), s, sink, nil, a); err != nil {
		t.Fatal(err)
	}
	if n := len(searchesOf(t, sink, 0)); n <= maxSamples || elapsed(sink) < s.Budget*85/100 || len(sink.Notes) > 0 {
		t.Errorf("%d searches in %v, notes %v, want more than %d", n, elapsed(sink), sink.Notes, maxSamples)
	}
	s.Budget = 1000 * time.Second
	sink = &memory{}
	if err := runFakes(t.Context(), s, sink, nil, a); err != nil {
		t.Fatal(err)
	}
	if n := len(searchesOf(t, sink, 0)); n != mostSamples || countOps(t, sink, 1)["test"] != mostSamples {
		t.Errorf("%d searches and %v, want %d of both", n, countOps(t, sink, 1), mostSamples)
	}
	if len(sink.Notes) != 1 || sink.Notes[0].Cell != -1 || sink.Notes[0].Code != results.NoteEarly || !strings.Contains(sink.Notes[0].Text, "of its budget of 16m40s") {
		t.Errorf("notes %+v, want one that the run ends early", sink.Notes)
	}
}

// TestInterruptedRunNotesModels: a run that is interrupted says which cells it had modelled.
func TestInterruptedRunNotesModels(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := fakeSpec("slow", "quick")
	s.Budget = 10 * time.Second
	sink := &memory{at: func(record int) {
		if record == 20 {
			cancel()
		}
	}}
	slow := &fake{name: "slow", search: steady(time.Hour), ops: []fakeOp{{name: "test", perSearch: 3600e3, cost: time.Millisecond}}}
	if err := runFakes(ctx, s, sink, nil, slow, quick("quick")); !errors.Is(err, context.Canceled) || sink.Closing.Reason != results.ReasonInterrupted {
		t.Errorf("Run returns %v, closing %+v", err, sink.Closing)
	}
	if code, text := noteOf(t, sink, 0); code != results.NoteModelled || len(sink.Notes) != 1 {
		t.Errorf("note %q %q", code, text)
	}
}
