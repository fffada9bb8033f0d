// The cost of a search at a size that was not measured: what each operation would
// cost there, times how often theory has an average search do it.

package capacity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"primebench/internal/analysis"
	"primebench/internal/stats"
	"primebench/results"
)

// A Prediction says how a cost at another size was made.
type Prediction struct {
	Parts      []PredictedPart `json:"parts"`
	SieveLimit uint64          `json:"sieve_limit"`   // that was assumed
	Measured   []int           `json:"measured_bits"` // sizes that there are
	Beyond     bool            `json:"beyond"`        // the size is above the largest or below the smallest of them
}

// A PredictedPart is one operation of a predicted search.
type PredictedPart struct {
	Operation string            `json:"operation"`
	PerSearch float64           `json:"per_search"`  // times in an average search, by theory
	Cost      analysis.Estimate `json:"cost"`        // seconds each
	Model     string            `json:"model"`       // "power law", "square and cube", "share of the tests' time" or "multiple of a test's time"
	Sizes     []int             `json:"fitted_bits"` // that the model was fitted to
	Residual  float64           `json:"residual"`    // relative standard error of a fit
}

// The models of cost over size.
const (
	modelPower      = "power law"
	modelSquareCube = "square and cube"
	modelShare      = "share of the tests' time"
	modelTests      = "multiple of a test's time"
)

// reach is how far beyond the sizes that were measured a prediction goes.
const reach = 2

// predictedSearch predicts the cost of a search by our own engine on one worker.
func (l *ledger) predictedSearch(kind string, bits int, strategy string) (*Cost, error) {
	what := fmt.Sprintf("no run has the time of a %d-bit %s search by %s with an interval", bits, kind, strategy)
	measure := fmt.Sprintf("--kind %s --bits %d --strategy %s --workers 1", kind, bits, strategy)
	if strategy != DefaultStrategy || l.tests == nil {
		return nil, missing(what, measure)
	}
	known, run := l.operationCells(kind)
	if len(known) < 3 {
		return nil, missing(what+", nor the operations of searches at three sizes to predict it from", "--mode operations "+measure)
	}
	p := &Prediction{}
	for _, c := range known {
		p.Measured = append(p.Measured, c.Bits)
	}
	smallest, largest := p.Measured[0], p.Measured[len(known)-1]
	p.Beyond = bits > largest || bits < smallest
	if !l.extrapolate && (bits > reach*largest || bits*reach < smallest) {
		return nil, missing(fmt.Sprintf("%s, and it is beyond twice the largest or below half the smallest size of %s, which takes extrapolating", what, sizes(p.Measured)),
			"--mode operations "+measure)
	}
	nearest := slices.MinFunc(known, func(a, b *analysis.Cell) int {
		return cmp.Compare(distance(a.Bits, bits), distance(b.Bits, bits))
	})
	p.SieveLimit = predictedLimit(known, nearest, bits)
	return l.assemble(p, known, nearest, kind, bits, run)
}

// assemble predicts the operations and adds them up.
func (l *ledger) assemble(p *Prediction, known []*analysis.Cell, nearest *analysis.Cell, kind string, bits, run int) (*Cost, error) {
	luck := l.tests(kind, bits, p.SieveLimit)
	// What fills the batches comes to the same number of tests at every size.
	filling := perSearch(nearest, results.OpTest) - l.tests(kind, nearest.Bits, nearest.SieveLimit)
	if !(luck >= 1) || math.IsInf(luck, 1) || math.IsNaN(filling) {
		return nil, fmt.Errorf("%w: theory has %v tests for a search of %d bits", ErrMissing, luck, bits)
	}
	test, err := predictPart(known, results.OpTest, bits)
	if err != nil {
		return nil, fmt.Errorf("%w: a test of %d bits: %w", ErrMissing, bits, err)
	}
	test.PerSearch = luck + max(0, filling)
	p.Parts = []PredictedPart{test, sieveLike(known, nearest, test)}
	if perSearch(nearest, results.OpAccept) > 0 {
		accept, err := acceptance(known, nearest, test, bits)
		if err != nil {
			return nil, fmt.Errorf("%w: an acceptance of %d bits: %w", ErrMissing, bits, err)
		}
		accept.PerSearch = 1
		p.Parts = append(p.Parts, accept)
	}
	c := &Cost{
		Basis: Predicted, Run: run, Cell: -1, MeasuredWorkers: 1, Prediction: p, Policy: analysis.BySize,
		Law: Law{Stages: 1, Stage: luck * test.Cost.Value},
	}
	var weights []float64
	var terms []stats.Interval
	for _, part := range p.Parts {
		weights, terms = append(weights, part.PerSearch), append(terms, stats.Interval{Value: part.Cost.Value, Low: part.Cost.Low, High: part.Cost.High})
	}
	total, err := stats.Sum(weights, terms)
	if err != nil {
		return nil, fmt.Errorf("%w: the operations of a %d-bit search: %w", ErrMissing, bits, err)
	}
	c.Law.Fixed = total.Value - c.Law.Stage
	c.Seconds = analysis.Estimate{
		Value: total.Value, Low: total.Low, High: total.High, Unit: "s", Better: analysis.Lower, N: len(known), Modelled: true,
		Method: fmt.Sprintf("%d operations fitted over size, x times expected", len(terms)),
	}
	c.From = c.Seconds.Method
	c.Remarks = append(c.Remarks, fmt.Sprintf("%d bits were not measured: costs are predicted from %s bits, and the sieve goes to %d", bits, sizes(p.Measured), p.SieveLimit))
	return c, nil
}

