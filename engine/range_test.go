package engine_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"primebench/engine"
	"primebench/sieve"
)

// findsOf takes all finds of a range.
func findsOf(t interface{ Fatal(...any) }, s *engine.Searcher, r engine.Range) []engine.Result {
	var results []engine.Result
	for found, err := range s.Finds(testContext, r) {
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, found)
	}
	return results
}

func primesOf(results []engine.Result) []string {
	var list []string
	for _, r := range results {
		list = append(list, r.P.String())
	}
	return list
}

// rangeSearcher has one or another number of workers, a sieve limit of its own and, as a
// worker of a fleet, another seed.
func rangeSearcher(t *rapid.T, kind sieve.Kind, bits int, bulk bool, seed byte) *engine.Searcher {
	s, err := engine.New(kind, bits, engine.Config{
		Seed: engine.Seed{seed}, Bulk: bulk, Shared: sharedTables,
		Workers:    rapid.SampledFrom([]int{1, 2, 5}).Draw(t, "workers"),
		SieveLimit: rapid.SampledFrom([]uint64{1 << 8, 1 << 12}).Draw(t, "sieve limit"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var sharedTables = new(engine.Shared)

// The finds of adjoining ranges are those of one stream in bulk, wherever it is cut, and
// their places say where they stand. Whoever does a range needs its starts alone.
func TestRangesOfBulk(t *testing.T) {
	sizes := map[sieve.Kind]int{sieve.Prime: 64, sieve.Safe: 48}
	streams := map[sieve.Kind][]string{} // the finds of two windows
	for kind, bits := range sizes {
		s := newSearcher(t, kind, bits, engine.Config{Seed: engine.Seed{9}, Bulk: true})
		count := len(findsOf(t, s, engine.Range{To: engine.Position{Window: 2}}))
		streams[kind] = primesOf(collect(t, s, engine.Position{}, uint64(count)))
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		bits := sizes[kind]
		planner := rangeSearcher(t, kind, bits, true, 9)
		length := planner.WindowLength()
		total := length * 2
		cuts := []int64{0, total}
		for range rapid.IntRange(0, 5).Draw(t, "cuts") {
			cuts = append(cuts, rapid.Int64Range(0, total).Draw(t, "cut"))
		}
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
		at := func(index int64) engine.Position {
			return engine.Position{Window: index / length, Member: index % length}
		}
		var parts []engine.Result
		for i, from := range cuts[:len(cuts)-1] {
			r, err := planner.Cut(at(from), at(cuts[i+1]))
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range findsOf(t, rangeSearcher(t, kind, bits, true, 77), r) {
				place := found.At.Window*length + found.At.Member
				if place < from || place >= cuts[i+1] {
					t.Errorf("a find at %d of the range %d to %d", place, from, cuts[i+1])
				}
				start := r.Starts[found.At.Window-r.From.Window]
				step := new(big.Int).Sub(found.P, start)
				if unit := new(big.Int).SetUint64(kind.Step()); step.Cmp(unit.Mul(unit, big.NewInt(found.At.Member))) != 0 {
					t.Errorf("%v is not member %d of the window at %v", found.P, found.At.Member, start)
				}
				parts = append(parts, found)
			}
		}
		if !slices.Equal(primesOf(parts), streams[kind]) {
			t.Fatalf("cut at %v: %d finds, want those of the stream, %d", cuts, len(parts), len(streams[kind]))
		}
	})
}

// Ranges of whole searches yield what the searches find one by one.
func TestRangesOfSearches(t *testing.T) {
	const count = 30
	sizes := map[sieve.Kind]int{sieve.Prime: 96, sieve.Safe: 64}
	streams := map[sieve.Kind][]string{}
	for kind, bits := range sizes {
		s := newSearcher(t, kind, bits, engine.Config{Seed: engine.Seed{9}})
		streams[kind] = primesOf(collect(t, s, engine.Position{}, count))
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		bits := sizes[kind]
		planner, want := rangeSearcher(t, kind, bits, false, 9), streams[kind]
		var got []string
		for from := uint64(0); from < count; {
			to := min(count, from+rapid.Uint64Range(1, count).Draw(t, "searches"))
			r, err := planner.Cut(engine.Position{Number: from}, engine.Position{Number: to})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, primesOf(findsOf(t, rangeSearcher(t, kind, bits, false, 77), r))...)
			from = to
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// The first find of the parts of one search, in order, is that of the search; the parts
// before have none. The same holds of a walk.
func TestRangesOfASearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := sieve.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		bits := map[sieve.Kind]int{sieve.Prime: 96, sieve.Safe: 64}[kind]
		planner, worker := rangeSearcher(t, kind, bits, false, 9), rangeSearcher(t, kind, bits, false, 77)
		number := rapid.Uint64Range(0, 20).Draw(t, "number")
		if rapid.Bool().Draw(t, "walk") {
			n := new(big.Int).Lsh(big.NewInt(1), uint(bits+1)) // a step down leads to numbers of one bit less
			n.Add(n, big.NewInt(rapid.Int64Range(0, 1<<30).Draw(t, "n")))
			var err error
			if planner, err = engine.NewWalk(kind, n, rapid.Bool().Draw(t, "down"), engine.Config{Workers: 1}); err != nil {
				t.Fatal(err)
			}
			if worker, err = engine.New(kind, planner.Bits(), engine.Config{Policy: planner.Config().Policy}); err != nil {
				t.Fatal(err)
			}
			number = 0
		}
		want, err := planner.Search(testContext, number)
		if err != nil {
			t.Fatal(err)
		}
		length := planner.WindowLength()
		parts := rapid.Int64Range(1, 4).Draw(t, "parts")
		for index := int64(0); ; index++ {
			from, to := index*length/parts, (index+1)*length/parts
			r, err := planner.Cut(engine.Position{Number: number, Window: from / length, Member: from % length},
				engine.Position{Number: number, Window: to / length, Member: to % length})
			if err != nil {
				t.Fatal(err)
			}
			found := findsOf(t, worker, r)
			if len(found) == 0 {
				continue
			}
			if len(found) != 1 || found[0].P.Cmp(want.P) != 0 {
				t.Fatalf("found %v, want %v", primesOf(found), want.P)
			}
			if place := want.Counters.Candidates - 1; found[0].At.Window*length+found[0].At.Member != place || found[0].Counters.Candidates != place-from+1 {
				t.Fatalf("found %+v, want it at %d", found[0], place)
			}
			return
		}
	})
}

// All that follows on a walk is what one step after another finds.
func TestRangeOfAWalk(t *testing.T) {
	n := new(big.Int).Lsh(big.NewInt(1), 90)
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		for _, down := range []bool{false, true} {
			next := engine.Next
			if down {
				next = engine.Previous
			}
			s, err := engine.NewWalk(kind, n, down, engine.Config{Bulk: true})
			if err != nil {
				t.Fatal(err)
			}
			results := findsOf(t, s, engine.Range{To: engine.Position{Window: 1}})
			if len(results) < 20 {
				t.Fatalf("%d finds in a window of bulk", len(results))
			}
			at := n
			for _, r := range results[:20] {
				if at, err = next(t.Context(), kind, at, engine.Config{}); err != nil {
					t.Fatal(err)
				}
				if r.P.Cmp(at) != 0 {
					t.Fatalf("%v, want %v", r.P, at)
				}
			}
		}
	}
	if _, err := engine.NewWalk(sieve.Prime, big.NewInt(1<<20), false, engine.Config{}); !errors.Is(err, engine.ErrConfig) {
		t.Errorf("a walk from 2^20: %v, want ErrConfig", err)
	}
	if _, err := engine.NewWalk(sieve.Prime, new(big.Int).SetUint64(math.MaxUint64), true, engine.Config{}); !errors.Is(err, engine.ErrConfig) {
		t.Errorf("a walk down from below 2^64: %v, want ErrConfig", err)
	}
}

// Ranges that no Searcher has cut are refused: they may come from anywhere.
func TestBadRanges(t *testing.T) {
	for _, bulk := range []bool{false, true} {
		s := newSearcher(t, sieve.Safe, 64, engine.Config{Bulk: bulk, Workers: 1})
		length := s.WindowLength()
		good, err := s.Cut(engine.Position{}, engine.Position{Window: 1})
		if err != nil {
			t.Fatal(err)
		}
		start := good.Starts[0]
		plus := func(n int64) []*big.Int { return []*big.Int{new(big.Int).Add(start, big.NewInt(n))} }
		for what, r := range map[string]engine.Range{
			"empty":                {},
			"backward":             {From: engine.Position{Window: 2}, To: engine.Position{Window: 1}},
			"negative":             {From: engine.Position{Window: -1}, To: engine.Position{Window: 1}},
			"member":               {From: engine.Position{Member: length}, To: engine.Position{Window: 1}},
			"end":                  {To: engine.Position{Member: length}},
			"far":                  {To: engine.Position{Window: 1 << 62}},
			"too few starts":       {To: good.To, Starts: []*big.Int{}},
			"too many starts":      {To: good.To, Starts: []*big.Int{start, start}},
			"nil start":            {To: good.To, Starts: []*big.Int{nil}},
			"negative start":       {To: good.To, Starts: []*big.Int{new(big.Int).Neg(start)}},
			"start of other class": {To: good.To, Starts: plus(1)},
			"no room":              {To: good.To, Starts: []*big.Int{new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 64), big.NewInt(1))}},
			"small start":          {To: good.To, Starts: []*big.Int{big.NewInt(11)}},
		} {
			for _, err := range s.Finds(t.Context(), r) {
				if !errors.Is(err, engine.ErrConfig) {
					t.Errorf("%s: %v, want ErrConfig", what, err)
				}
			}
		}
	}
	s := newSearcher(t, sieve.Safe, 64, engine.Config{Workers: 1})
	for what, r := range map[string]engine.Range{
		"half searches": {To: engine.Position{Number: 2, Window: 1}},
		"too many":      {To: engine.Position{Number: 1 << 40}},
	} {
		if _, err := s.Cut(r.From, r.To); !errors.Is(err, engine.ErrConfig) {
			t.Errorf("%s: %v, want ErrConfig", what, err)
		}
	}
}

