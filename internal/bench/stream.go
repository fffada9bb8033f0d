// Streams of finds: how many finds make a sample.

package bench

import (
	"math"

	"primebench/engine"
	"primebench/internal/bench/exemplar"
	"primebench/internal/bench/strategy"
	"primebench/results"
)

const (
	// A stream begins with empty lanes and ends with some that have nothing to do.
	// Of leastFinds that is no more than a hundredth; mostFinds are enough for the
	// shortest searches.
	leastFinds = 32
	mostFinds  = 200
	// streamOfTests is how many tests of 2048 bits take as long as a stream may: eight
	// seconds with the portable kernel, one with a fast one.
	streamOfTests = 8 * secondOfTests
	// leastStreams is how many streams it takes for an estimate with an interval that
	// says something.
	leastStreams = 5
)

// findsAStream is how many finds in a row make a sample of a cell. It depends on
// what is looked for alone, so that the same seed gives the same streams.
func findsAStream(c results.Cell, facts strategy.Facts) int64 {
	ratio := float64(secondOfTestsAt) / float64(c.Bits)
	finds := streamOfTests * ratio * ratio * ratio / testsAFind(c, facts)
	return int64(math.Min(mostFinds, math.Max(leastFinds, math.Round(finds))))
}

// testsAFind is about how many tests' time a find of a stream takes, behind a sieve
// like that of the lists to replay: the best one differs from run to run.
func testsAFind(c results.Cell, facts strategy.Facts) float64 {
	return engine.Expected(strategy.Kind(c.Kind).Sieve(), c.Bits, exemplar.Limit).Survivors + strategy.VerificationTests(facts.Policy)
}
