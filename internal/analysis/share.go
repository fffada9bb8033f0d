// The share of randomness in a whole search: how many numbers an average search
// draws, times what drawing one costs.

package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// randomShares sets each search of which theory says how many numbers it draws
// beside what crypto/rand takes for a candidate of its size.
func randomShares(cells []Cell, all []Draw, clock Clock) []RandomShare {
	var shares []RandomShare
	for i := range cells {
		c := &cells[i]
		if c.Kind == results.KindRandom || c.Mode == results.ModeReplay || c.Cost == nil {
			continue
		}
		drawn, cost := drawsOf(c), candidateCost(all, c)
		if drawn == 0 || cost == nil {
			continue
		}
		if share := share(drawn, cost, c, clock); share != nil {
			shares = append(shares, RandomShare{Cell: c.ID, Draws: drawn, Of: cost.Cell, Cost: cost.Cost, Share: *share})
		}
	}
	return shares
}

// drawsOf returns how many numbers of its size an average search draws; 0 where
// nothing is known. Each is counted by what the header of the run says of the cell:
//
//   - onthefly draws the start of each window, as many as the windows of an average
//     search (one too close to the top is drawn again, which is hardly ever), and for
//     its find as many random bases as the policy has rounds. A base is drawn below
//     the number, again where it is not: 1/u times for a number of u of its range,
//     and u is uniform from 3/4 on, since the two top bits are set.
//   - stdlib draws every candidate anew, of a safe prime every q.
//   - stdlib-rand is crypto/rand.Prime, which does the same; it does not count, but
//     the operations that an average search is made of hold each candidate once:
//     rejected, tested, or accepted. What confirm counts was a q before.
//
// The bases of Go's ProbablyPrime are made from the number that is tested, and not
// drawn. OpenSSL and GMP draw bases too, from random sources of their own, so that
// nothing is said of them.
func drawsOf(c *Cell) float64 {
	perSearch := func(name string) float64 {
		at := slices.IndexFunc(c.Cell.Operations, func(op results.Operation) bool { return op.Name == name })
		if at < 0 {
			return 0
		}
		return c.Cell.Operations[at].PerSearch
	}
	switch c.Strategy {
	case results.StrategyOnTheFly:
		if windows := perSearch(results.OpSieve); windows > 0 {
			return windows + basesDrawn*float64(c.Policy.Rounds)
		}
	case results.StrategyStdlib:
		return c.Expected.Candidates
	case results.StrategyStdlibRand:
		if tested := perSearch(results.OpReject) + perSearch(results.OpTest); tested > 0 {
			return tested + 1
		}
	}
	return 0
}

// basesDrawn is how many numbers are drawn for a random base: the mean of 1/u for u
// uniform in [3/4, 1], 4 ln(4/3).
const basesDrawn = 4 * (2*math.Ln2 - ln3)

// ln3 is the natural logarithm of 3 (OEIS A002391).
const ln3 = 1.09861228866810969139524523692

// candidateCost returns what crypto takes for a candidate of a cell's size: by as
// many workers where that was measured, else by the fewest; nil without.
func candidateCost(all []Draw, c *Cell) *Draw {
	like := Draw{Operation: results.OpCandidate, Bits: c.Bits, Strategy: results.StrategyCrypto}
	if d := findDraw(all, like, results.StrategyCrypto, c.Workers); d != nil {
		return d
	}
	if d := fewest(all, like); d.Workers > 0 {
		return d
	}
	return nil
}

// share is the part of the workers' time of an average search that drawing takes,
// in thousandths: draws x cost / time, where either is by its number of workers.
func share(drawn float64, cost *Draw, c *Cell, clock Clock) *Estimate {
	ratio := quotient(&cost.Cost, c.Cost, Lower)
	if ratio == nil {
		return nil
	}
	factor := 1000 * drawn
	if clock != ProcessorClock { // which sums over the workers by itself
		factor *= float64(cost.Workers) / float64(c.Workers)
	}
	e := *ratio
	e.Unit, e.Modelled = UnitPerMille, true
	e.Method = "draws expected x cost of one / time of a search"
	return e.With(stats.Interval{Value: factor * e.Value, Low: factor * e.Low, High: factor * e.High})
}

