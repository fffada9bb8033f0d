// How finds are spread over all numbers of a size so small that these can be
// listed.

package engine_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"primebench/engine"
	"primebench/millerrabin"
	"primebench/sieve"
)

// small lists the members of a kind's progression of a size with the two top bits
// set, and which of them are finds.
func small(kind sieve.Kind, bits int) (members []uint64, isFind []bool) {
	composite := make([]bool, 1<<bits)
	for r := 2; r*r < len(composite); r++ {
		for n := r * r; n < len(composite); n += r {
			composite[n] = true
		}
	}
	low := uint64(3) << (bits - 2)
	for n := low + (kind.Residue()+kind.Step()-low%kind.Step())%kind.Step(); n < 1<<bits; n += kind.Step() {
		members = append(members, n)
		isFind = append(isFind, !composite[n] && (kind == sieve.Prime || !composite[n/2]))
	}
	return members, isFind
}

// windowLength is what the engine gives a window of a kind and size by default.
func windowLength(s *engine.Searcher) int {
	return 64 * int(math.Ceil(4*s.Expected().Candidates/64))
}

// A find is the first one after a start that is uniform among those that leave
// room for a window; when its window has none there is another start. So its
// weight is the number of members in the gap before it, the longest gaps cut
// to a window. Chi-square over all numbers of 16 to 24 bits tells that law from
// any other: p below 10^-6 fails.
func TestFindsAreSpreadAsStated(t *testing.T) {
	for _, c := range []struct {
		kind  sieve.Kind
		bits  int
		finds uint64
	}{{sieve.Prime, 16, 30_000}, {sieve.Prime, 20, 60_000}, {sieve.Safe, 16, 3000}, {sieve.Safe, 20, 9000}, {sieve.Safe, 24, 25_000}} {
		s := newSearcher(t, c.kind, c.bits, engine.Config{Seed: engine.Seed{12}, Policy: millerrabin.Policy{Rounds: 1}})
		members, isFind := small(c.kind, c.bits)
		weights, length, last := map[uint64]float64{}, windowLength(s), 0
		total := 0.0
		for i, m := range members {
			if !isFind[i] {
				continue
			}
			starts := 0
			for start := max(last, i-length+1); start <= i; start++ {
				if start+length <= len(members) {
					starts++
				}
			}
			weights[m] = float64(starts)
			total += float64(starts)
			last = i + 1
		}
		counts := map[uint64]float64{}
		for _, r := range collect(t, s, engine.Position{}, c.finds) {
			counts[r.P.Uint64()]++
		}
		p := chiSquare(members, counts, weights, float64(c.finds)/total)
		t.Logf("%v of %d bits: %d finds over %d numbers, p = %.3g", c.kind, c.bits, c.finds, len(weights), p)
		if p < 1e-6 {
			t.Errorf("%v of %d bits: p = %g", c.kind, c.bits, p)
		}
		for n := range counts {
			if weights[n] == 0 {
				t.Errorf("%v of %d bits: found %d", c.kind, c.bits, n)
			}
		}
	}
}

// chiSquare returns the probability of a chi-square as large as that of the counts
// against the weights times scale, in ascending order and with neighbours taken
// together until at least eight are expected.
func chiSquare(order []uint64, counts, weights map[uint64]float64, scale float64) float64 {
	sum, cells, seen, expected := 0.0, -1.0, 0.0, 0.0
	for _, n := range order {
		seen += counts[n]
		expected += weights[n] * scale
		if expected >= 8 {
			sum += (seen - expected) * (seen - expected) / expected
			cells, seen, expected = cells+1, 0, 0
		}
	}
	return distuv.ChiSquared{K: cells}.Survival(sum)
}

// In bulk a find stands behind a gap of the average length, as one drawn
// uniformly does; the first one after a random start stands behind one that is
// nearly twice as long.
func TestGapsBeforeFinds(t *testing.T) {
	const bits, finds = 24, 6000
	for _, kind := range []sieve.Kind{sieve.Prime, sieve.Safe} {
		members, isFind := small(kind, bits)
		gaps, last, all := map[uint64]float64{}, 0, 0.0
		for i, m := range members {
			if isFind[i] {
				gaps[m] = float64(i - last)
				last, all = i, all+1
			}
		}
		average := float64(len(members)) / all
		mean := func(bulk bool) float64 {
			s := newSearcher(t, kind, bits, engine.Config{Seed: engine.Seed{13}, Bulk: bulk, Policy: millerrabin.Policy{Rounds: 1}})
			sum := 0.0
			for _, r := range collect(t, s, engine.Position{}, finds) {
				sum += gaps[r.P.Uint64()]
			}
			return sum / finds / average
		}
		bulk, fresh := mean(true), mean(false)
		t.Logf("%v: gaps of %.3f of the average in bulk, %.3f else", kind, bulk, fresh)
		if math.Abs(bulk-1) > 0.1 || fresh < 1.5 || fresh > 2.2 {
			t.Errorf("%v: gaps of %.3f of the average in bulk, want 1; %.3f else, want nearly 2", kind, bulk, fresh)
		}
	}
}
