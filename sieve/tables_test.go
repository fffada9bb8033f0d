// Published tables: counts of primes in intervals, and the numbers nearest to
// powers of two.

package sieve_test

import (
	"encoding/json"
	"math"
	"math/big"
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
	var pi map[string]uint64
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
		if got := uint64(count(0, uint64(math.Pow(base, float64(k))))); got != want {
			t.Errorf("%d primes up to %v^%d, want %d", got, base, k, want)
		}
	}
	if checked == 0 {
		t.Errorf("table %q has no row up to %d", name, last)
	}
}

// The primes and safe primes nearest to 2^n are the first, or the last, survivors
// that math/big takes for such.
func TestNearestToPowersOfTwo(t *testing.T) {
	for _, c := range []struct {
		table string
		kind  sieve.Kind
		above bool
	}{
		{"next_prime_minus_2^n", sieve.Prime, true},
		{"2^n_minus_largest_prime", sieve.Prime, false},
		{"smallest_safe_prime_above_2^n_minus_2^n", sieve.Safe, true},
		{"2^n_minus_largest_safe_prime", sieve.Safe, false},
	} {
		t.Run(c.table, func(t *testing.T) {
			var offsets map[string]int64
			readTable(t, c.table, &offsets)
			checked := 0
			for text, want := range offsets {
				n, err := strconv.Atoi(text)
				if err != nil {
					t.Fatal(err)
				}
				if n < 17 {
					continue // members must be above twice the limit
				}
				checked++
				if got := nearest(t, c.kind, n, c.above); got != want {
					t.Errorf("n = %d: offset %d, want %d", n, got, want)
				}
			}
			if checked < 36 {
				t.Errorf("only %d rows", checked)
			}
		})
	}
}

// nearest returns the distance of 2^n to the nearest number of the kind.
func nearest(t *testing.T, kind sieve.Kind, n int, above bool) int64 {
	t.Helper()
	const limit, length = 10_000, 1000
	power := new(big.Int).Lsh(big.NewInt(1), uint(n))
	step := new(big.Int).SetUint64(kind.Step())
	start := new(big.Int).Set(power)
	if !above {
		start.Sub(start, new(big.Int).Mul(step, big.NewInt(length)))
	}
	for new(big.Int).Mod(start, step).Uint64() != kind.Residue() {
		start.Add(start, big.NewInt(1))
	}
	offset := int64(-1)
	p := new(big.Int).Set(start)
	for _, survives := range strike(t, kind, start, step, limit, length) {
		found := survives && p.ProbablyPrime(1) && (kind == sieve.Prime || new(big.Int).Rsh(p, 1).ProbablyPrime(1))
		if found && (p.Cmp(power) > 0) == above && (offset < 0 || !above) {
			offset = new(big.Int).Sub(p, power).Int64()
			if !above {
				offset = -offset
			}
		}
		p.Add(p, step)
	}
	return offset
}
