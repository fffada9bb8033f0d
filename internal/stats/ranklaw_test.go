// Where the counted laws end, the normal law must be close, and on the safe side.

package stats

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// missed returns the chance, by the exact law, that an interval of this rank
// misses on one side.
func missed(ways []float64, rank int64) float64 {
	var all, below float64
	for k, w := range ways {
		all += w
		if int64(k) < rank {
			below += w
		}
	}
	return below / all
}

// Beyond the sizes that are counted the normal law's interval misses at most as
// often as it may, by the exact law, and not much less often.
func TestNormalRanks(t *testing.T) {
	verify := func(what string, ways []float64, rank int64, tail, floor float64) {
		t.Helper()
		if share := missed(ways, rank); rank < 1 || share > tail || share < floor*tail {
			t.Errorf("%s: rank %d misses with %v, want %v to %v", what, rank, share, floor*tail, tail)
		}
	}
	for confidence, floor := range map[float64]float64{0.95: 0.95, 0.99: 0.93, 0.999: 0.82} {
		tail, err := tailOf(confidence)
		if err != nil {
			t.Fatal(err)
		}
		for n := countedSigns + 1; n < countedSigns+50; n += 7 {
			verify(fmt.Sprint("n = ", n), signSums(firstRanks(n)), centreRank(n, tail), tail, floor)
		}
		for _, c := range [][2]int{{45, 56}, {50, 51}, {51, 51}, {52, 55}, {60, 60}} {
			verify(fmt.Sprint("sizes ", c), drawSums(firstRanks(c[0]+c[1]), c[0]), shiftRank(c[0], c[1], tail), tail, floor)
		}
		for _, c := range [][2]int{{1, 2501}, {2, 1251}, {3, 834}, {5, 501}, {10, 251}, {20, 126}} {
			verify(fmt.Sprint("sizes ", c), drawSums(firstRanks(c[0]+c[1]), c[0]), shiftRank(c[0], c[1], tail), tail, 0)
		}
	}
}

// And the normal law's p agrees with the counted one where it takes over, but for
// heavy ties, with which the statistic takes steps of many ranks.
func TestNormalChances(t *testing.T) {
	for steps, tolerance := range map[float64]float64{1e9: 0.002, 4: 0.002, 1: 0.03} {
		verify := func(what string, counted, normal float64) {
			t.Helper()
			if math.Abs(normal-counted) > tolerance {
				t.Errorf("%s of %v steps: p = %v by the normal law, counted %v", what, steps, normal, counted)
			}
		}
		s := &source{2}
		round := func() float64 { return math.Round(s.normal()*steps) / steps }
		for range 15 {
			move := s.normal() / 10
			scores := midranks(s.fill(countedSigns, func() float64 { return math.Abs(round()) }))
			var sum int64
			for _, r := range scores {
				if s.uniform() < 0.5+move {
					sum += int64(r)
				}
			}
			verify("signs", twoSided(signSums(scores), sum), signSumNormal(scores, sum))

			ranks := midranks(slices.Concat(s.fill(50, round), s.fill(50, func() float64 { return round() + math.Round(move) })))
			sum = total(ranks[:50])
			normal := drawSumNormal(ranks, 50, sum)
			slices.Sort(ranks)
			verify("draws", twoSided(drawSums(ranks, 50), sum-total(ranks[:50])), normal)
		}
	}
}
