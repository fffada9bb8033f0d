// What became of predictions: the latencies of a queue of real searches beside
// those that the models say.

package capacity

import (
	"math"
	"time"

	"primebench/internal/stats"
)

// A Verification is a server of searches on this machine that was driven at
// several loads. Package openloop makes it.
type Verification struct {
	Cost      *Cost         `json:"cost"`           // of a search, measured on all servers at once before each stretch
	Searches  int           `json:"searches"`       // that the cost stands on
	Servers   int           `json:"servers"`        // each with one worker
	Capacity  float64       `json:"capacity_per_s"` // results a second that the cost leaves room for
	Each      time.Duration `json:"each_s"`         // that a load was driven for
	Stretches int           `json:"stretches"`      // in which it was, in turn with the other loads
	WarmUp    time.Duration `json:"warm_up_s"`      // of Each, at the beginnings of its stretches, which is not counted
	Seed      string        `json:"seed"`
	Stages    []Stage       `json:"loads"`
}

// A Stage is one load.
type Stage struct {
	Load     float64 `json:"load"`       // share of the capacity
	Rate     float64 `json:"rate_per_s"` // arrivals a second, by the cost that was measured for this load
	Arrivals int     `json:"arrivals"`   // counted ones
	Busy     float64 `json:"busy"`       // share of the servers' time that went to searches
	// Slower is the cost of the searches under this load over that which was measured
	// before them, less 1. Far from 0 the machine changed meanwhile, and no model knows.
	// Stalls are left out of both.
	Slower float64 `json:"slower"`
	// LeftOut is the share of the counted arrivals that were disturbed when the machine
	// kept the servers from running, and Left how many the others are, see
	// Check.Undisturbed; 1 and 0 where those were too few.
	LeftOut float64 `json:"left_out"`
	Left    int     `json:"arrivals_left"`
	Checks  []Check `json:"checks"` // by quantile, then model
}

// A Check is one predicted quantile of the response beside the observed one.
type Check struct {
	P         float64 `json:"quantile"`
	Model     string  `json:"model"`
	Predicted float64 `json:"predicted_s"`
	Seen
	// Undisturbed is the same over the arrivals that met no stall of the machine; nil
	// where too few were left.
	Undisturbed *Seen `json:"undisturbed"`
}

// A Seen is an observed quantile, and how far off a prediction of it is.
type Seen struct {
	Observed  float64 `json:"observed_s"`
	Error     float64 `json:"observed_error_s"` // half the 95 % interval of Observed
	Deviation float64 `json:"deviation"`        // Predicted over Observed, less 1
	// Low and High are the 95 % interval of Deviation by that of Observed. High is
	// infinite where the latter holds 0.
	Low  float64 `json:"deviation_low"`
	High float64 `json:"deviation_high"`
}

// See sets an observed quantile beside a predicted one, both in seconds and above 0.
func See(observed stats.Interval, predicted float64) Seen {
	s := Seen{
		Observed: observed.Value, Error: (observed.High - observed.Low) / 2,
		Deviation: predicted/observed.Value - 1, Low: predicted/observed.High - 1, High: math.Inf(1),
	}
	if observed.Low > 0 {
		s.High = predicted/observed.Low - 1
	}
	return s
}
