// Costs of operations that were measured in turn, set against each other block by
// block of the run's time.

package analysis

import (
	"fmt"
	"math"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// mostBlocks is how many blocks of time a ratio stands on at most: enough for a
// narrow interval of the median, and few enough that each holds several samples
// of what is cheap.
const mostBlocks = 50

// ratioInTurn is the time of one operation over that of another, each for one
// repetition; nil without samples of both.
//
// The samples of each operation are spread evenly over a run, whatever their
// number. So both are parted into equally many blocks, of which the k-th ones
// stand for the same part of the run: a machine that slows down slows both. A
// block's value is its median, which a pause in one sample leaves alone, and the
// estimate is the median of the blocks' ratios with its interval.
func (c Clock) ratioInTurn(of, over []results.Sample) *Estimate {
	blocks := min(len(of), len(over), mostBlocks)
	above, below := medians(c.Seconds(of), blocks), medians(c.Seconds(over), blocks)
	ratios := make([]float64, blocks)
	for i := range ratios {
		ratios[i] = above[i] / below[i]
	}
	return medianOf(ratios, Estimate{
		Unit: UnitTimes, Better: Lower, N: len(of) + len(over),
		Method: fmt.Sprintf("median ratio of %s of time", unit.Count(blocks, "block")),
	})
}

// costInTurn is the time of one repetition of an operation, as ratioInTurn has it;
// nil without samples.
func (c Clock) costInTurn(samples []results.Sample) *Estimate {
	blocks := min(len(samples), mostBlocks)
	return medianOf(medians(c.Seconds(samples), blocks), Estimate{
		Unit: UnitSeconds, Better: Lower, N: len(samples),
		Method: fmt.Sprintf("median of %s of time", unit.Count(blocks, "block")),
	})
}

// medians returns the medians of so many blocks of values, at most one for each.
func medians(values []float64, blocks int) []float64 {
	list := make([]float64, blocks)
	for i := range list {
		list[i] = middle(values[i*len(values)/blocks : (i+1)*len(values)/blocks])
	}
	return list
}

// middle is the median of at least one value.
func middle(values []float64) float64 {
	m, err := stats.Median(values)
	if err != nil { // cannot be: Analyse has checked what samples hold
		return math.NaN()
	}
	return m
}

// medianOf fills e with the median of values and its interval; with the plain
// median where these are too few for one, and nil where there are none.
func medianOf(values []float64, e Estimate) *Estimate {
	if len(values) == 0 {
		return nil
	}
	iv, err := stats.Quantile(values, 0.5)
	if e.Need = stats.Missing(err); err != nil {
		m := middle(values)
		iv = stats.Interval{Value: m, Low: m, High: m}
	}
	return e.With(iv)
}
