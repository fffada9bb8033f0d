// Primes that are listed anew for each window cross off as those held do, and
// sieving can be stopped anywhere.

package sieve

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"primebench/internal/words"
)

func survivors(t rapid.TB, table *Table, start []uint64, length int) []int {
	t.Helper()
	window, err := NewWindow(table, length)
	if err != nil {
		t.Fatal(err)
	}
	if err := window.Sieve(context.Background(), start); err != nil {
		t.Fatal(err)
	}
	return slices.Collect(window.Survivors())
}

// A table that holds few primes, or none, leaves the same survivors as one that
// holds them all, with the plain reducer and the machine's own.
func TestListedPrimesCrossOffAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		step := rapid.SampledFrom([][]uint64{{kind.Step()}, {60}, {0, kind.Step()}, {12 * 10007}}).Draw(t, "step")
		limit := rapid.Uint64Range(2, 200_000).Draw(t, "limit")
		held := rapid.Uint64Range(2, limit).Draw(t, "held")
		length := rapid.IntRange(1, 50_000).Draw(t, "length")
		start := rapid.SliceOfN(rapid.Uint64(), 2, 20).Draw(t, "start")
		whole, err := NewTableStep(kind, step, limit, limit)
		if err != nil {
			t.Fatal(err)
		}
		part, err := NewTableStep(kind, step, limit, held)
		if err != nil {
			t.Fatal(err)
		}
		part.reducer = plainReducer{}
		if a, b := survivors(t, whole, start, length), survivors(t, part, start, length); !slices.Equal(a, b) {
			t.Fatalf("%d survivors with all primes held, %d with those to %d", len(a), len(b), held)
		}
	})
}

// The shards of a window together cross off what the whole does, however many there
// are, and no shard does the work of all.
func TestShardsAreTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := Kind(rapid.IntRange(0, 1).Draw(t, "kind"))
		limit := rapid.Uint64Range(2, 300_000).Draw(t, "limit")
		held := rapid.Uint64Range(2, limit).Draw(t, "held")
		length := rapid.IntRange(1, 50_000).Draw(t, "length")
		shards := rapid.IntRange(1, 9).Draw(t, "shards")
		start := rapid.SliceOfN(rapid.Uint64(), 2, 20).Draw(t, "start")
		table, err := NewTableStep(kind, []uint64{kind.Step()}, limit, held)
		if err != nil {
			t.Fatal(err)
		}
		crossedOff := make([]uint64, (length+63)/64)
		for shard := range shards {
			window, err := NewWindow(table, length)
			if err != nil {
				t.Fatal(err)
			}
			if err := window.SieveShard(t.Context(), start, shard, shards); err != nil {
				t.Fatal(err)
			}
			half := len(crossedOff) / 2
			window.AddTo(crossedOff[half:], half)
			window.AddTo(crossedOff[:half], 0)
		}
		together := slices.Collect(SurvivorsOf(crossedOff, length))
		if whole := survivors(t, table, start, length); !slices.Equal(together, whole) {
			t.Fatalf("%d survivors of all %d shards, %d of the whole", len(together), shards, len(whole))
		}
	})
	table, err := NewTable(Prime, 100)
	if err != nil {
		t.Fatal(err)
	}
	window, err := NewWindow(table, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, shard := range []int{-1, 3} {
		if window.SieveShard(t.Context(), []uint64{1}, shard, 3) == nil {
			t.Errorf("shard %d of 3 is sieved", shard)
		}
	}
}

// Portions are a partition, also of numbers that a product would overflow.
func TestPortions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(0, MaxLimit).Draw(t, "n")
		shards := rapid.IntRange(1, 1000).Draw(t, "shards")
		if portion(n, 0, shards) != 0 || portion(n, shards, shards) != n {
			t.Fatalf("portions of %d go from %d to %d", n, portion(n, 0, shards), portion(n, shards, shards))
		}
		shard := rapid.IntRange(0, shards-1).Draw(t, "shard")
		low, high := portion(n, shard, shards), portion(n, shard+1, shards)
		if low > high || high-low > n/uint64(shards)+1 {
			t.Fatalf("portion %d of %d of %d is %d to %d", shard, shards, n, low, high)
		}
	})
}

// Survivors of the largest primes: members that one of them was built into are
// crossed off, and a window's survivors without them are not.
func TestPrimesAbove32Bits(t *testing.T) {
	for _, low := range []uint64{1<<33 + 5, MaxLimit - 2000} {
		testPrimesFrom(t, low)
	}
}

func testPrimesFrom(t *testing.T, low uint64) {
	const span, length = 2000, 64
	table := &Table{kind: Safe, step: []uint64{12}, limit: low + span, held: low - 1,
		reducer: newReducer(), lock: make(chan struct{}, 1), scales: map[int][]uint32{}}
	table.lock <- struct{}{}
	checked := 0
	for block := range Blocks(low, low+span) {
		for i, r := range block {
			member, half := i%length, i%2 == 1
			start := divisible(r, member, half)
			if slices.Contains(survivors(t, table, start, length), member) {
				t.Errorf("%d does not cross off member %d (of q: %v)", r, member, half)
			}
			if got := len(survivors(t, table, start, length)); got < length-2 {
				t.Errorf("%d members crossed off by primes above %d", length-got, low)
			}
			checked++
		}
	}
	if checked < 50 {
		t.Errorf("only %d primes from %d", checked, uint64(low))
	}
}

