package engine_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"primebench/engine"
	"primebench/sieve"
)

// collect takes count results of a stream.
func collect(t testing.TB, s *engine.Searcher, from engine.Position, count uint64) []engine.Result {
	t.Helper()
	var results []engine.Result
	for r, err := range s.Stream(t.Context(), from, count) {
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, r)
	}
	if uint64(len(results)) != count {
		t.Fatalf("%d results, want %d", len(results), count)
	}
	return results
}

func sameFind(a, b engine.Result) bool {
	return a.Number == b.Number && a.P.Cmp(b.P) == 0 && a.Next == b.Next &&
		a.Counters.Candidates == b.Counters.Candidates && a.Counters.Survivors == b.Counters.Survivors
}

// A stream yields what the searches find one by one, in order, for any number of
// workers, whether lanes are shared (Prime) or not (Safe).
func TestStreamIsItsSearches(t *testing.T) {
	const count = 20
	for kind, bits := range map[sieve.Kind]int{sieve.Prime: 192, sieve.Safe: 256} {
		config := engine.Config{Seed: engine.Seed{7}, Workers: 1, SieveLimit: 1 << 12}
		alone := newSearcher(t, kind, bits, config)
		var want []engine.Result
		for n := range uint64(count) {
			want = append(want, search(t, alone, n))
		}
		for _, workers := range []int{1, 2, 64} {
			config.Workers = workers
			for n, r := range collect(t, newSearcher(t, kind, bits, config), engine.Position{}, count) {
				if !sameFind(r, want[n]) {
					t.Errorf("%v, %d workers: result %d is %+v, want %+v", kind, workers, n, r, want[n])
				}
			}
		}
	}
}

// A stream in bulk yields the same finds for any number of workers, ascending
// within windows, and goes on from any of them.
func TestBulkStream(t *testing.T) {
	const count = 150
	for kind, bits := range map[sieve.Kind]int{sieve.Prime: 128, sieve.Safe: 80} {
		config := engine.Config{Seed: engine.Seed{8}, Workers: 1, SieveLimit: 1 << 11, Bulk: true}
		want := collect(t, newSearcher(t, kind, bits, config), engine.Position{}, count)
		windows := map[int64]bool{}
		for i, r := range want {
			if r.Number != uint64(i) || !r.P.ProbablyPrime(10) || kind == sieve.Safe && !new(big.Int).Rsh(r.P, 1).ProbablyPrime(10) {
				t.Errorf("%v: result %d is %+v", kind, i, r)
			}
			if windows[r.Next.Window] && r.P.Cmp(want[i-1].P) <= 0 {
				t.Errorf("%v: result %d is %x, after %x of the same window", kind, i, r.P, want[i-1].P)
			}
			windows[r.Next.Window] = true
		}
		if len(windows) < 2 || len(windows) > 7 { // 64 finds in a window on the average, and so three windows
			t.Errorf("%v: %d finds in %d windows", kind, count, len(windows))
		}
		config.Workers = 64
		s := newSearcher(t, kind, bits, config)
		for _, behind := range []int{0, 1, 77, count - 1} {
			from := engine.Position{}
			if behind > 0 {
				from = want[behind-1].Next
			}
			for i, r := range collect(t, s, from, uint64(count-behind)) {
				if !sameFind(r, want[behind+i]) {
					t.Errorf("%v, 64 workers from %+v: %+v, want %+v", kind, from, r, want[behind+i])
				}
			}
		}
		if _, err := s.Search(t.Context(), 0); !errors.Is(err, engine.ErrConfig) {
			t.Errorf("Search in bulk: %v, want ErrConfig", err)
		}
	}
}

// The sieve limit, the memory and the kernel do not change what is found.
func TestOnlyTheSeedDecides(t *testing.T) {
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, bulk := range []bool{false, true} {
			var want []engine.Result
			for _, change := range []func(*engine.Config){
				func(c *engine.Config) {},
				func(c *engine.Config) { c.SieveLimit = 3 },
				func(c *engine.Config) { c.SieveLimit = 1 << 18 },
				func(c *engine.Config) { c.SieveLimit = 1 << 18; c.Memory = 2 << 20 },
				func(c *engine.Config) { c.Kernel = "generic" },
				func(c *engine.Config) { c.Shared = new(engine.Shared) },
			} {
				config := engine.Config{Seed: engine.Seed{3}, Workers: 1, Bulk: bulk}
				change(&config)
				got := collect(t, newSearcher(t, kind, 100, config), engine.Position{}, 10)
				if want == nil {
					want = got
				}
				for i := range got {
					if got[i].P.Cmp(want[i].P) != 0 || got[i].Counters.Candidates != want[i].Counters.Candidates {
						t.Errorf("%v, bulk %v, %+v: find %d is %v, want %v", kind, bulk, config, i, got[i].P, want[i].P)
					}
				}
			}
		}
	}
}

// A stream goes on where the progress of another said that it stood.
func TestStreamFromProgress(t *testing.T) {
	var told []engine.Position
	config := engine.Config{Seed: engine.Seed{4}, Workers: 2, SieveLimit: 1 << 12}
	want := newSearcher(t, sieve.Safe, 256, config)
	config.Progress = func(p engine.Progress) { told = append(told, p.Position) }
	s := newSearcher(t, sieve.Safe, 256, config)
	ctx, cancel := context.WithCancel(t.Context())
	taken := 0
	for _, err := range s.Stream(ctx, engine.Position{}, 0) {
		if err != nil && taken < 6 {
			t.Fatal(err)
		}
		if taken++; taken == 6 {
			cancel() // in the midst of a later search
		}
	}
	cancel()
	last := told[len(told)-1]
	if last.Number < 6 {
		t.Fatalf("after six results the position is %+v", last)
	}
	r := collect(t, want, last, 1)[0]
	if whole := search(t, want, last.Number); !sameFind(r, whole) {
		t.Errorf("from %+v: %+v, from the search's beginning %+v", last, r, whole)
	}
}

// Leaving the loop, an ended context and impossible positions end a stream.
func TestStreamEnds(t *testing.T) {
	s := newSearcher(t, sieve.Prime, 128, engine.Config{Seed: engine.Seed{4}})
	taken := 0
	for range s.Stream(t.Context(), engine.Position{}, 0) {
		if taken++; taken == 3 {
			break
		}
	}
	if taken != 3 {
		t.Errorf("%d results taken", taken)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ends := 0
	for r, err := range s.Stream(ctx, engine.Position{}, 0) {
		if ends++; !errors.Is(err, context.Canceled) || r.P != nil {
			t.Errorf("with an ended context: %+v, %v", r, err)
		}
	}
	if ends != 1 {
		t.Errorf("%d results of an ended context", ends)
	}
	for _, p := range []engine.Position{
		{Window: -1}, {Member: -1}, {Member: 1 << 40}, {Window: 1 << 62}, {Candidates: 1}, {Member: 5, Candidates: 5, Survivors: 6}, {Survivors: -1},
	} {
		for r, err := range s.Stream(t.Context(), p, 1) {
			if !errors.Is(err, engine.ErrConfig) {
				t.Errorf("from %+v: %+v, %v, want ErrConfig", p, r, err)
			}
		}
	}
}

func ExampleSearcher_Stream() {
	searcher, err := engine.New(sieve.Prime, 32, engine.Config{Seed: engine.Seed{1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for result, err := range searcher.Stream(context.Background(), engine.Position{}, 3) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(result.Number, result.P.BitLen(), result.P.ProbablyPrime(20))
	}
	// Output:
	// 0 32 true
	// 1 32 true
	// 2 32 true
}
