// Observed work against the work that theory expects.

package analysis

import (
	"math"

	"primebench/internal/stats"
	"primebench/results"
)

// From here on deviation is no luck: farther than 4 standard errors, and less
// likely than that is for a normal law (6.3e-5, 1 in 15,787).
const (
	suspectZ      = 4
	suspectChance = 1. / 15000
)

// theory sets whole searches beside what is expected; nil where theory expects
// nothing.
func theory(c *results.Cell, samples []results.Sample) *Theory {
	// Survivors of one prime are geometric; a search may find several.
	expected, primes := c.Expected, float64(PrimesOf(c.Kind))
	ofPrime := expected.Survivors / primes
	sd, err := stats.GeometricSD(ofPrime)
	if err != nil { // less than one survivor a search: not known
		return nil
	}
	searches := searchesIn(samples)
	t := &Theory{Expected: Work(expected), Searches: searches, Chance: 1}
	if searches == 0 {
		return t
	}
	n := float64(searches)
	var total Work
	for _, s := range samples {
		total.Survivors += float64(s.Survivors)
		total.Candidates += float64(s.Candidates)
	}
	t.Observed = Work{Candidates: total.Candidates / n, Survivors: total.Survivors / n}
	// The geometric law is as good as exponential where a prime takes many tests.
	finds := searches * PrimesOf(c.Kind)
	if iv, err := stats.ExponentialMean(total.Survivors, finds); err == nil {
		iv = multiple(iv, PrimesOf(c.Kind))
		t.Survivors = Estimate{
			Unit: UnitNone, Better: Nor, N: len(samples),
			Method: "mean of whole searches, interval of the " + lawOf(c),
		}.With(iv)
	}
	if sd == 0 { // each survivor is a find: there is no scatter to measure by
		return t
	}
	t.Z = (t.Observed.Survivors/primes - ofPrime) / sd * math.Sqrt(float64(finds))
	t.Chance, err = stats.GeometricChance(total.Survivors, finds, ofPrime)
	if err != nil { // fewer survivors than finds: no law allows that
		t.Chance = 0
	}
	t.suspect()
	return t
}

// suspect says whether the work contradicts theory.
func (t *Theory) suspect() { t.Suspect = math.Abs(t.Z) > suspectZ && t.Chance < suspectChance }