// operationCells returns the cells of one run, the one with the most sizes, that
// measured the operations of our own search on one worker, one a size, ascending.
func (l *ledger) operationCells(kind string) (best []*analysis.Cell, run int) {
	for r, a := range l.runs {
		var known []*analysis.Cell
		for i := range a.Cells {
			c := &a.Cells[i]
			if c.Kind != kind || c.Strategy != DefaultStrategy || c.Workers != 1 || !operationsKnown(c) ||
				slices.ContainsFunc(known, func(k *analysis.Cell) bool { return k.Bits == c.Bits }) {
				continue
			}
			known = append(known, c)
		}
		if len(known) > len(best) {
			best, run = known, r
		}
	}
	slices.SortFunc(best, func(a, b *analysis.Cell) int { return cmp.Compare(a.Bits, b.Bits) })
	return best, run
}

// operationsKnown reports whether the cost of all that a search does was measured.
func operationsKnown(c *analysis.Cell) bool {
	return perSearch(c, results.OpTest) > 0 && !slices.ContainsFunc(c.Cell.Operations, func(op results.Operation) bool {
		return op.PerSearch > 0 && costOf(c, op.Name) == 0
	})
}

// costOf returns the mean cost of an operation in a cell, 0 without one.
func costOf(c *analysis.Cell, name string) float64 {
	for _, op := range c.Operations {
		if op.Name == name {
			return op.Cost.Value
		}
	}
	return 0
}

func perSearch(c *analysis.Cell, name string) float64 {
	for _, op := range c.Cell.Operations {
		if op.Name == name {
			return op.PerSearch
		}
	}
	return 0
}

// predictPart predicts the cost of an operation from its costs at other sizes.
//
// Neither model holds over all sizes: the overhead in a test shrinks, and large
// numbers are multiplied otherwise than small ones. So the nearest sizes tell more
// than all of them; on the other hand, the fewer there are the less is known of
// the scatter. And a kernel pads its numbers to widths that it was written for, so
// that 768 bits cost nearly what 1024 do; sizes that are a power of two apart are
// the least disturbed by that. Tried are therefore the nearest three, four and so
// on up to all, and those a power of two away, each by both models, and the
// narrowest prediction interval is taken: with few sizes it is wide unless they
// agree very well. It is then widened to hold what the other model says of the same
// sizes, for the choice between the two is a guess as well.
func predictPart(known []*analysis.Cell, name string, bits int) (PredictedPart, error) {
	best := PredictedPart{Operation: name}
	var failed error
	for _, cells := range candidates(known, bits) {
		part, err := fitPart(cells, name, bits)
		if err != nil {
			failed = err
			continue
		}
		if best.Model == "" || part.Cost.High/part.Cost.Low < best.Cost.High/best.Cost.Low {
			best = part
		}
	}
	if best.Model == "" {
		return best, failed
	}
	return best, nil
}

// candidates lists the sets of sizes that a fit is tried on, each ascending.
func candidates(known []*analysis.Cell, bits int) [][]*analysis.Cell {
	near := slices.SortedStableFunc(slices.Values(known), func(a, b *analysis.Cell) int {
		return cmp.Compare(distance(a.Bits, bits), distance(b.Bits, bits))
	})
	var sets [][]*analysis.Cell
	for m := 3; m <= len(near); m++ {
		sets = append(sets, near[:m])
	}
	if alike := slices.DeleteFunc(slices.Clone(near), func(c *analysis.Cell) bool { return !powerOfTwoApart(c.Bits, bits) }); len(alike) >= 3 {
		sets = append(sets, alike)
	}
	for i := range sets {
		sets[i] = slices.SortedFunc(slices.Values(sets[i]), func(a, b *analysis.Cell) int { return cmp.Compare(a.Bits, b.Bits) })
	}
	return sets
}

