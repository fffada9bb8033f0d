// Package openloop drives a server of real searches with arrivals that wait for
// nobody, and sets the latencies beside what package capacity predicts of them.
//
// The loop is open: the time of each arrival is drawn beforehand, by a Poisson
// process, and a latency runs from there to the end of the search, whether or not
// a server was free or even looking. So a server that falls behind makes every
// later latency longer, as it does for those who wait, and no arrival is left out
// because an earlier one was slow (G. Tene calls that coordinated omission).
//
// Servers take the arrivals in their order, first come first served: a free one
// takes the next number and waits for its time, at the end by watching the clock,
// since the system's timers are as coarse as a short search is long.
package openloop

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"primebench/engine"
	"primebench/internal/capacity"
	"primebench/internal/rng"
	"primebench/sieve"
)

// ErrConfig is wrapped by the error for a Config that cannot be driven.
var ErrConfig = errors.New("openloop: bad configuration")

const (
	// warmUp is the part of a load's time that is not counted: the queue starts
	// empty.
	warmUp = 0.1
	// stretches is in how many parts a load is driven.
	stretches = 5
)

// Config says what is driven.
type Config struct {
	Kind      sieve.Kind
	Bits      int
	Servers   int           // with one worker each, at least 1
	Loads     []float64     // shares of the capacity, in (0, 1)
	Calibrate time.Duration // for which the cost is measured in all, at least
	Each      time.Duration // for which a load is driven
	Seed      rng.Seed      // decides arrivals, candidates and simulations
	// Begun, when not nil, is told of the load before each stretch of it.
	Begun func(load float64)
}

func (c *Config) check() error {
	if c.Servers < 1 || c.Calibrate <= 0 || c.Each <= 0 || len(c.Loads) == 0 {
		return fmt.Errorf("%w: %d servers, %v of calibration, %v for each of %d loads, want at least 1 server and load and times above 0",
			ErrConfig, c.Servers, c.Calibrate, c.Each, len(c.Loads))
	}
	for _, load := range c.Loads {
		if !(load > 0 && load < 1) {
			return fmt.Errorf("%w: a load of %v, want a share above 0 and below 1 of the capacity", ErrConfig, load)
		}
	}
	return nil
}

// Verify drives the loads and returns what came of the predictions. A machine's
// speed changes from minute to minute, so the loads take turns, in short stretches,
// and the cost of a search is measured anew before each of them, which sets the rate
// of its arrivals. The error is the context's, engine's, or wraps ErrConfig.
func Verify(ctx context.Context, c Config) (*capacity.Verification, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	d, err := c.driver()
	if err != nil {
		return nil, err
	}
	return d.verify(ctx)
}

// verify has the loads take turns.
func (d *driver) verify(ctx context.Context) (*capacity.Verification, error) {
	byLoad := make([][]*stretch, len(d.Loads))
	for i := range stretches * len(d.Loads) {
		load := (i + i/len(d.Loads)) % len(d.Loads) // another one begins each round
		s, err := d.drive(ctx, d.Loads[load], i)
		if err != nil {
			return nil, err
		}
		byLoad[load] = append(byLoad[load], s)
	}
	return d.verification(byLoad)
}

// verification sets what was observed of each load beside what is predicted.
func (d *driver) verification(byLoad [][]*stretch) (*capacity.Verification, error) {
	cost, err := d.cost(searchesOf(slices.Concat(byLoad...)))
	if err != nil {
		return nil, err
	}
	v := &capacity.Verification{
		Cost: cost, Searches: cost.Seconds.N, Servers: d.Servers, Capacity: float64(d.Servers) / cost.Seconds.Value,
		Each: d.Each, Stretches: stretches, WarmUp: time.Duration(warmUp * float64(d.Each)), Seed: d.Seed.String(),
	}
	for i, load := range d.Loads {
		stage, err := d.stage(load, byLoad[i])
		if err != nil {
			return nil, err
		}
		v.Stages = append(v.Stages, stage)
	}
	return v, nil
}

// driver makes a Searcher for each server, which share their small primes.
func (c *Config) driver() (*driver, error) {
	d := &driver{Config: *c, poll: poll}
	shared := new(engine.Shared)
	for i := range c.Servers {
		s, err := engine.New(c.Kind, c.Bits, engine.Config{
			Workers: 1, Seed: engine.Seed(c.Seed.Derive(fmt.Sprintf("server %d", i))), Shared: shared,
		})
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrConfig, err)
		}
		d.servers, d.expected = append(d.servers, s), s.Expected().Survivors
	}
	return d, nil
}

// stage sets what was observed of one load beside what is predicted by the cost that
// was measured between its stretches.
func (d *driver) stage(load float64, driven []*stretch) (capacity.Stage, error) {
	stage := capacity.Stage{Load: load}
	settle := time.Duration(warmUp * float64(d.Each/stretches))
	observed, err := observe(driven, settle, nil)
	if err != nil {
		return stage, err
	}
	var served []searched
	touched := make([][]bool, len(driven))
	for i, s := range driven {
		usual := effortOf(s.served)
		served = append(served, usual.unstalled(s.served)...)
		touched[i] = disturbed(s.arrivals, s.ends, usual.stalls(s.service), settle)
	}
	// Where too little was left alone, nothing is said of it.
	calm, err := observe(driven, settle, touched)
	if err != nil && !errors.Is(err, ErrConfig) {
		return stage, err
	}
	if calm != nil {
		stage.Left = calm.count
	}
	cost, err := d.cost(searchesOf(driven))
	if err != nil {
		return stage, err
	}
	under, err := d.cost(served)
	if err != nil {
		return stage, err
	}
	stage.Slower = under.Seconds.Value/cost.Seconds.Value - 1
	stage.LeftOut = 1 - float64(stage.Left)/float64(observed.count)
	stage.Rate = load * float64(d.Servers) / cost.Seconds.Value
	stage.Arrivals, stage.Busy = observed.count, observed.busy/float64(d.Servers)
	queue := capacity.Queue{Cost: cost, Rate: stage.Rate, Servers: d.Servers}
	models, err := queue.Latencies(levels(), d.Seed.Derive(fmt.Sprintf("simulation at %v", load)), simulated)
	if err != nil {
		return stage, err
	}
	for i, p := range levels() {
		for _, m := range models {
			predicted := m.Quantiles[i].Response
			check := capacity.Check{P: p, Model: m.Model, Predicted: predicted, Seen: capacity.See(observed.quantiles[i], predicted)}
			if calm != nil {
				undisturbed := capacity.See(calm.quantiles[i], predicted)
				check.Undisturbed = &undisturbed
			}
			stage.Checks = append(stage.Checks, check)
		}
	}
	return stage, nil
}
