// The budget by a clock that nobody waits for: it is kept, nobody starves, and
// what it is too short for is said.

package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/bench/strategy"
	"primebench/millerrabin"
	"primebench/results"
)

// noteOf returns the code and the text of a cell's only note.
func noteOf(t *testing.T, m *memory, cell int) (code, text string) {
	t.Helper()
	for _, n := range m.Notes {
		if n.Cell == cell {
			if code != "" {
				t.Errorf("cell %d: notes %+v, want one", cell, m.Notes)
			}
			code, text = n.Code, n.Text
		}
	}
	return code, text
}

func elapsed(m *memory) time.Duration { return time.Duration(m.Closing.ElapsedNS) }

// validates is a strategy of one operation that takes a number of seconds, and
// says so to the forecast.
func validates(name string, seconds float64) *fake {
	return &fake{name: name, ops: []fakeOp{{name: "validate", cost: time.Duration(seconds * 1e9), tests: seconds}}}
}

// TestBudgetIsShared: three operations that the budget has time for, in the order
// of their cost, and one that it has no time for.
func TestBudgetIsShared(t *testing.T) {
	s := fakeSpec("a", "b", "c")
	s.Budget = 20 * time.Second
	sink := &memory{}
	if err := runFakes(t.Context(), s, sink, nil, validates("a", 7), validates("b", 7), validates("c", 1)); err != nil {
		t.Fatal(err)
	}
	if a, b, c := len(samplesOf(t, sink, 0)), len(samplesOf(t, sink, 1)), len(samplesOf(t, sink, 2)); a != 1 || b != 1 || c < 2 {
		t.Errorf("%d, %d and %d samples of 7 s, 7 s and 1 s, want one of the dear ones and the rest of the cheap one", a, b, c)
	}
	if e := elapsed(sink); e > s.Budget {
		t.Errorf("took %v", e)
	}
	if sink.Samples[0].Cell != 2 {
		t.Errorf("cell %d was tried first, want the cheap one", sink.Samples[0].Cell)
	}

	s = fakeSpec("a", "b", "c")
	s.Budget = 10 * time.Second
	sink = &memory{}
	err := runFakes(t.Context(), s, sink, nil, validates("a", 7), validates("b", 7), validates("c", 1))
	if !errors.Is(err, ErrBudget) || !strings.Contains(err.Error(), "in 10s, 1 of 3 cells could not be measured; about 36s would do") {
		t.Errorf("Run returns %v", err)
	}
	if n := len(samplesOf(t, sink, 1)); n != 0 || len(samplesOf(t, sink, 0)) != 1 || len(samplesOf(t, sink, 2)) == 0 {
		t.Errorf("samples %+v, want none of the last one of 7 s", sink.Samples)
	}
	code, text := noteOf(t, sink, 1)
	if code != results.NoteEmpty || !strings.Contains(text, "before the first sample; about 36s would do") {
		t.Errorf("note %q %q", code, text)
	}
	if e := elapsed(sink); e > 11*time.Second || sink.Closing.Reason != results.ReasonDone || sink.Closing.Error != "" {
		t.Errorf("closing %+v", sink.Closing)
	}
	// What the note says is true.
	s.Budget = 36 * time.Second
	if err := runFakes(t.Context(), s, &memory{}, nil, validates("a", 7), validates("b", 7), validates("c", 1)); err != nil {
		t.Error(err)
	}
}

// TestBudgetTooShortForAnything: nothing is measured, which is no success.
func TestBudgetTooShortForAnything(t *testing.T) {
	s := fakeSpec("a", "b")
	s.Budget = time.Second
	sink := &memory{}
	err := runFakes(t.Context(), s, sink, nil, validates("a", 7), validates("b", 70))
	if !errors.Is(err, ErrBudget) || !strings.Contains(err.Error(), "2 of 2 cells") || !strings.Contains(err.Error(), "more than") {
		t.Errorf("Run returns %v", err)
	}
	if e := elapsed(sink); len(sink.Samples) != 0 || e > 1200*time.Millisecond || len(sink.Notes) != 2 || sink.closed != 1 {
		t.Errorf("%d samples, notes %+v, took %v", len(sink.Samples), sink.Notes, e)
	}
}

