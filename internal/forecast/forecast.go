// Package forecast says how fast a fleet's job goes on, and when it will be done.
//
// Finds lie among candidates as a Poisson process whose rate theory knows, so that what a
// worker takes for a find is known from the candidates of the leases that were answered: as
// the ratio of their times to the finds that theory expects in them, not to those that they
// happened to have. The time until so many more finds are there is a sum of exponential
// values. It has no memory: what is under way is waited for as if it had just begun.
package forecast

import (
	"time"

	"primebench/internal/fleet"
	"primebench/internal/stats"
)

// A Forecast is a progress with what is to be expected of it.
type Forecast struct {
	fleet.Progress
	// Rate is in finds a second, of all workers together, or numbers; nil before three leases
	// of one size are answered, and while no worker is at work.
	Rate *Estimate `json:"rate_per_s,omitempty"`
	// P50 and P95 are the seconds in which half and 95 in 100 of such jobs are done from
	// here, and Within is the chance that this one is done after Horizon. All are nil where
	// Rate is.
	P50     *float64 `json:"left_p50_s,omitempty"`
	P95     *float64 `json:"left_p95_s,omitempty"`
	Horizon float64  `json:"horizon_s"`
	Within  *float64 `json:"p_done_within_horizon,omitempty"`
}

// An Estimate has the ends of its 95 % interval.
type Estimate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// leastLeases is how many leases a ratio is made of at least.
const leastLeases = 3

// Of forecasts from a progress, up to a horizon. The job is done with certainty where
// nothing is open.
func Of(p fleet.Progress, horizon time.Duration) (Forecast, error) {
	f := Forecast{Progress: p, Horizon: horizon.Seconds()}
	if p.Open == 0 {
		zero, one := 0.0, 1.0
		f.P50, f.P95, f.Within = &zero, &zero, &one
		return f, nil
	}
	costs, known, err := costs(p.Parts)
	if err != nil || !known || p.AtWork == 0 {
		return f, err
	}
	// More workers than leases have nothing to do.
	workers := float64(min(p.AtWork, p.Open))
	var left, means []float64
	total := 0.0
	for i, part := range p.Parts {
		left, means = append(left, part.Left), append(means, costs[i].Value/workers)
		total += part.Left
	}
	shares := make([]float64, len(left))
	for i := range left {
		shares[i] = left[i] / total / workers
	}
	each, err := stats.Sum(shares, costs)
	if err != nil {
		return f, err
	}
	rate, err := each.Reciprocal()
	if err != nil {
		return f, err
	}
	f.Rate = &Estimate{Value: rate.Value, Low: rate.Low, High: rate.High}
	law, err := stats.NewExponentialSum(means, left)
	if err != nil {
		return f, err
	}
	p50, err := law.Quantile(0.50)
	if err != nil {
		return f, err
	}
	p95, err := law.Quantile(0.95)
	if err != nil {
		return f, err
	}
	within := law.Chance(horizon.Seconds())
	f.P50, f.P95, f.Within = &p50, &p95, &within
	return f, nil
}

// costs are the seconds that a find of each part takes one worker: by its own leases, or by
// those of all parts where it has few.
func costs(parts []fleet.PartProgress) (costs []stats.Interval, known bool, err error) {
	var all []fleet.Pace
	for _, p := range parts {
		for _, pace := range p.Paces {
			all = append(all, fleet.Pace{Finds: pace.Finds * p.Usual, Seconds: pace.Seconds})
		}
	}
	if len(all) < leastLeases {
		return nil, false, nil
	}
	common, err := cost(all)
	if err != nil {
		return nil, false, err
	}
	for _, p := range parts {
		c := stats.Interval{Value: common.Value * p.Usual, Low: common.Low * p.Usual, High: common.High * p.Usual}
		if len(p.Paces) >= leastLeases {
			if c, err = cost(p.Paces); err != nil {
				return nil, false, err
			}
		}
		costs = append(costs, c)
	}
	return costs, true, nil
}

// cost is the ratio of the times of leases to the finds that theory expects in them.
func cost(paces []fleet.Pace) (stats.Interval, error) {
	var finds, times []float64
	for _, pace := range paces {
		finds, times = append(finds, pace.Finds), append(times, pace.Seconds)
	}
	iv, err := stats.RatioMean(times, finds, make([]float64, len(finds)), 1)
	if err != nil {
		return stats.Interval{}, err
	}
	return iv.LogScale()
}
