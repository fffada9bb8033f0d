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
	Parts      []PredictedPart
	SieveLimit uint64 // that was assumed
	Measured   []int  // sizes that there are
	Beyond     bool   // the size is above the largest or below the smallest of them
}

// A PredictedPart is one operation of a predicted search.
type PredictedPart struct {
	Operation string
	PerSearch float64           // times in an average search, by theory
	Cost      analysis.Estimate // seconds each
	Model     string            // "power law" or "square and cube"
	Sizes     []int             // that the model was fitted to
	Residual  float64           // relative standard error of the fit
}

// The models of cost over size.
const (
	modelPower      = "power law"
	modelSquareCube = "square and cube"
)

// reach is how far beyond the sizes that were measured a prediction goes.
const reach = 2

// predictedSearch predicts the cost of a search by our own engine on one worker.
func (l *ledger) predictedSearch(kind string, bits int, strategy string) (*Cost, error) {
	if strategy != DefaultStrategy || l.tests == nil {
		return nil, missing("a %d-bit %s by %s", "--kind %[2]s --bits %[1]d --strategy %[3]s --workers 1", bits, kind, strategy)
	}
	known, run := l.operationCells(kind)
	if len(known) < 3 {
		return nil, missing("a %d-bit %s by %s, nor its operations at three sizes to predict it from,",
			"--kind %[2]s --bits %[1]d --strategy %[3]s --workers 1, or --mode kernel and three sizes", bits, kind, strategy)
	}
	p := &Prediction{}
	for _, c := range known {
		p.Measured = append(p.Measured, c.Bits)
	}
	smallest, largest := p.Measured[0], p.Measured[len(known)-1]
	p.Beyond = bits > largest || bits < smallest
	if !l.extrapolate && (bits > reach*largest || bits*reach < smallest) {
		return nil, missing("a %d-bit %s by %s: that is beyond what "+strconv.Itoa(smallest)+" to "+strconv.Itoa(largest)+
			" bits tell, which is up to twice the largest and down to half the smallest, without extrapolating,",
			"--kind %[2]s --bits %[1]d --strategy %[3]s --workers 1", bits, kind, strategy)
	}
	nearest := slices.MinFunc(known, func(a, b *analysis.Cell) int {
		return cmp.Compare(math.Abs(math.Log(float64(a.Bits)/float64(bits))), math.Abs(math.Log(float64(b.Bits)/float64(bits))))
	})
	p.SieveLimit = predictedLimit(known, nearest, bits)
	return l.assemble(p, known, nearest, kind, bits, run)
}

// assemble predicts the operations and adds them up.
func (l *ledger) assemble(p *Prediction, known []*analysis.Cell, nearest *analysis.Cell, kind string, bits, run int) (*Cost, error) {
	luck := l.tests(kind, bits, p.SieveLimit)
	// What fills the batches comes to the same number of tests at every size.
	filling := perSearch(nearest, "test") - l.tests(kind, nearest.Bits, nearest.SieveLimit)
	if !(luck >= 1) || math.IsInf(luck, 1) || math.IsNaN(filling) {
		return nil, fmt.Errorf("%w: theory has %v tests for a search of %d bits", ErrMissing, luck, bits)
	}
	var weights []float64
	var terms []stats.Interval
	c := &Cost{Basis: Predicted, Run: run, Cell: -1, MeasuredWorkers: 1, Prediction: p, Policy: analysis.BySize}
	for _, op := range nearest.Cell.Operations {
		if op.PerSearch == 0 {
			continue
		}
		part, err := predictPart(known, op.Name, bits)
		if err != nil {
			return nil, fmt.Errorf("%w: operation %s at %d bits: %w", ErrMissing, op.Name, bits, err)
		}
		part.PerSearch = op.PerSearch
		if op.Name == "test" {
			part.PerSearch = luck + max(0, filling)
			c.Law = Law{Stages: 1, Stage: luck * part.Cost.Value}
		}
		p.Parts = append(p.Parts, part)
		weights, terms = append(weights, part.PerSearch), append(terms, stats.Interval{Value: part.Cost.Value, Low: part.Cost.Low, High: part.Cost.High})
	}
	total, err := stats.Sum(weights, terms)
	if err != nil || c.Law.Stage == 0 {
		return nil, fmt.Errorf("%w: the operations of a %d-bit search do not add up: %w", ErrMissing, bits, err)
	}
	c.Law.Fixed = total.Value - c.Law.Stage
	c.Seconds = analysis.Estimate{
		Value: total.Value, Low: math.Max(0, total.Low), High: total.High, Unit: "s", Better: analysis.Lower, N: len(known), Modelled: true,
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

// operationsKnown says whether the cost of all that a search does was measured.
func operationsKnown(c *analysis.Cell) bool {
	return perSearch(c, "test") > 0 && !slices.ContainsFunc(c.Cell.Operations, func(op results.Operation) bool {
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

// predictPart predicts the cost of an operation. Of the two models, which have as
// many parameters, the one that leaves the smaller residual is taken.
//
// A kernel pads its numbers to widths that it was written for, so that 768 bits
// can cost nearly what 1024 do. Sizes that are a power of two apart are the least
// disturbed by that: where there are three of them, they alone are fitted.
func predictPart(known []*analysis.Cell, name string, bits int) (PredictedPart, error) {
	var x, y []float64
	var used []int
	for _, like := range []bool{true, false} {
		x, y, used = nil, nil, nil
		for _, c := range known {
			if v := costOf(c, name); v > 0 && (!like || powerOfTwoApart(c.Bits, bits)) {
				x, y, used = append(x, float64(c.Bits)), append(y, v), append(used, c.Bits)
			}
		}
		if len(x) >= 3 {
			break
		}
	}
	best, err := stats.PredictPowerLaw(x, y, float64(bits))
	if err != nil {
		return PredictedPart{}, err
	}
	model := modelPower
	if other, err := stats.PredictSquareCube(x, y, float64(bits)); err == nil && other.Residual < best.Residual {
		best, model = other, modelSquareCube
	}
	return PredictedPart{
		Operation: name, Model: model, Sizes: used, Residual: best.Residual,
		Cost: analysis.Estimate{
			Value: best.Value, Low: best.Low, High: best.High, Unit: "s", Better: analysis.Lower, N: len(x), Modelled: true,
			Method: model + " fitted to " + strconv.Itoa(len(x)) + " sizes",
		},
	}, nil
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

// maxSieveLimit is package sieve's bound on the primes that strike.
const maxSieveLimit = 1 << 36

func sizes(all []int) string {
	texts := make([]string, len(all))
	for i, n := range all {
		texts[i] = strconv.Itoa(n)
	}
	return strings.Join(texts, ", ")
}