// TestBudgetDoesNotStarve: a cheap cell among dear ones is searched all the same,
// and the dear ones have their samples.
func TestBudgetDoesNotStarve(t *testing.T) {
	dear := func(name string) *fake {
		return &fake{
			name: name, search: steady(1000 * time.Hour),
			ops: []fakeOp{
				{name: "test", perSearch: 1e6, cost: 3 * time.Second, tests: 3},
				{name: "accept", perSearch: 1, cost: 4 * time.Second, tests: 4},
			},
		}
	}
	s := fakeSpec("dear", "dearer", "quick")
	s.Budget = 30 * time.Second
	sink := &memory{}
	if err := runFakes(t.Context(), s, sink, nil, dear("dear"), dear("dearer"), quick("quick")); err != nil {
		t.Fatal(err)
	}
	if n := len(searchesOf(t, sink, 2)); n < 90 {
		t.Errorf("%d searches of 0.1 s, want at least a third of 30 s", n)
	}
	for cell := range 2 {
		if code, _ := noteOf(t, sink, cell); code != results.NoteModelled {
			t.Errorf("cell %d: note %q", cell, code)
		}
		for _, op := range []string{"test", "accept"} {
			if !slices.ContainsFunc(samplesOf(t, sink, cell), func(s results.Sample) bool { return s.Op == op }) {
				t.Errorf("cell %d: no sample of %s", cell, op)
			}
		}
	}
	if e := elapsed(sink); e > 33*time.Second || e < 20*time.Second {
		t.Errorf("took %v of 30 s", e)
	}
}

// TestBudgetPartial: a cell with one of its operations only cannot be modelled.
func TestBudgetPartial(t *testing.T) {
	s := fakeSpec("slow", "quick")
	s.Budget = 10 * time.Second
	sink := &memory{}
	err := runFakes(t.Context(), s, sink, nil, quick("quick"), &fake{name: "slow", search: steady(time.Hour), ops: []fakeOp{
		{name: "sieve", perSearch: 1, cost: time.Second, tests: 1},
		{name: "test", perSearch: 100, cost: time.Minute, tests: 60},
	}})
	if !errors.Is(err, ErrBudget) || !strings.Contains(err.Error(), "1 of 2 cells") {
		t.Errorf("Run returns %v", err)
	}
	var codes []string
	for _, n := range sink.Notes {
		if codes = append(codes, n.Code); n.Cell != 0 {
			t.Errorf("note %+v", n)
		}
	}
	if !slices.Equal(codes, []string{results.NoteModelled, results.NotePartial}) || !strings.Contains(sink.Notes[1].Text, "first sample of test; about 2m") {
		t.Errorf("notes %+v", sink.Notes)
	}
	if e := elapsed(sink); e > 11*time.Second {
		t.Errorf("took %v of 10 s: an operation of a minute was begun", e)
	}
}

// TestBudgetEmptySearchCell: a cell without a sample is not called modelled.
func TestBudgetEmptySearchCell(t *testing.T) {
	s := fakeSpec("slow")
	s.Budget = time.Second
	sink := &memory{}
	slow := &fake{name: "slow", search: steady(time.Hour), ops: []fakeOp{{name: "test", perSearch: 100, cost: time.Minute, tests: 60}}}
	if err := runFakes(t.Context(), s, sink, nil, slow); !errors.Is(err, ErrBudget) {
		t.Errorf("Run returns %v", err)
	}
	if code, _ := noteOf(t, sink, 0); code != results.NoteEmpty {
		t.Errorf("notes %+v", sink.Notes)
	}
}

// TestBudgetCutsTrials: what an operation needs to be made ready, or takes without
// having been forecast, does not take the time of the others.
func TestBudgetCutsTrials(t *testing.T) {
	for _, op := range []fakeOp{
		{name: "validate", cost: time.Millisecond, prepare: 15 * time.Second},
		{name: "validate", cost: 15 * time.Second},
	} {
		s := fakeSpec("endless", "quick")
		s.Budget = 10 * time.Second
		sink := &memory{}
		err := runFakes(t.Context(), s, sink, nil, &fake{name: "endless", ops: []fakeOp{op}}, quick("quick"))
		if !errors.Is(err, ErrBudget) {
			t.Errorf("%+v: Run returns %v", op, err)
		}
		if code, _ := noteOf(t, sink, 0); code != results.NoteEmpty {
			t.Errorf("%+v: notes %+v", op, sink.Notes)
		}
		if n, e := len(searchesOf(t, sink, 1)), elapsed(sink); n < 10 || e > 11*time.Second+200*time.Millisecond {
			t.Errorf("%+v: %d searches of the quick cell, took %v", op, n, e)
		}
	}
}

