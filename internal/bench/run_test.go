package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/results"
)

// testOps add up to a search of 100 ms.
var testOps = []fakeOp{{name: "test", perSearch: 99, cost: time.Millisecond}, {name: "accept", perSearch: 1, cost: time.Millisecond}}

func quick(name string) *fake {
	return &fake{name: name, search: steady(100 * time.Millisecond), ops: testOps}
}

// searchesOf returns those of samplesOf that are not of operations.
func searchesOf(t *testing.T, m *memory, cell int) []results.Sample {
	t.Helper()
	return slices.DeleteFunc(samplesOf(t, m, cell), func(s results.Sample) bool { return s.Op != results.OpSearch })
}

// samplesOf returns a cell's samples, and checks that they are numbered.
func samplesOf(t *testing.T, m *memory, cell int) []results.Sample {
	t.Helper()
	var list []results.Sample
	for _, s := range m.Samples {
		if s.Cell != cell {
			continue
		}
		if s.Seq != len(list) {
			t.Errorf("cell %d: sample %d has number %d", cell, len(list), s.Seq)
		}
		list = append(list, s)
	}
	return list
}

func TestDigest(t *testing.T) {
	// printf '\x03\xe8' | sha256sum
	of := func(n int64) []*big.Int { return []*big.Int{big.NewInt(n)} }
	if got := digest(of(1000)); got != "203fea74fb42ca79" || digest(nil) != "" {
		t.Errorf("digest of 1000: %q, of nothing: %q", got, digest(nil))
	}
	// printf '\x03\xe8\x11' | sha256sum
	if got := digest(append(of(1000), of(17)...)); got != "063f2e00649228ae" {
		t.Errorf("digest of 1000 and 17: %q", got)
	}
}