// divisible returns a long start, 11 mod 12, whose member is divisible by r, or
// has a q that is.
func divisible(r uint64, member int, half bool) []uint64 {
	// start = c mod r and 11 mod 12
	c := new(big.Int).SetInt64(int64(-12 * member))
	if half {
		c.Add(c, big.NewInt(1))
	}
	modulus := new(big.Int).SetUint64(r)
	n := new(big.Int).Lsh(big.NewInt(0x1234567), 700)
	n.Sub(n, new(big.Int).Mod(new(big.Int).Sub(n, c), modulus))
	for new(big.Int).Mod(n, big.NewInt(12)).Int64() != 11 {
		n.Add(n, modulus)
	}
	return words.Of(n)
}

// A window's sizes of start are known to the table one by one.
func TestStartsOfSeveralSizes(t *testing.T) {
	table, err := NewTable(Safe, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := NewTable(Safe, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{3, 1, 40, 3} {
		start := make([]uint64, size)
		for i := range start {
			start[i] = 0x9e3779b97f4a7c15 * uint64(i+size)
		}
		fresh.scales = map[int][]uint32{}
		if !slices.Equal(survivors(t, table, start, 5000), survivors(t, fresh, start, 5000)) {
			t.Errorf("a start of %d words is sieved otherwise by a table that knew others before", size)
		}
	}
}

// Sieve stops in the middle of its work: in the scales, among the primes held
// and among those streamed. The context ends after a number of looks at it.
func TestSieveStopsAnywhere(t *testing.T) {
	start := []uint64{5, 7, 11}
	for _, held := range []uint64{100_000, 3} {
		looks := 0
		for {
			table, err := NewTableStep(Safe, []uint64{12}, 100_000, held)
			if err != nil {
				t.Fatal(err)
			}
			window, err := NewWindow(table, 1000)
			if err != nil {
				t.Fatal(err)
			}
			ctx := &countdown{Context: context.Background(), left: looks}
			err = window.Sieve(ctx, start)
			if err == nil {
				break
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("Sieve = %v, want context.Canceled", err)
			}
			if err := window.Sieve(context.Background(), start); err != nil {
				t.Fatalf("after a Sieve that was cancelled: %v", err)
			}
			if got := slices.Collect(window.Survivors()); !slices.Equal(got, survivors(t, table, start, 1000)) {
				t.Fatalf("a Sieve that was cancelled left something behind after %d looks", looks)
			}
			looks++
		}
		if looks < 100_000/batchPrimes/12 {
			t.Errorf("held to %d: Sieve looked at its context only %d times", held, looks)
		}
	}
}

// countdown is a context that is cancelled at a number of looks.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// Windows on several goroutines share a table, also while its scales are made.
func TestWindowsShareATable(t *testing.T) {
	const length = 3000
	table, err := NewTableStep(Safe, []uint64{12}, 30_000, 20_000)
	if err != nil {
		t.Fatal(err)
	}
	starts := [][]uint64{{1, 2, 3}, {4, 5}, {6, 7, 8}, {9, 10}}
	got := make([][]int, len(starts))
	var group sync.WaitGroup
	for i, start := range starts {
		group.Go(func() { got[i] = survivors(t, table, start, length) })
	}
	group.Wait()
	for i, start := range starts {
		alone, err := NewTable(Safe, 30_000)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got[i], survivors(t, alone, start, length)) {
			t.Errorf("start %d is sieved otherwise with company than alone", i)
		}
	}
}

// Waiting for another window's scales ends with the context.
func TestWaitingIsCancelled(t *testing.T) {
	table, err := NewTable(Prime, 1000)
	if err != nil {
		t.Fatal(err)
	}
	<-table.lock // as if another goroutine were at it
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	window, err := NewWindow(table, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := window.Sieve(ctx, []uint64{1, 2}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Sieve = %v, want context.DeadlineExceeded", err)
	}
}

func TestTablesAreShared(t *testing.T) {
	var tables Tables
	get := func(from *Tables, kind Kind, limit uint64) *Table {
		table, err := from.Get(kind, kind.Step(), limit, DefaultHeld)
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	first := get(&tables, Safe, 1000)
	if get(&tables, Safe, 1000) != first {
		t.Error("one kind and limit gave two tables")
	}
	if get(&tables, Prime, 1000) == first || get(&tables, Safe, 1001) == first || get(nil, Safe, 1000) == first {
		t.Error("different tables are one")
	}
	if _, err := tables.Get(Safe, 12, MaxLimit+1, DefaultHeld); err == nil {
		t.Error("a table above MaxLimit")
	}
}
