// Published tables: counts of primes in intervals, and the numbers nearest to
// powers of two.

package sieve_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"primebench/sieve"
)

// readTable reads one of the tables that lie beside the project, if they do.
func readTable(t *testing.T, name string, values any) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "shared", "vectors", "tables", "tables.json"))
	if err != nil {
		t.Skip("no published tables beside the project")
	}
	var all map[string]struct{ Values json.RawMessage }
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all[name].Values, values); err != nil {
		t.Fatalf("table %q: %v", name, err)
	}
}

// An interval is written low..high, the high end perhaps as "+span", with powers
// as base^exponent and sums.
func interval(t *testing.T, text string) (low, high uint64) {
	t.Helper()
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		t.Fatalf("interval %q", text)
	}
	low = sum(t, from)
	if strings.HasPrefix(to, "+") {
		return low, low + sum(t, to[1:])
	}
	return low, sum(t, to)
}

func sum(t *testing.T, text string) uint64 {
	t.Helper()
	total := uint64(0)
	for term := range strings.SplitSeq(text, "+") {
		base, exponent, power := strings.Cut(term, "^")
		b, err := strconv.ParseUint(base, 10, 64)
		e := uint64(1)
		if power && err == nil {
			e, err = strconv.ParseUint(exponent, 10, 64)
		}
		if err != nil {
			t.Fatalf("number %q: %v", text, err)
		}
		total += uint64(math.Pow(float64(b), float64(e)))
	}
	return total
}

// countIntervals compares a table's rows of at most span numbers, and says how
// many there were.
func countIntervals(t *testing.T, name string, span uint64) int {
	t.Helper()
	var rows [][2]any
	readTable(t, name, &rows)
	checked := 0
	for _, row := range rows {
		low, high := interval(t, row[0].(string))
		if high > sieve.MaxBlocksLimit || high > low && high-low > span {
			continue
		}
		checked++
		if got, want := count(low, high), int(row[1].(float64)); got != want {
			t.Errorf("%v: %d primes, want %d", row[0], got, want)
		}
	}
	return checked
}

func TestCountsInIntervals(t *testing.T) {
	if n := countIntervals(t, "prime_counts_in_intervals", 1e7); n < 24 {
		t.Errorf("only %d intervals were short enough", n)
	}
}

func TestCountsOfPowersOfTwo(t *testing.T) {
	comparePi(t, "pi_2^k", 2, 24)
}

// comparePi compares pi(base^k) for all k of a table up to last.
func comparePi(t *testing.T, name string, base float64, last int) {
	t.Helper()
	var pi map[string]int
	readTable(t, name, &pi)
	checked := 0
	for text, want := range pi {
		k, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		if k > last {
			continue
		}
		checked++
		if got := count(0, uint64(math.Pow(base, float64(k)))); got != want {
			t.Errorf("%d primes up to %v^%d, want %d", got, base, k, want)
		}
	}
	if checked == 0 {
		t.Errorf("table %q has no row up to %d", name, last)
	}
}
