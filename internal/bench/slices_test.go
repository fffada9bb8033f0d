package bench

import (
	"errors"
	"strings"
	"testing"
	"time"

	"primebench/results"
)

// cuttable is a strategy whose searches can be cut off: 1 s of acceptance after so
// many tests of a millisecond.
func cuttable(name string, tests int) *fake {
	return &fake{
		name: name, search: steady(time.Duration(tests) * time.Millisecond), slices: func() error { return nil },
		ops: []fakeOp{
			{name: "test", perSearch: float64(tests), cost: time.Millisecond},
			{name: "accept", perSearch: 1, cost: time.Second},
		},
	}
}

func countOps(t *testing.T, m *memory, cell int) map[string]int {
	t.Helper()
	ops := map[string]int{}
	for _, s := range samplesOf(t, m, cell) {
		ops[s.Op]++
	}
	return ops
}

// TestRunSlices: searches of which few fit into the share are cut into slices, with
// what is apart from them measured besides; short ones are done in whole.
func TestRunSlices(t *testing.T) {
	s := fakeSpec("long", "short", "other")
	s.Budget = 10 * time.Minute
	sink := &memory{}
	if err := runFakes(t.Context(), s, sink, nil, cuttable("long", 30_000), cuttable("short", 1000), quick("other")); err != nil {
		t.Fatal(err)
	}
	ops := countOps(t, sink, 0)
	if ops[results.OpSearch] != 0 || ops[results.OpSlice] < 80 || ops["accept"] != maxOpSamples || ops["test"] != 1 {
		t.Errorf("long searches: %v, want slices of 2 s, 20 acceptances and no more tests", ops)
	}
	for _, sample := range samplesOf(t, sink, 0) {
		if sample.Op == results.OpSlice && (sample.Count != 1 || sample.Survivors < 1900 || sample.WallNS > int64(2100*time.Millisecond)) {
			t.Errorf("slice %+v, want one of about 2 s", sample)
		}
	}
	if code, text := noteOf(t, sink, 0); code != results.NoteModelled || !strings.Contains(text, "31 s") || !strings.Contains(text, "does not hold 8") {
		t.Errorf("long searches: note %q %q", code, text)
	}
	if ops := countOps(t, sink, 1); ops[results.OpSlice] != 0 || ops[results.OpSearch] < 50 {
		t.Errorf("short searches: %v, want no slices", ops)
	}
	if n := len(searchesOf(t, sink, 2)); n < 1000 {
		t.Errorf("%d searches of 0.1 s beside them", n)
	}
	if e := elapsed(sink); e > s.Budget || e < s.Budget/2 {
		t.Errorf("took %v of %v", e, s.Budget)
	}
}

// TestRunShortSlices: little time is divided into short slices, enough of them for
// an interval.
func TestRunShortSlices(t *testing.T) {
	for budget, least := range map[time.Duration]int{10 * time.Second: usualSlices, 100 * time.Millisecond: leastSlices} {
		s := fakeSpec("long")
		s.Budget = budget
		f := cuttable("long", 1e6)
		f.ops[1].cost = time.Millisecond
		sink := &memory{}
		if err := runFakes(t.Context(), s, sink, nil, f); err != nil {
			t.Fatal(err)
		}
		if n := countOps(t, sink, 0)[results.OpSlice]; n < least || n > 60 {
			t.Errorf("%v: %d slices, want at least %d", budget, n, least)
		}
	}
}

// TestRunBulkSlices: where one sieve serves many finds, mode bulk is slices, and they
// come after the sieve.
func TestRunBulkSlices(t *testing.T) {
	sieved := false
	f := &fake{
		name: "keygen", search: steady(time.Hour), bulk: true,
		slices: func() error {
			if !sieved {
				return errors.New("nothing is sieved")
			}
			return nil
		},
		ops: []fakeOp{{name: "sieve", perSearch: 0.01, cost: time.Minute, tests: 60, did: func() { sieved = true }}},
	}
	s := fakeSpec("keygen", "quick")
	s.Modes, s.Budget = []Mode{Search, Bulk, Stream, Operations}, 5*time.Minute
	sink := &memory{}
	if err := runFakes(t.Context(), s, sink, nil, f, quick("quick")); err != nil {
		t.Fatal(err)
	}
	if c := sink.Run.Header.Cells[0]; c.Strategy != "keygen" || c.Mode != results.ModeBulk || len(c.Operations) != 1 || !c.Operations[0].Apart() {
		t.Fatalf("cell %+v", c)
	}
	for _, skipped := range sink.Run.Header.Skipped {
		if skipped.Strategy == "keygen" && skipped.Reason != "many at a time" {
			t.Errorf("skipped %+v", skipped)
		}
	}
	if ops := countOps(t, sink, 0); ops[results.OpSlice] < usualSlices || ops["sieve"] != 1 {
		t.Errorf("%v, want slices and one sieve", ops)
	}

	// Without time for the sieve there are no slices.
	sieved = false
	s.Budget = 10 * time.Second
	sink = &memory{}
	err := runFakes(t.Context(), s, sink, nil, f, quick("quick"))
	if code, text := noteOf(t, sink, 0); !errors.Is(err, ErrBudget) || code != results.NoteEmpty || !strings.Contains(text, "would do") {
		t.Errorf("note %q %q, %v", code, text, err)
	}

	// Without a budget there are as many slices as samples.
	sieved = false
	s.Budget, s.Samples = 0, 4
	sink = &memory{}
	if err := runFakes(t.Context(), s, sink, nil, f, quick("quick")); err != nil {
		t.Fatal(err)
	}
	if ops := countOps(t, sink, 0); ops[results.OpSlice] != 4 || ops["sieve"] != 1 {
		t.Errorf("%v, want 4 slices and one sieve", ops)
	}
}