// distance is how far apart two sizes are on a logarithmic scale.
func distance(a, b int) float64 { return math.Abs(math.Log(float64(a) / float64(b))) }

// fitPart fits both models to some sizes.
func fitPart(cells []*analysis.Cell, name string, bits int) (PredictedPart, error) {
	part := PredictedPart{Operation: name, Model: modelPower}
	var x, y []float64
	for _, c := range cells {
		x, y, part.Sizes = append(x, float64(c.Bits)), append(y, costOf(c, name)), append(part.Sizes, c.Bits)
	}
	fit, err := stats.PredictPowerLaw(x, y, float64(bits))
	if err != nil {
		return part, err
	}
	if other, err := stats.PredictSquareCube(x, y, float64(bits)); err == nil {
		if other.Residual < fit.Residual {
			fit, other, part.Model = other, fit, modelSquareCube
		}
		fit.Low, fit.High = math.Min(fit.Low, other.Value), math.Max(fit.High, other.Value)
	}
	part.Residual = fit.Residual
	part.Cost = analysis.Estimate{
		Value: fit.Value, Low: fit.Low, High: fit.High, Unit: "s", Better: analysis.Lower, N: len(x), Modelled: true,
		Method: part.Model + " fitted to " + strconv.Itoa(len(x)) + " sizes",
	}
	return part, nil
}

// sieveLike takes the sieve to have the share beside the tests that it has at the
// nearest size. The engine balances the two when it chooses how far to sieve, in steps
// that no smooth law follows.
func sieveLike(known []*analysis.Cell, nearest *analysis.Cell, tests PredictedPart) PredictedPart {
	part := PredictedPart{Operation: results.OpSieve, Model: modelShare, PerSearch: perSearch(nearest, results.OpSieve)}
	part.inProportion(known, nearest, tests.PerSearch*tests.Cost.Value/part.PerSearch, func(c *analysis.Cell) float64 {
		return perSearch(c, results.OpSieve) * costOf(c, results.OpSieve) / (perSearch(c, results.OpTest) * costOf(c, results.OpTest))
	})
	return part
}

// acceptance predicts what confirming a find costs: by one policy as a test, by a
// law over size. Policies that ask for fewer rounds at larger sizes go in steps that
// no such law follows; then it takes as many tests' time as at the nearest size.
func acceptance(known []*analysis.Cell, nearest *analysis.Cell, test PredictedPart, bits int) (PredictedPart, error) {
	const name = results.OpAccept
	if !slices.ContainsFunc(known, func(c *analysis.Cell) bool { return c.Policy.Name != nearest.Policy.Name }) {
		return predictPart(known, name, bits)
	}
	part := PredictedPart{Operation: name, Model: modelTests}
	part.inProportion(known, nearest, test.Cost.Value, func(c *analysis.Cell) float64 { return costOf(c, name) / costOf(c, results.OpTest) })
	return part, nil
}

// inProportion makes the cost a multiple of a unit: the one at the nearest size, with
// those at any of the sizes as its interval.
func (p *PredictedPart) inProportion(known []*analysis.Cell, nearest *analysis.Cell, unit float64, multiple func(*analysis.Cell) float64) {
	low, high := multiple(nearest), multiple(nearest)
	for _, c := range known {
		low, high = math.Min(low, multiple(c)), math.Max(high, multiple(c))
		p.Sizes = append(p.Sizes, c.Bits)
	}
	p.Cost = analysis.Estimate{
		Value: multiple(nearest) * unit, Low: low * unit, High: high * unit, Unit: "s", Better: analysis.Lower, N: len(known), Modelled: true,
		Method: fmt.Sprintf("%s at %d bits", p.Model, nearest.Bits),
	}
}

func powerOfTwoApart(a, b int) bool {
	for a%2 == 0 {
		a /= 2
	}
	for b%2 == 0 {
		b /= 2
	}
	return a == b
}

// predictedLimit follows the sieve's bound over size, since the engine chose each
// by its costs, and stays at that of the nearest size where it cannot.
func predictedLimit(known []*analysis.Cell, nearest *analysis.Cell, bits int) uint64 {
	var x, y []float64
	for _, c := range known {
		x, y = append(x, float64(c.Bits)), append(y, float64(c.SieveLimit))
	}
	p, err := stats.PredictPowerLaw(x, y, float64(bits))
	if err != nil || !(p.Value >= 2 && p.Value <= maxSieveLimit) {
		return nearest.SieveLimit
	}
	return uint64(p.Value)
}

// maxSieveLimit is sieve.MaxLimit.
const maxSieveLimit = 1 << 40

func sizes(all []int) string {
	texts := make([]string, len(all))
	for i, n := range all {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ", ")
}
