// What became of predictions: the latencies of a queue of real searches beside
// those that the models say.

package capacity

import "time"

// A Verification is a server of searches on this machine that was driven at
// several loads. Package openloop makes it.
type Verification struct {
	Cost      *Cost         // of a search, measured on all servers at once before each stretch
	Searches  int           // that the cost stands on
	Servers   int           // each with one worker
	Capacity  float64       // results a second that the cost leaves room for
	Each      time.Duration // that a load was driven for
	Stretches int           // in which it was, in turn with the other loads
	WarmUp    time.Duration // of Each, at the beginnings of its stretches, which is not counted
	Seed      string
	Stages    []Stage
}

// A Stage is one load.
type Stage struct {
	Load     float64 // share of the capacity
	Rate     float64 // arrivals a second, by the cost that was measured for this load
	Arrivals int     // counted ones
	Busy     float64 // share of the servers' time that went to searches
	// Slower is the cost of the searches under this load over that which was measured
	// before them, less 1. Far from 0 the machine changed meanwhile, and no model knows.
	Slower float64
	Checks []Check // by quantile, then model
}

// A Check is one predicted quantile of the response beside the observed one.
type Check struct {
	P         float64
	Model     string
	Predicted float64 // seconds
	Observed  float64 // seconds
	Error     float64 // half the 95 % interval of Observed
	Deviation float64 // Predicted over Observed, less 1
}
