// The sizes of a search: the length of a window, the searches under way at once,
// and the survivors that are verified together.

package engine

import (
	"math"

	"primebench/millerrabin"
	"primebench/sieve"
)

// A window has the candidates of so many average searches, or in bulk finds. One
// search in 50 needs a second window, and with it a second reduction of a start. In
// bulk all finds of a window share the reduction.
const (
	searchesAWindow = 4
	findsAWindow    = 64
)

// windowLength returns the members of a window. It depends only on what is looked
// for, so that a seed means the same on every machine.
func windowLength(candidates float64, bulk bool) int {
	searches := float64(searchesAWindow)
	if bulk {
		searches = findsAWindow
	}
	return int(math.Min(sieve.MaxLength, 64*math.Ceil(searches*candidates/64)))
}

// windowsPerFind returns how many windows an average find takes: a part of one in
// bulk, and otherwise one, and another for each window without a find. Finds are
// treated as a Poisson process over the candidates. Where so many are wanted in bulk,
// 0 being all of whole windows, the last window is half used on the average, and there
// is one at least.
func (s *Searcher) windowsPerFind(bulk bool, wanted uint64) float64 {
	finds := float64(s.length) * s.density() // in a window
	switch {
	case bulk && wanted > 0:
		return max(1, float64(wanted)/finds+0.5) / float64(wanted)
	case bulk:
		return 1 / finds
	}
	return 1 / -math.Expm1(-finds)
}

// waste is the fraction of the tests that may be of survivors beyond a find: the
// test jobs of all workers take the next survivors of a search before the ones
// before are decided.
const waste = 1.0 / 100

// searchesAtOnce returns how many searches of a stream are under way at once.
// Survivors of one search that are tested at the same time are a waste when the
// first of them is a find, so short searches, which have few tests to waste, share
// the lanes.
func searchesAtOnce(tests float64, workers int) int {
	lanes := float64(workers * millerrabin.Lanes)
	return int(math.Min(lanes, math.Ceil(lanes/2/(waste*tests))))
}

// survivorsInWindow returns how many survivors a window has on the average.
func (s *Searcher) survivorsInWindow() float64 {
	return float64(s.length) * s.expected.Survivors / s.expected.Candidates
}

// In bulk a test job has at most so many batches, and a window is sieved while the
// one before it has survivors for so many test jobs of each worker: to those who
// are done with their shard before the others.
const (
	maxBatches = 8
	jobsAhead  = 2
)

// batchesAtOnce returns how many batches a test job of a bulk stream has. The
// survivors after the last find that is wanted are a waste, and half of those that
// the workers hold at that time come after it.
func batchesAtOnce(tests float64, workers int) int {
	held := float64(workers * millerrabin.Lanes)
	return int(math.Max(1, math.Min(maxBatches, waste*tests/(held/2))))
}

// verifiedAtOnce returns how many survivors fill the lanes when each has so many
// strong tests to pass.
func verifiedAtOnce(tests int) int {
	return millerrabin.Lanes / int(gcd(uint64(tests), millerrabin.Lanes))
}