// TestBudgetEndsInASearch: a search that the end of the budget cuts short is the
// longest of its cell, which matters where few have ended.
func TestBudgetEndsInASearch(t *testing.T) {
	for _, test := range []struct {
		planned, real time.Duration
		done          int
		note          string
	}{
		{2 * time.Second, 2100 * time.Millisecond, 4, ""}, // 9 s hold 4 of 2 s
		{2 * time.Second, 5 * time.Second, 2, "with 2 searches of 4 done"},
		{time.Second, 1500 * time.Millisecond, 7, ""}, // of 8
	} {
		s := fakeSpec("a")
		s.Budget = 10 * time.Second
		sink := &memory{}
		unlucky := int64(math.Round(10 * float64(test.real) / float64(test.planned)))
		a := &fake{
			name: "a", search: steady(test.real), survivors: func(uint64) int64 { return unlucky },
			ops: []fakeOp{{name: "test", perSearch: 100, cost: test.planned / 100}},
		}
		if err := runFakes(t.Context(), s, sink, nil, a); err != nil {
			t.Fatal(err)
		}
		code, text := noteOf(t, sink, 0)
		if n := len(searchesOf(t, sink, 0)); n != test.done || (code == results.NoteModelled) != (test.note != "") || !strings.Contains(text, test.note) {
			t.Errorf("%v instead of %v: %d searches done, note %q %q, want %d and %q", test.real, test.planned, n, code, text, test.done, test.note)
		}
		if e := elapsed(sink); e > 11*time.Second+100*time.Millisecond {
			t.Errorf("took %v", e)
		}
	}
}

// TestInterruptedCalibrationKeepsSamples: what calibration took is there.
func TestInterruptedCalibrationKeepsSamples(t *testing.T) {
	for _, s := range []Spec{{Budget: time.Minute}, {Samples: 5}} {
		spec := fakeSpec("a", "b")
		spec.Budget, spec.Samples = s.Budget, s.Samples
		ctx, cancel := context.WithCancel(t.Context())
		sink := &memory{at: func(record int) {
			if record == 3 { // after the header and two operations
				cancel()
			}
		}}
		err := runFakes(ctx, spec, sink, nil, quick("a"), quick("b"))
		cancel()
		if !errors.Is(err, context.Canceled) || len(sink.Samples) != 2 || sink.Closing.Reason != results.ReasonInterrupted {
			t.Errorf("Run returns %v, samples %+v, closing %+v", err, sink.Samples, sink.Closing)
		}
	}
}

// TestInterruptedLists: a run that ends while lists are made has a header without
// their cells, and is closed.
func TestInterruptedLists(t *testing.T) {
	s := Spec{
		Kinds: []strategy.Kind{strategy.Safe}, Bits: []int{1400}, Strategies: []string{"a"}, Modes: []Mode{Replay, Operations},
		Workers: []int{1}, Policies: []millerrabin.Policy{{}}, Samples: 2,
	}
	ctx, cancel := context.WithCancel(t.Context())
	w := &watcher{watched: cancel} // before the lists are made
	sink := &memory{}
	err := runFakes(ctx, s, sink, w, quick("a"))
	h := sink.Run.Header
	if !errors.Is(err, context.Canceled) || sink.closed != 1 || sink.Closing.Reason != results.ReasonInterrupted {
		t.Fatalf("Run returns %v, records %v, closing %+v", err, sink.order, sink.Closing)
	}
	if len(h.Cells) != 1 || h.Cells[0].ID != 0 || h.Cells[0].Mode != results.ModeOperations || len(h.Skipped) != 1 ||
		!strings.Contains(h.Skipped[0].Reason, "before its list of candidates was made") {
		t.Errorf("cells %+v, skipped %+v", h.Cells, h.Skipped)
	}
}

// TestBudgetSpentOnLists does so with a real clock and a list that takes longer.
func TestBudgetSpentOnLists(t *testing.T) {
	s := Spec{
		Kinds: []strategy.Kind{strategy.Safe}, Bits: []int{1408}, Strategies: []string{"onthefly"}, Modes: []Mode{Replay},
		Workers: []int{1}, Policies: []millerrabin.Policy{{}}, Budget: MinBudget,
	}
	sink := &memory{}
	err := Run(t.Context(), s, sink, nil)
	if !errors.Is(err, ErrBudget) || !strings.Contains(err.Error(), "1 of 1 cells") || len(sink.Run.Header.Cells) != 0 || sink.Closing.Reason != results.ReasonDone {
		t.Errorf("Run returns %v, header %+v, closing %+v", err, sink.Run.Header, sink.Closing)
	}
}

func TestRoundUp(t *testing.T) {
	for in, want := range map[time.Duration]string{
		1500 * time.Microsecond: "2ms", 1234 * time.Millisecond: "1.24s", 4210 * time.Millisecond: "4.3s",
		22300 * time.Millisecond: "23s", 61 * time.Second: "1m1s", 1000 * time.Second: "16m40s",
	} {
		if got := fmt.Sprint(roundUp(in)); got != want {
			t.Errorf("%v: %s, want %s", in, got, want)
		}
	}
}
