// From samples to the mean time of a search.

package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"primebench/internal/stats"
)

// errNone is wrapped by the errors that say why a number cannot be had.
var errNone = errors.New("absent")

// A mark says how directly a number was measured, the least directly last.
type mark string

const (
	measured  mark = ""  // a mean of what was timed
	estimated mark = "≈" // whole searches were timed; theory says how many tests they need
	modelled  mark = "~" // parts of searches were timed; theory says how often they are done
)

// An estimate is a mean with its interval, and how it was come by.
type estimate struct {
	stats.Interval
	mark mark
	how  string
}

// estimate returns the mean seconds of a search, or of an operation.
func (c *contestant) estimate() (estimate, error) {
	search := c.each(func(s sample) float64 { return s.search.Seconds() })
	accept := c.each(func(s sample) float64 { return s.accept.Seconds() })
	tests := c.each(func(s sample) float64 { return s.tests })
	var e estimate
	var err error
	switch c.law {
	case whole:
		_, finds := c.sums()
		e.mark = estimated
		e.how = fmt.Sprintf("ratio estimator, %d whole searches%s, E[M] = %s", finds, streams(len(c.samples), finds), digits(c.expected))
		e.Interval, err = stats.RatioMean(search, tests, accept, c.expected)
	case sliced:
		e, err = c.ofSlices(search, tests)
	case plain:
		e.how = fmt.Sprintf("plain mean of %d whole searches", len(c.samples))
		e.Interval, err = stats.ExponentialMean(sum(search), len(search))
	case operations:
		e.how = fmt.Sprintf("mean of %d operations", len(c.samples))
		for i := range search {
			search[i] /= tests[i]
		}
		e.Interval, err = stats.MeanT(search)
	}
	if err != nil {
		return estimate{}, fmt.Errorf("searchbench: %v: %w", c.key, err)
	}
	e.Interval, err = logScale(e.Interval, c.law)
	return e, err
}

// streams says that finds came in samples of several.
func streams(samples, finds int) string {
	if samples == finds {
		return ""
	}
	return fmt.Sprintf(" in %d streams", samples)
}

// logScale makes a symmetric interval fit for a quotient; that of an exponential
// mean is lopsided as it is.
func logScale(iv stats.Interval, l law) (stats.Interval, error) {
	if l == plain {
		return iv, nil
	}
	return iv.LogScale()
}

// ofSlices adds what confirming the find takes to what the tests take.
func (c *contestant) ofSlices(search, tests []float64) (estimate, error) {
	_, finds := c.sums()
	e := estimate{mark: modelled, how: fmt.Sprintf("ratio estimator, %d slices of %v (finds: %d), E[M] = %s",
		len(c.samples), c.limit.Round(time.Millisecond), finds, digits(c.expected))}
	testing, err := stats.RatioMean(search, tests, make([]float64, len(tests)), c.expected)
	if err != nil {
		return estimate{}, err
	}
	if c.once > 0 {
		e.how += "; " + c.onceHow
		fixed := stats.Interval{Value: c.once, Low: c.once, High: c.once}
		e.Interval, err = stats.Sum([]float64{1, 1}, []stats.Interval{testing, fixed})
		return e, err
	}
	if c.accept == nil {
		e.Interval = testing
		return e, nil
	}
	accept, err := c.accept.estimate()
	if err != nil {
		return estimate{}, err
	}
	e.how += fmt.Sprintf("; confirmation of %s s from the %s", digits(accept.Value), accept.how)
	e.Interval, err = stats.Sum([]float64{1, 1}, []stats.Interval{testing, accept.Interval})
	return e, err
}

// ratio returns the mean time of a over that of b.
func ratio(a, b estimate) (estimate, error) {
	q, err := stats.Quotient(a.Interval, b.Interval)
	e := estimate{Interval: q}
	for _, m := range []mark{measured, estimated, modelled} {
		if a.mark == m || b.mark == m {
			e.mark = m
		}
	}
	return e, err
}

// z sets the tests that finds took beside theory.
func (c *contestant) z() (float64, error) {
	tests, finds := c.sums()
	if c.law == whole {
		return stats.GeometricZ(tests, finds, c.expected)
	}
	return stats.SuccessZ(tests, finds, c.expected)
}

// sieveShare is the part of an average search that its sieve takes: the mean time
// in it, which luck hardly moves, over the estimated time of a search.
func (c *contestant) sieveShare() (estimate, error) {
	all, err := c.estimate()
	if err != nil {
		return estimate{}, err
	}
	inSieve, err := stats.MeanT(c.each(func(s sample) float64 { return s.sieve.Seconds() }))
	if err != nil {
		return estimate{}, err
	}
	if inSieve, err = inSieve.LogScale(); err != nil {
		return estimate{}, err
	}
	e, err := ratio(estimate{Interval: inSieve}, all)
	e.how = "mean time in the sieve over the estimate of a search: " + all.how
	return e, err
}

// sum adds numbers up.
func sum(list []float64) float64 {
	total := 0.0
	for _, v := range list {
		total += v
	}
	return total
}

// estimate adds up the parts of a modelled search.
func (m *model) estimate() (estimate, error) {
	e := estimate{mark: modelled}
	var parts []stats.Interval
	var how []string
	for i, c := range m.parts {
		part, err := c.estimate()
		if err != nil {
			return estimate{}, err
		}
		parts = append(parts, part.Interval)
		how = append(how, fmt.Sprintf("%s x %s (%s s)", digits(m.times[i]), m.names[i], digits(part.Value)))
	}
	e.how = "modelled: " + strings.Join(how, " + ")
	var err error
	if e.Interval, err = stats.Sum(m.times, parts); err != nil {
		return estimate{}, fmt.Errorf("searchbench: %v: %w", m.key, err)
	}
	return e, nil
}