func TestRunSamples(t *testing.T) {
	s := fakeSpec("slow", "quick", "table")
	s.Samples = 4
	sink := &memory{}
	err := runFakes(t.Context(), s, sink, nil,
		&fake{name: "slow", search: steady(time.Hour), ops: []fakeOp{{name: "test", perSearch: 1000, cost: 3600 * time.Millisecond}}},
		quick("quick"),
		&fake{name: "table", ops: []fakeOp{{name: "lookup", perSearch: 0, cost: time.Microsecond}, {name: "validate", perSearch: 0, cost: time.Second}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	if len(sink.Notes) != 0 || sink.Closing.Reason != results.ReasonDone || sink.closed != 1 {
		t.Errorf("notes %+v, closing %+v", sink.Notes, sink.Closing)
	}
	if got := searchesOf(t, sink, 0); len(got) != 4 || got[3].WallNS != int64(time.Hour) || got[3].CPUNS != int64(2*time.Hour) {
		t.Errorf("slow: %+v, want 4 searches of an hour", got)
	}
	// Search n is sample n: the finds are 1000, 1001, …
	for n, got := range searchesOf(t, sink, 1) {
		want := results.Sample{
			Cell: 1, Seq: n + len(testOps), Op: results.OpSearch, Count: 1, WallNS: 1e8, CPUNS: 2e8,
			Candidates: 10, Survivors: 10, Tests: 10, Primes: 1, Phases: results.Phases{TestNS: 1e6},
			Digest: digest([]*big.Int{big.NewInt(int64(1000 + n))}),
		}
		if got != want {
			t.Errorf("quick: %+v, want %+v", got, want)
		}
	}
	ops := map[string]int{}
	for _, got := range samplesOf(t, sink, 2) {
		ops[got.Op]++
		if time.Duration(got.WallNS) < minSample || got.Op == "lookup" && got.Count < 1000 || got.Op == "validate" && got.Count != 1 {
			t.Errorf("table: %+v: too short, or repeated too often", got)
		}
	}
	if ops["lookup"] != 4 || ops["validate"] != 4 {
		t.Errorf("table: %v, want 4 samples of each operation", ops)
	}
}

// TestSamplesAreAsLongAsAskedFor: an operation may ask for longer samples than
// others take, and for shorter ones.
func TestSamplesAreAsLongAsAskedFor(t *testing.T) {
	const cost = 10 * time.Nanosecond
	for shortest, want := range map[time.Duration]time.Duration{0: minSample, 80 * time.Microsecond: 80 * time.Microsecond, 5 * time.Millisecond: 5 * time.Millisecond} {
		s := fakeSpec("table")
		s.Samples = 3
		sink := &memory{}
		err := runFakes(t.Context(), s, sink, nil, &fake{name: "table", ops: []fakeOp{{name: "look", cost: cost, shortest: shortest}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range samplesOf(t, sink, 0) {
			if wall := time.Duration(got.WallNS); wall < want || wall > 2*want {
				t.Errorf("asked for %v: a sample of %v, want about %v", shortest, wall, want)
			}
		}
	}
}

// TestRunKeepsToCores: Go has so many processors while it measures, and as before
// afterwards. Other workers take the word back.
func TestRunKeepsToCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	s := fakeSpec("a")
	s.Samples, s.Cores = 1, 1
	sink := &memory{at: func(int) {
		if got := runtime.GOMAXPROCS(0); got != 1 {
			t.Errorf("GOMAXPROCS is %d, want 1", got)
		}
	}}
	if err := runFakes(t.Context(), s, sink, nil, quick("a")); err != nil {
		t.Fatal(err)
	}
	if got := runtime.GOMAXPROCS(0); got != 3 || sink.Run.Header.GOMAXPROCS != 1 {
		t.Errorf("GOMAXPROCS is %d after a run with %d, want 3 and 1", got, sink.Run.Header.GOMAXPROCS)
	}
	if got := s.Override(Spec{Workers: []int{2}}).Cores; got != 0 {
		t.Errorf("%d cores for other workers", got)
	}
	if got := s.Override(Spec{Samples: 2}).Cores; got != 1 {
		t.Errorf("%d cores for other samples", got)
	}
}

// TestRunInterleaves looks at the order of samples: at no time is a cell far
// ahead of another.
func TestRunInterleaves(t *testing.T) {
	s := fakeSpec("a", "b", "c")
	s.Budget = time.Minute
	sink := &memory{}
	b := quick("b")
	b.search = steady(200 * time.Millisecond)
	b.ops = []fakeOp{{name: "test", perSearch: 200, cost: time.Millisecond}}
	if err := runFakes(t.Context(), s, sink, nil, quick("a"), b, quick("c")); err != nil {
		t.Fatal(err)
	}
	searches := slices.DeleteFunc(sink.Samples, func(s results.Sample) bool { return s.Op != results.OpSearch })
	total, done := map[int]int{}, map[int]int{}
	for _, sample := range searches {
		total[sample.Cell]++
	}
	if total[0] < 150 || total[1] < 75 || total[2] < 150 {
		t.Fatalf("%v searches in a minute", total)
	}
	middle := func(cell int) float64 { return (float64(done[cell]) + 0.5) / float64(total[cell]) }
	for i, sample := range searches {
		for cell := range total {
			if middle(sample.Cell) > middle(cell)+1e-9 && done[cell] < total[cell] {
				t.Fatalf("search %d: cell %d at %.3f of its samples goes before cell %d at %.3f", i, sample.Cell, middle(sample.Cell), cell, middle(cell))
			}
		}
		done[sample.Cell]++
	}
	if e := time.Duration(sink.Closing.ElapsedNS); e < 45*time.Second || e > time.Minute {
		t.Errorf("took %v of a minute", e)
	}
}

// TestRunModels gives cells too little for a search, or for four that cannot be
// stopped.
func TestRunModels(t *testing.T) {
	s := fakeSpec("quick", "slow", "endless", "unstoppable")
	s.Budget = time.Minute
	sink := &memory{}
	err := runFakes(t.Context(), s, sink, nil, quick("quick"),
		&fake{name: "slow", search: steady(50 * time.Second), ops: []fakeOp{{name: "sieve", perSearch: 1, cost: time.Second}, {name: "test", perSearch: 490, cost: 100 * time.Millisecond}}},
		&fake{name: "endless", search: steady(1000 * time.Hour), ops: []fakeOp{{name: "accept", perSearch: 1, cost: time.Second}, {name: "test", perSearch: 1e9, cost: 100 * time.Millisecond}}},
		&fake{name: "unstoppable", search: steady(5 * time.Second), ops: []fakeOp{{name: "test", perSearch: 50, cost: 100 * time.Millisecond}}, unstoppable: true},
	)
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[int]string{1: "50 s", 2: "1e+08 s", 3: "does not hold 4"} {
		i := slices.IndexFunc(sink.Notes, func(n results.Note) bool { return n.Cell == cell })
		if i < 0 || sink.Notes[i].Code != results.NoteModelled || !strings.Contains(sink.Notes[i].Text, want) {
			t.Errorf("cell %d: notes %+v, want one that it is modelled, with %q", cell, sink.Notes, want)
		}
		ops := map[string]int{}
		for _, sample := range samplesOf(t, sink, cell) {
			ops[sample.Op]++
		}
		if ops[results.OpSearch] != 0 || ops["test"] < 1 {
			t.Errorf("cell %d: samples %v, want operations alone", cell, ops)
		}
	}
	if got := len(samplesOf(t, sink, 0)); got < 100 {
		t.Errorf("quick cell: %d samples: what the others left did not come to it", got)
	}
	if e := time.Duration(sink.Closing.ElapsedNS); e > time.Minute {
		t.Errorf("took %v of a minute", e)
	}
}

// TestRunStopsAnOverlongSearch has a search that the operations did not predict.
func TestRunStopsAnOverlongSearch(t *testing.T) {
	s := fakeSpec("quick", "liar")
	s.Budget = time.Minute
	sink := &memory{}
	liar := quick("liar")
	liar.search = func(_ int, n uint64) time.Duration {
		if n == 3 {
			return 1000 * time.Hour
		}
		return 100 * time.Millisecond
	}
	if err := runFakes(t.Context(), s, sink, nil, quick("quick"), liar); err != nil {
		t.Fatal(err)
	}
	if len(sink.Notes) != 1 || sink.Notes[0].Cell != 1 || sink.Notes[0].Code != results.NoteModelled ||
		!strings.Contains(sink.Notes[0].Text, "search 3 was stopped") {
		t.Errorf("notes %+v", sink.Notes)
	}
	ops := map[string]int{}
	for _, sample := range samplesOf(t, sink, 1) {
		ops[sample.Op]++
	}
	if ops[results.OpSearch] != 3 || ops["test"] < 1 || ops["accept"] < 1 {
		t.Errorf("samples %v, want the 3 searches before it and both operations", ops)
	}
	if sink.Closing.Reason != results.ReasonDone {
		t.Errorf("closing %+v", sink.Closing)
	}
}

// TestRunReplays checks that the list is made before the header, and is what is
// replayed.
func TestRunReplays(t *testing.T) {
	s := fakeSpec("a")
	s.Bits, s.Modes, s.Samples = []int{64, 128}, []Mode{Replay, Operations}, 3
	sink := &memory{}
	if err := runFakes(t.Context(), s, sink, nil, quick("a")); err != nil {
		t.Fatal(err)
	}
	cells := sink.Run.Header.Cells
	if len(cells) != 4 || len(cells[0].List) != 64 || cells[1].List != "" || cells[0].List == cells[2].List {
		t.Fatalf("cells %+v, want two lists that differ", cells)
	}
	list, sum, err := replayList(t.Context(), 0, 64)
	if err != nil {
		t.Fatal(err)
	}
	for _, sample := range samplesOf(t, sink, 0) {
		if sample.Op != results.OpReplay || sample.Survivors != int64(len(list)) || cells[0].List != sum {
			t.Errorf("%+v of list %s, want the %d numbers of %s", sample, cells[0].List, len(list), sum)
		}
	}
	for _, sample := range samplesOf(t, sink, 1) {
		if sample.Op == results.OpReplay || sample.Op == results.OpSearch {
			t.Errorf("mode operations: %+v", sample)
		}
	}
}

// TestRunSinkFails lets each record of a run fail in turn.
func TestRunSinkFails(t *testing.T) {
	s := fakeSpec("quick", "slow")
	s.Budget = 3 * time.Second
	slow := func() *fake {
		return &fake{name: "slow", search: steady(time.Hour), ops: []fakeOp{{name: "test", perSearch: 1e6, cost: time.Millisecond}}}
	}
	whole := &memory{}
	if err := runFakes(t.Context(), s, whole, nil, quick("quick"), slow()); err != nil {
		t.Fatal(err)
	}
	if len(whole.Notes) == 0 || whole.records < 10 {
		t.Fatalf("records %v", whole.order)
	}
	for record := 1; record <= whole.records; record++ {
		sink := &memory{failAt: record}
		err := runFakes(t.Context(), s, sink, nil, quick("quick"), slow())
		if !errors.Is(err, errFull) {
			t.Fatalf("record %d (%s) failed: Run returns %v", record, whole.order[record-1], err)
		}
		switch {
		case record == 1 && (sink.closed != 0 || sink.records != 1):
			t.Errorf("the header failed: records %v after it", sink.order)
		case record > 1 && sink.closed != 1:
			t.Errorf("record %d failed: closed %d times", record, sink.closed)
		case record > 1 && record < whole.records && (sink.Closing.Reason != results.ReasonFailed || sink.Closing.Error == "" || sink.records != record+1):
			t.Errorf("record %d failed: closing %+v, records %v", record, sink.Closing, sink.order)
		}
	}
}

// TestRunInterrupted ends the context at each record of a run in turn.
func TestRunInterrupted(t *testing.T) {
	s := fakeSpec("quick", "table")
	s.Samples = 3
	table := func() *fake {
		return &fake{name: "table", ops: []fakeOp{{name: "validate", perSearch: 0, cost: time.Second}}}
	}
	for record := 1; record <= 6; record++ {
		ctx, cancel := context.WithCancel(t.Context())
		sink := &memory{at: func(r int) {
			if r == record {
				cancel()
			}
		}}
		err := runFakes(ctx, s, sink, nil, quick("quick"), table())
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("cancelled at record %d: Run returns %v", record, err)
		}
		if sink.closed != 1 || sink.Closing.Reason != results.ReasonInterrupted || sink.Closing.Samples != len(sink.Samples) || len(sink.Samples) != record-1 {
			t.Errorf("cancelled at record %d: closing %+v, records %v", record, sink.Closing, sink.order)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	sink := &memory{}
	if err := runFakes(ctx, s, sink, nil, quick("quick"), table()); !errors.Is(err, context.Canceled) || sink.records > 2 {
		t.Errorf("cancelled before: Run returns %v after the records %v", err, sink.order)
	}
}

func TestRunStrategyFails(t *testing.T) {
	s := fakeSpec("bad")
	s.Samples = 1
	sink := &memory{}
	bad := quick("bad")
	bad.fails = errors.New("out of primes")
	err := runFakes(t.Context(), s, sink, nil, bad)
	want := "bench: cell 0 (prime, 512 bits, bad, search): search: out of primes"
	if err == nil || err.Error() != want || sink.Closing.Reason != results.ReasonFailed || sink.Closing.Error != want {
		t.Errorf("Run returns %v, closing %+v, want %q", err, sink.Closing, want)
	}
}

// watcher is an Observer that notes what it is told.
type watcher struct {
	snapshot func() Snapshot
	events   []string
	watched  func() // called by Watch, when not nil
}

func (w *watcher) Watch(snapshot func() Snapshot) {
	if w.snapshot = snapshot; w.watched != nil {
		w.watched()
	}
}
func (w *watcher) Started(cell results.Cell) {
	w.events = append(w.events, fmt.Sprint("started ", cell.ID))
}
func (w *watcher) Finished(cell results.Cell) {
	w.events = append(w.events, fmt.Sprint("finished ", cell.ID))
}

func TestRunIsObserved(t *testing.T) {
	s := fakeSpec("a", "b")
	s.Samples = 2
	w := &watcher{}
	a, b := quick("a"), quick("b")
	var during, measuring []Snapshot
	b.search = func(int, uint64) time.Duration { // called while a search is under way
		during = append(during, w.snapshot())
		return 100 * time.Millisecond
	}
	sink := &memory{at: func(int) { measuring = append(measuring, w.snapshot()) }}
	if err := runFakes(t.Context(), s, sink, w, a, b); err != nil {
		t.Fatal(err)
	}
	if want := []string{"started 0", "started 1", "finished 0", "finished 1"}; !slices.Equal(w.events, want) {
		t.Errorf("events %q, want %q", w.events, want)
	}
	if len(during) != 2 {
		t.Fatalf("%d searches of b", len(during))
	}
	got := during[1]
	if got.Phase != Measuring || !got.Begun || got.Cell.ID != 1 || got.Op != results.OpSearch || got.Done != 1 || got.Want != 2 ||
		got.Tests != 10 || got.Expected != 10 || got.Mean != 100*time.Millisecond || got.Cells != 2 || got.CellsDone != 1 ||
		got.Samples != 3+4 || got.SamplesWant != 4+4 { // and the operations' first samples
		t.Errorf("during b's second search: %+v", got)
	}
	if measuring[0].Phase != Preparing || measuring[0].Begun {
		t.Errorf("at the header: %+v", measuring[0])
	}
	if got := w.snapshot(); got.Phase != Ended || got.Begun || got.CellsDone != 2 || got.Elapsed != time.Duration(sink.Closing.ElapsedNS) {
		t.Errorf("after the run: %+v, closing %+v", got, sink.Closing)
	}
}

// TestRunWritesWhatCanBeRead sends a real run through results.Writer.
func TestRunWritesWhatCanBeRead(t *testing.T) {
	s := Spec{Bits: []int{64}, Modes: []Mode{Search, Replay, Operations}, Samples: 2, Workers: []int{2}}
	finds := func() []string {
		var file bytes.Buffer
		if err := Run(t.Context(), s, results.NewWriter(&file), nil); err != nil {
			t.Fatal(err)
		}
		run, err := results.Read(&file)
		if err != nil || len(run.Damage) > 0 || run.Closing == nil {
			t.Fatalf("the run cannot be read: %v, %+v", err, run)
		}
		var digests []string
		for _, sample := range run.Samples {
			if c := run.Header.Cells[sample.Cell]; sample.Op == results.OpSearch && c.Seeded {
				digests = append(digests, sample.Digest)
			}
		}
		if run.Header.Seed == "" || len(run.Header.Cells) < 20 || len(run.Header.Skipped) == 0 {
			t.Fatalf("header %+v", run.Header)
		}
		return digests
	}
	if reflect.DeepEqual(finds(), finds()) {
		t.Error("two runs without a seed found the same")
	}
	seed := mustSeed(t, "2a")
	s.Seed = &seed
	first := finds()
	s.Workers = []int{1}
	if again := finds(); !slices.Equal(first, again) || len(first) == 0 {
		t.Errorf("the same seed found %v with two workers and %v with one", first, again)
	}
}
