// How candidates are laid out: the length of a window, how many searches are
// under way at once, and how many finds are verified together.

package engine

import (
	"math"

	"primebench/millerrabin"
	"primebench/sieve"
)

// How many average searches' candidates a window has. A second window, and with it
// a second reduction of a start, is needed by one search in 50; in bulk the
// reduction is shared by as many finds.
const (
	searchesAWindow = 4
	findsAWindow    = 64
)

// windowLength returns the members of a window. It depends on what is looked for
// alone, so that seeds mean the same on every machine.
func windowLength(candidates float64, bulk bool) int {
	searches := float64(searchesAWindow)
	if bulk {
		searches = findsAWindow
	}
	return int(math.Min(sieve.MaxLength, 64*math.Ceil(searches*candidates/64)))
}

// windowsPerFind returns how many windows an average find takes: a part of one in
// bulk, and otherwise one, and another for each that turned out to have no find
// in it. Finds are treated as a Poisson process over the candidates.
func (s *Searcher) windowsPerFind(bulk bool) float64 {
	finds := float64(s.length) * s.density() // in a window
	if bulk {
		return 1 / finds
	}
	return 1 / -math.Expm1(-finds)
}

// waste is the share of the tests that may be of survivors beyond a find: the
// batches of all workers take the next survivors of a search before it is known
// what came of the ones before.
const waste = 1.0 / 100

// breadth returns how many searches of a stream are under way at once. Survivors
// of one search that are tested at the same time are a waste when the first
// of them is a find, so short searches, which have few tests to waste, share the
// lanes.
func breadth(tests float64, workers int) int {
	lanes := float64(workers * millerrabin.Lanes)
	return int(math.Min(lanes, math.Ceil(lanes/2/(waste*tests))))
}

// together returns how many finds fill the lanes when each has so many strong
// tests to pass.
func together(tests int) int {
	return millerrabin.Lanes / int(gcd(uint64(tests), millerrabin.Lanes))
}