// A search whose starts have no find is told, so that nobody waits for it.
func TestRangeWithoutAFind(t *testing.T) {
	s := newSearcher(t, sieve.Safe, 64, engine.Config{Seed: engine.Seed{5}, Workers: 2, Bulk: true})
	length := s.WindowLength()
	whole, err := s.Cut(engine.Position{}, engine.Position{Window: 1})
	if err != nil {
		t.Fatal(err)
	}
	first := findsOf(t, s, whole)[0]
	if found := findsOf(t, s, engine.Range{To: engine.Position{Member: first.At.Member}}); len(found) != 0 {
		t.Errorf("%v before the first find, %d of %d", primesOf(found), first.At.Member, length)
	}
	// A window without a find, as often as a search has windows, is a search without one.
	one := newSearcher(t, sieve.Safe, 64, engine.Config{Seed: engine.Seed{5}, Workers: 2})
	barren := barrenStart(t, one)
	r := engine.Range{To: engine.Position{Number: 3}}
	for range 3 * engine.WindowsASearch {
		r.Starts = append(r.Starts, barren)
	}
	for _, err := range one.Finds(t.Context(), r) {
		if !errors.Is(err, engine.ErrNoFind) {
			t.Errorf("a search without a find: %v, want ErrNoFind", err)
		}
	}
}

// barrenStart looks for a window without a find.
func barrenStart(t *testing.T, s *engine.Searcher) *big.Int {
	for number := uint64(0); ; number++ {
		r, err := s.Cut(engine.Position{Number: number}, engine.Position{Number: number, Window: 1})
		if err != nil {
			t.Fatal(err)
		}
		if len(findsOf(t, s, r)) == 0 {
			return r.Starts[0]
		}
	}
}
