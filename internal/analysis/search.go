// Whole searches, one by one or in streams: their mean, which is luck, and their
// cost, which is not.

package analysis

import (
	"fmt"
	"math"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// percentileLevels are the quantiles that are reported of search times, in per
// cent.
var percentileLevels = [...]float64{50, 90, 95, 99}

// searches writes what whole searches say by themselves.
func (w *writer) searches(samples []results.Sample) {
	c := w.cell
	c.Theory = theory(&c.Cell, samples)
	w.remarkTheory()
	if len(samples) == 0 {
		return
	}
	times := WallSeconds(samples)
	if !inStreams(samples) {
		c.Times = times
	}
	c.Naive = naive(&c.Cell, samples, times)
	c.Phases = searchPhases(samples, c.Workers)
}

// remarkTheory says where the work contradicts theory.
func (w *writer) remarkTheory() {
	if t := w.cell.Theory; t != nil && t.Suspect {
		w.remark(fmt.Sprintf("survivors tested contradict theory: %s a search observed in %s, %s expected, z = %+.1f (chance %s): the sieve, the tests or the random source are wrong",
			unit.Number(t.Observed.Survivors), unit.Count(t.Searches, "search"), unit.Number(t.Expected.Survivors), t.Z, unit.Number(t.Chance)))
	}
}

// searchTime writes the best estimate from whole searches, and the quantiles of
// their times. In streams one search has no time of its own.
func (w *writer) searchTime(samples []results.Sample) {
	offset := w.meanTime(samples)
	if !inStreams(samples) {
		w.percentiles(offset)
	}
}

// meanTime writes the ratio estimate where theory and the number of samples allow,
// else the plain mean, and returns how much of it is no luck.
func (w *writer) meanTime(samples []results.Sample) (offset float64) {
	c, times, processor := w.cell, WallSeconds(samples), cpu(samples)
	if c.Theory == nil {
		c.Time, c.CPU = c.Naive, naive(&c.Cell, samples, processor)
		w.remarkWide()
		return 0
	}
	var err error
	if c.Time, err = ratioTime(samples, times, c.Expected.Survivors); err != nil {
		c.Time, c.CPU = c.Naive, naive(&c.Cell, samples, processor)
		w.remarkFallback(err, samples)
		return 0
	}
	// The processor's clock may be too coarse for the ratio; then its time is left out.
	if processor != nil {
		c.CPU, _ = ratioTime(samples, processor, c.Expected.Survivors)
	}
	if offset, err = stats.Mean(AcceptSeconds(samples, times)); err != nil {
		return 0
	}
	return offset
}

// inStreams reports whether samples are of several searches each.
func inStreams(samples []results.Sample) bool { return searchesIn(samples) > len(samples) }

// mostSearches is more than a sample can hold.
const mostSearches = math.MaxInt32

// searchesIn is how many searches there are in samples.
func searchesIn(samples []results.Sample) int {
	n := int64(0)
	for _, s := range samples {
		n += min(s.Count, mostSearches)
	}
	return int(n)
}

// searchCount counts samples in words.
func searchCount(samples []results.Sample) string {
	if inStreams(samples) {
		return unit.Count(searchesIn(samples), "search") + " in " + unit.Count(len(samples), "stream")
	}
	return unit.Count(len(samples), "search")
}

// PrimesOf is how many primes a search of a kind finds, each without memory of what
// failed before: an RSA key takes two.
func PrimesOf(kind string) int {
	if kind == results.KindRSA {
		return 2
	}
	return 1
}

// multiple is what several things take, of which iv is one.
func multiple(iv stats.Interval, n int) stats.Interval {
	f := float64(n)
	return stats.Interval{Value: f * iv.Value, Low: f * iv.Low, High: f * iv.High}
}

// lawOf names the law of the times of a cell's searches.
func lawOf(c *results.Cell) string {
	if PrimesOf(c.Kind) > 1 {
		return "law of two primes"
	}
	return "exponential law"
}

// naive is the mean of times that are sums of memoryless ones, each of which is the mean
// of its sample; nil without any.
func naive(c *results.Cell, samples []results.Sample, times []float64) *Estimate {
	if len(times) == 0 {
		return nil
	}
	var total float64
	for i, t := range times {
		total += t * float64(samples[i].Count)
	}
	primes := PrimesOf(c.Kind)
	iv, err := stats.ExponentialMean(total, primes*searchesIn(samples))
	if err != nil {
		return nil
	}
	iv = multiple(iv, primes)
	e := Estimate{
		Unit: UnitSeconds, Better: Lower, N: len(times),
		Method: "mean of " + searchCount(samples) + ", " + lawOf(c),
	}
	return e.With(iv)
}

// ratioTime is the ratio estimate of the mean of times, given the expected
// survivors.
func ratioTime(samples []results.Sample, times []float64, expected float64) (*Estimate, error) {
	fixed := AcceptSeconds(samples, times)
	rest := make([]float64, len(times))
	for i := range times {
		rest[i] = times[i] - fixed[i]
	}
	iv, err := stats.RatioMean(rest, Survivors(samples), fixed, expected)
	if err == nil {
		iv, err = iv.LogScale()
	}
	if err != nil {
		return nil, err
	}
	e := Estimate{
		Unit: UnitSeconds, Better: Lower, N: len(samples),
		Method: "cost a survivor in " + searchCount(samples) + " x survivors expected",
	}
	return e.With(iv), nil
}

// remarkFallback says why the time is the plain mean although theory knows the
// work.
func (w *writer) remarkFallback(err error, samples []results.Sample) {
	if need := stats.Missing(err); need > 0 {
		what := "whole search"
		if inStreams(samples) {
			what = "stream"
		}
		w.remark(fmt.Sprintf("%s: the time is their plain mean, which is mostly luck; %d more would do for the ratio estimate",
			unit.Count(len(samples), what), need))
		return
	}
	w.remark("the time is the plain mean, which is mostly luck, because the ratio estimate fails: " + err.Error())
}

// remarkWide remarks on a plain mean whose interval spans a factor of two, when
// nothing better is to be had.
func (w *writer) remarkWide() {
	if e := w.cell.Time; e != nil && e.High > 2*e.Low {
		w.remark(fmt.Sprintf("%s tell the mean time to a factor of %s; about %d would tell it to 10 %%",
			unit.Count(e.N, "search"), unit.Number(e.High/e.Low), stats.SamplesForExponential(0.1)))
	}
}

// percentiles writes the quantiles of the search time: of the searches where
// there are enough, else of the law, which begins after offset seconds and has
// the mean of the best estimate.
func (w *writer) percentiles(offset float64) {
	for _, level := range percentileLevels {
		e := orderStatistic(w.cell.Times, level)
		if e == nil {
			e = byLaw(&w.cell.Cell, w.cell.Time, offset, level)
		}
		if e != nil {
			w.cell.Percentiles = append(w.cell.Percentiles, Percentile{P: level, Estimate: *e})
		}
	}
}

func orderStatistic(times []float64, level float64) *Estimate {
	iv, err := stats.Quantile(times, level/100)
	if err != nil {
		return nil
	}
	e := Estimate{
		Unit: UnitSeconds, Better: Lower, N: len(times),
		Method: "order statistics of " + unit.Count(len(times), "search"),
	}
	return e.With(iv)
}

// byLaw is nil where the law has no quantile, or one past all numbers.
func byLaw(c *results.Cell, mean *Estimate, offset, level float64) *Estimate {
	if mean == nil || mean.Value <= offset {
		return nil
	}
	var quantiles []float64
	for _, m := range []float64{mean.Low, mean.Value, mean.High} {
		if m <= offset { // the law begins there
			quantiles = append(quantiles, offset)
			continue
		}
		q, err := stats.ExponentialQuantile(m-offset, PrimesOf(c.Kind), level/100)
		if err != nil || math.IsInf(offset+q, 1) {
			return nil
		}
		quantiles = append(quantiles, offset+q)
	}
	e := *mean
	e.Method, e.Modelled = lawOf(c)+" around the estimate", true
	return e.With(stats.Interval{Low: quantiles[0], Value: quantiles[1], High: quantiles[2]})
}
