package bench

import (
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/engine"
	"primebench/internal/bench/strategy"
	"primebench/internal/bench/strategy/onthefly"
	"primebench/results"
)

func streaming(name string, find time.Duration) *fake {
	f := quick(name)
	f.stream = find
	return f
}

// TestRunStreams: a sample is a stream with the same finds in every run, and
// strategies without streams are left out.
func TestRunStreams(t *testing.T) {
	s := fakeSpec("own", "other")
	s.Modes, s.Samples = []Mode{Search, Stream, Bulk}, 3
	sink := &memory{}
	if err := runFakes(t.Context(), s, sink, nil, streaming("own", time.Millisecond), quick("other")); err != nil {
		t.Fatal(err)
	}
	var modes []string
	for _, c := range sink.Run.Header.Cells {
		modes = append(modes, c.Strategy+" "+c.Mode)
	}
	if want := []string{"own search", "own stream", "own bulk", "other search"}; !slices.Equal(modes, want) {
		t.Fatalf("cells %q, want %q", modes, want)
	}
	for _, skipped := range sink.Run.Header.Skipped {
		if skipped.Strategy != "other" || !strings.Contains(skipped.Reason, "as much as so many searches") {
			t.Errorf("skipped %+v", skipped)
		}
	}
	for _, cell := range []int{1, 2} {
		if ops := sink.Run.Header.Cells[cell].Operations; len(ops) != 0 {
			t.Errorf("cell %d has the operations %+v, which are no part of a stream", cell, ops)
		}
		got := samplesOf(t, sink, cell)
		if len(got) != 3 {
			t.Fatalf("cell %d: %d streams, want 3", cell, len(got))
		}
		for n, sample := range got {
			count := sample.Count
			first := make([]*big.Int, count)
			for i := range first {
				first[i] = big.NewInt(1000 + int64(n)*count + int64(i))
			}
			want := results.Sample{
				Cell: cell, Seq: n, Op: results.OpSearch, Count: count, WallNS: count * 1e6, CPUNS: 2 * count * 1e6,
				Candidates: 10 * count, Survivors: 10 * count, Tests: 10 * count, Primes: count, Digest: digest(first),
			}
			if count < leastFinds || sample != want {
				t.Errorf("cell %d: sample %+v, want %+v", cell, sample, want)
			}
		}
	}
}

// TestStreamsInABudget: streams share the time with the others, and one that is too
// long for its share has more than that, but not all.
func TestStreamsInABudget(t *testing.T) {
	s := fakeSpec("short", "long", "quick")
	s.Budget, s.Modes = time.Minute, []Mode{Stream}
	s.Also = []Block{{Strategies: []string{"quick"}, Modes: []Mode{Search}}}
	sink := &memory{}
	finds := time.Duration(mostFinds) // at 512 bits
	err := runFakes(t.Context(), s, sink, nil, streaming("short", time.Second/finds), streaming("long", 8*time.Second/finds), streaming("quick", 1))
	if err != nil {
		t.Fatal(err)
	}
	short, long, searches := len(samplesOf(t, sink, 0)), len(samplesOf(t, sink, 1)), len(searchesOf(t, sink, 3))
	if short < 5 || long < 2 || long > 4 || searches < 50 {
		t.Errorf("%d streams of 1 s, %d of 8 s and %d searches of 0.1 s, want at least 5, 2 to 4 and at least 50", short, long, searches)
	}
	if e := elapsed(sink); e > time.Minute {
		t.Errorf("took %v of a minute", e)
	}

	s.Budget = 4 * time.Second
	sink = &memory{}
	err = runFakes(t.Context(), s, sink, nil, streaming("short", time.Second/finds), streaming("long", 8*time.Second/finds), streaming("quick", 1))
	if code, text := noteOf(t, sink, 1); code != results.NoteEmpty || err == nil || !strings.Contains(text, "would do") {
		t.Errorf("a stream of 8 s in 4 s: note %q %q, %v", code, text, err)
	}
}

// TestFindsAStream: many where a find is quick, and not too few where it is slow;
// a measured sieve limit has no say in it.
func TestFindsAStream(t *testing.T) {
	for _, test := range []struct {
		kind strategy.Kind
		bits int
		want int64
	}{
		{strategy.Prime, 512, mostFinds}, {strategy.Prime, 1024, mostFinds}, {strategy.Prime, 2048, 43},
		{strategy.Prime, 4096, leastFinds}, {strategy.Safe, 2048, leastFinds},
	} {
		runner, err := onthefly.Strategy{}.New(strategy.Task{Kind: test.kind, Bits: test.bits, Workers: 1, SieveLimit: 1 << 10, Shared: new(engine.Shared)})
		if err != nil {
			t.Fatal(err)
		}
		c := results.Cell{Kind: string(test.kind), Bits: test.bits, Expected: runner.Facts().Expected}
		if got := findsAStream(c, runner.Facts()); got != test.want {
			t.Errorf("%v of %d bits: %d finds, want %d", test.kind, test.bits, got, test.want)
		}
	}
}
