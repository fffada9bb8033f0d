// How estimates are made of intervals, and of each other.

package analysis

import (
	"fmt"
	"math"

	"primebench/internal/stats"
	"primebench/internal/unit"
)

// Units of estimates.
const (
	UnitSeconds   = "s"
	UnitPerSecond = "1/s"
	UnitTimes     = "x" // so many times as much
	UnitNone      = "1"

	UnitBytesPerSecond = "B/s"
	UnitPerMille       = "per mille"
)

// With returns e with the numbers of iv.
func (e Estimate) With(iv stats.Interval) *Estimate {
	e.Value, e.Low, e.High = iv.Value, iv.Low, iv.High
	return &e
}

func (e *Estimate) interval() stats.Interval {
	return stats.Interval{Value: e.Value, Low: e.Low, High: e.High}
}

// Margin is the distance from the value to the farther end of its interval, so
// that Value +- Margin holds the whole of it; 0 and false without an interval.
func (e *Estimate) Margin() (float64, bool) {
	margin := math.Max(e.High-e.Value, e.Value-e.Low)
	if e.Need > 0 || !(margin >= 0) || math.IsInf(margin, 0) {
		return 0, false
	}
	return margin, true
}

// meanCost is the mean of costs in seconds with Student's interval on the
// logarithmic scale; of a single cost, itself without an interval. what names
// the costs in its method. It is nil without costs.
func meanCost(costs []float64, what string) *Estimate {
	e := Estimate{
		Unit: UnitSeconds, Better: Lower, N: len(costs),
		Method: fmt.Sprintf("mean of %s", unit.Count(len(costs), what)),
	}
	iv, err := stats.MeanT(costs)
	if err == nil {
		iv, err = iv.LogScale()
	}
	if err == nil {
		return e.With(iv)
	}
	if e.Need = stats.Missing(err); e.Need == 0 || len(costs) == 0 {
		return nil
	}
	mean, err := stats.Mean(costs)
	if err != nil {
		return nil
	}
	return e.With(stats.Interval{Value: mean, Low: mean, High: mean})
}

// rate is the results a second of a time to one result; nil when time is nil.
func rate(time *Estimate) *Estimate {
	if time == nil {
		return nil
	}
	iv, err := time.interval().Reciprocal()
	if err != nil {
		return nil
	}
	e := *time
	e.Unit, e.Better = UnitPerSecond, Higher
	return e.With(iv)
}

// quotient is a/b of independent estimates, in times; nil when either is nil or
// not above 0.
func quotient(a, b *Estimate, better Better) *Estimate {
	if a == nil || b == nil {
		return nil
	}
	iv, err := stats.Quotient(a.interval(), b.interval())
	if err != nil {
		return nil
	}
	e := Estimate{
		Unit: UnitTimes, Better: better, N: a.N + b.N,
		Method: "quotient of independent estimates", Modelled: a.Modelled || b.Modelled,
		Need: max(a.Need, b.Need),
	}
	if e.Need > 0 { // half an interval is none
		iv.Low, iv.High = iv.Value, iv.Value
	}
	return e.With(iv)
}