// randomHeadlines says what is to be known of random values: how little of a search
// they are, what the secure ones cost, and that a plain generator is predicted. They
// come before all others: whoever measures random values asks about them.
func randomHeadlines(cells []Cell, all []Draw, shares []RandomShare, predicted []Prediction) []Headline {
	var list []Headline
	for _, strategy := range []string{results.StrategyOnTheFly, results.StrategyStdlib, results.StrategyStdlibRand} {
		if h, ok := shareHeadline(cells, shares, strategy); ok {
			list = append(list, h)
		}
	}
	if h, ok := drawHeadline(all); ok {
		list = append(list, h)
	}
	for _, p := range predicted {
		list = append(list, predictionHeadline(cells, p))
	}
	return list
}

// shareHeadline is of the search that is asked about most, primes first since that
// is where the share is largest.
func shareHeadline(cells []Cell, shares []RandomShare, strategy string) (Headline, bool) {
	var best *RandomShare
	for i := range shares {
		c := &cells[shares[i].Cell]
		if c.Strategy != strategy {
			continue
		}
		if best == nil || order(c.Kind == results.KindPrime, cells[best.Cell].Kind == results.KindPrime) > 0 ||
			c.Kind == cells[best.Cell].Kind && moreWanted(c, &cells[best.Cell]) {
			best = &shares[i]
		}
	}
	if best == nil {
		return Headline{}, false
	}
	c := &cells[best.Cell]
	part, known := best.Share.Words()
	cost, _ := best.Cost.Words()
	claim := fmt.Sprintf("Drawing random numbers takes %s of the time of a %d-bit %s by %s (%s)", part, c.Bits, noun(c.Kind), strategy, known)
	return Headline{
		Title: fmt.Sprintf("randomness in a search, %d bits, %s, %s", c.Bits, c.Kind, strategy),
		Claim: claim,
		Sentence: claim + fmt.Sprintf(": an average search draws %s of them, and crypto/rand takes %s for one.",
			unit.Number(best.Draws), cost),
		Ratio: &best.Share,
	}, true
}

// drawHeadline sets crypto beside the cheapest at the size that is asked about where
// there is one, else at the largest.
func drawHeadline(all []Draw) (Headline, bool) {
	var best *Draw
	for i := range all {
		d := &all[i]
		if d.Operation != results.OpCandidate || d.Strategy != results.StrategyCrypto {
			continue
		}
		if best == nil || cmp.Or(order(d.Bits == askedSize, best.Bits == askedSize), d.Bits-best.Bits, best.Workers-d.Workers) > 0 {
			best = d
		}
	}
	if best == nil {
		return Headline{}, false
	}
	cost, known := best.Cost.Words()
	h := Headline{
		Title:  fmt.Sprintf("random values, %d bits", best.Bits),
		stands: &best.Cost,
		Sentence: fmt.Sprintf("A random %d-bit candidate costs %s from crypto/rand (%s) on %s",
			best.Bits, cost, known, unit.Count(best.Workers, "worker")),
	}
	var cheapest *Draw
	for i := range all {
		d := &all[i]
		if d.Operation == best.Operation && d.Bits == best.Bits && d.Workers == best.Workers && (cheapest == nil || d.Cost.Value < cheapest.Cost.Value) {
			cheapest = d
		}
	}
	if ratio := quotient(&best.Cost, &cheapest.Cost, Lower); ratio != nil && cheapest != best {
		times, known := ratio.Words()
		h.Sentence += fmt.Sprintf(", %s one from %s (%s)", times, cheapest.Strategy, known)
		h.Ratio = ratio
	}
	h.Sentence += "."
	return h, true
}

func predictionHeadline(cells []Cell, p Prediction) Headline {
	strategy, n := cells[p.Cell].Strategy, len(p.Predicted)
	h := Headline{Title: strategy + " predicted"}
	if p.Right < n {
		h.Title = strategy + " not predicted"
		h.Sentence = fmt.Sprintf("Of the %s that were predicted for %s from %d before them, %d came.", unit.Count(n, "output"), strategy, p.Observed, p.Right)
		return h
	}
	h.Sentence = fmt.Sprintf("The next %s of %s were told from the %d before them, by nothing but their values, and all %d came: nothing that it draws is a secret.",
		unit.Count(n, "output"), strategy, p.Observed, n)
	return h
}
