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
	"math"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"primebench/engine"
	"primebench/internal/capacity"
	"primebench/internal/rng"
	"primebench/internal/stats"
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
	// poll is how long before its arrival a waiting server stops sleeping and watches
	// the clock, on a processor that would be idle. Go's runtime sleeps for whole
	// milliseconds where nothing else runs (GOROOT/src/runtime/netpoll_epoll.go), and a
	// virtual processor that was let go comes back slow: a search of 1024 bits took
	// 2.85 ms after a sleep of 2 ms, where it took 2.4 ms after as long a poll.
	poll = 20 * time.Millisecond
	// mostArrivals bounds a load's schedule.
	mostArrivals = 10_000_000
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
	servers, err := c.servers()
	if err != nil {
		return nil, err
	}
	byLoad := make([][]*stretch, len(c.Loads))
	for i := range stretches * len(c.Loads) {
		load := (i + i/len(c.Loads)) % len(c.Loads) // another one begins each round
		s, err := c.drive(ctx, servers, c.Loads[load], i)
		if err != nil {
			return nil, err
		}
		byLoad[load] = append(byLoad[load], s)
	}
	return c.verification(byLoad, servers[0].Expected().Survivors)
}

// verification sets what was observed of each load beside what is predicted.
func (c *Config) verification(byLoad [][]*stretch, expected float64) (*capacity.Verification, error) {
	cost, err := costOf(c, searchesOf(slices.Concat(byLoad...)), expected)
	if err != nil {
		return nil, err
	}
	v := &capacity.Verification{
		Cost: cost, Searches: cost.Seconds.N, Servers: c.Servers, Capacity: float64(c.Servers) / cost.Seconds.Value,
		Each: c.Each, Stretches: stretches, WarmUp: time.Duration(warmUp * float64(c.Each)), Seed: c.Seed.String(),
	}
	for i, load := range c.Loads {
		stage, err := c.stage(load, byLoad[i], expected)
		if err != nil {
			return nil, err
		}
		v.Stages = append(v.Stages, stage)
	}
	return v, nil
}

// servers makes a Searcher for each, which share their small primes.
func (c *Config) servers() ([]*engine.Searcher, error) {
	shared := new(engine.Shared)
	servers := make([]*engine.Searcher, c.Servers)
	for i := range servers {
		var err error
		servers[i], err = engine.New(c.Kind, c.Bits, engine.Config{
			Workers: 1, Seed: engine.Seed(c.Seed.Derive(fmt.Sprintf("server %d", i))), Shared: shared,
		})
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrConfig, err)
		}
	}
	return servers, nil
}

// A stretch is a load driven for a part of its time, by the cost that was measured
// just before.
type stretch struct {
	searched []searched // that the cost stands on
	arrivals []time.Duration
	*service
}

// drive measures the cost and serves a load for one stretch, the n-th of all.
func (c *Config) drive(ctx context.Context, servers []*engine.Searcher, load float64, n int) (*stretch, error) {
	first := uint64(n) << 32 // no search is done twice
	found, err := calibrate(ctx, c, servers, c.Calibrate/time.Duration(stretches*len(c.Loads)), first+1<<31)
	if err != nil {
		return nil, err
	}
	usual, err := effortOf(found)
	if err != nil {
		return nil, fmt.Errorf("openloop: the effort of a search: %w", err)
	}
	cost, err := costOf(c, usual.unstalled(found), servers[0].Expected().Survivors)
	if err != nil {
		return nil, err
	}
	if c.Begun != nil {
		c.Begun(load)
	}
	rate := load * float64(c.Servers) / cost.Seconds.Value
	arrivals, err := schedule(rate, c.Each/stretches, c.Seed.Derive("arrivals").Stream(uint64(n)))
	if err != nil {
		return nil, err
	}
	served, err := serve(ctx, servers, arrivals, first)
	return &stretch{found, arrivals, served}, err
}

// stage sets what was observed of one load beside what is predicted by the cost that
// was measured between its stretches.
func (c *Config) stage(load float64, driven []*stretch, expected float64) (capacity.Stage, error) {
	stage := capacity.Stage{Load: load}
	usual, err := effortOf(searchesOf(driven))
	if err != nil {
		return stage, fmt.Errorf("openloop: the effort of a search: %w", err)
	}
	cost, err := costOf(c, usual.unstalled(searchesOf(driven)), expected)
	if err != nil {
		return stage, err
	}
	var served []searched
	for _, s := range driven {
		served = append(served, s.served...)
	}
	under, err := costOf(c, served, expected)
	if err != nil {
		return stage, err
	}
	stage.Slower = under.Seconds.Value/cost.Seconds.Value - 1
	settle := time.Duration(warmUp * float64(c.Each/stretches))
	observed, err := observe(driven, settle, nil)
	if err != nil {
		return stage, err
	}
	touched := make([][]bool, len(driven))
	for i, s := range driven {
		touched[i] = disturbed(s.arrivals, s.ends, usual.stalls(s.service), settle)
	}
	// Where too little was left alone, nothing is said of it.
	calm, err := observe(driven, settle, touched)
	if err != nil && !errors.Is(err, ErrConfig) {
		return stage, err
	}
	stage.LeftOut = 1
	if calm != nil {
		stage.LeftOut = 1 - float64(calm.count)/float64(observed.count)
	}
	stage.Rate = load * float64(c.Servers) / cost.Seconds.Value
	stage.Arrivals, stage.Busy = observed.count, observed.busy/float64(c.Servers)
	queue := capacity.Queue{Cost: cost, Rate: stage.Rate, Servers: c.Servers}
	models, err := queue.Latencies(levels(), c.Seed.Derive(fmt.Sprintf("simulation at %v", load)), simulated)
	if err != nil {
		return stage, err
	}
	for i, p := range levels() {
		for _, m := range models {
			predicted := m.Quantiles[i].Response
			check := capacity.Check{P: p, Model: m.Model, Predicted: predicted, Seen: seen(observed.quantiles[i], predicted)}
			if calm != nil {
				undisturbed := seen(calm.quantiles[i], predicted)
				check.Undisturbed = &undisturbed
			}
			stage.Checks = append(stage.Checks, check)
		}
	}
	return stage, nil
}

// seen sets an observed quantile beside a predicted one.
func seen(observed stats.Interval, predicted float64) capacity.Seen {
	return capacity.Seen{Observed: observed.Value, Error: (observed.High - observed.Low) / 2, Deviation: predicted/observed.Value - 1}
}

func searchesOf(driven []*stretch) []searched {
	var all []searched
	for _, s := range driven {
		all = append(all, s.searched...)
	}
	return all
}

// schedule draws the times of arrivals since the beginning, up to the end.
func schedule(rate float64, length time.Duration, stream *rng.Stream) ([]time.Duration, error) {
	if expected := rate * length.Seconds(); !(expected >= 1 && expected <= mostArrivals/2) {
		return nil, fmt.Errorf("%w: %.3g arrivals in %v, want 1 to %d", ErrConfig, expected, length, mostArrivals/2)
	}
	var arrivals []time.Duration
	at := 0.0
	for {
		uniform := (float64(stream.Uint64()>>11) + 0.5) / (1 << 53)
		at -= math.Log(uniform) / rate
		if at >= length.Seconds() || len(arrivals) == mostArrivals {
			return arrivals, nil
		}
		arrivals = append(arrivals, time.Duration(at*1e9))
	}
}

// service is what became of a schedule.
type service struct {
	ends    []time.Duration // of each arrival's search, since the beginning
	served  []searched
	pauses  []stall       // of servers that watched the clock
	busy    time.Duration // of all servers with searches
	elapsed time.Duration
}

// serve does a search for each arrival, none before its time, from the first number
// on.
func serve(ctx context.Context, servers []*engine.Searcher, arrivals []time.Duration, first uint64) (*service, error) {
	s := &service{ends: make([]time.Duration, len(arrivals)), served: make([]searched, len(arrivals))}
	var next, busy atomic.Int64
	pauses := make([][]stall, len(servers))
	start := time.Now()
	work, ctx := errgroup.WithContext(ctx)
	for i, server := range servers {
		work.Go(func() error {
			for {
				k := next.Add(1) - 1
				if k >= int64(len(arrivals)) {
					return nil
				}
				paused, err := await(ctx, start, arrivals[k])
				if err != nil {
					return err
				}
				pauses[i] = append(pauses[i], paused...)
				begun := time.Since(start)
				r, err := server.Search(ctx, first+uint64(k))
				if err != nil {
					return err
				}
				s.ends[k] = time.Since(start)
				s.served[k] = searchedOf(r, s.ends[k]-begun)
				busy.Add(int64(s.ends[k] - begun))
			}
		})
	}
	err := work.Wait()
	s.elapsed, s.busy, s.pauses = time.Since(start), time.Duration(busy.Load()), slices.Concat(pauses...)
	return s, err
}

// await returns at a moment after the start, or with the context's error when that ends
// first. While it watches the clock it notes when that went on without it.
func await(ctx context.Context, start time.Time, moment time.Duration) (paused []stall, err error) {
	if sleep := moment - time.Since(start) - poll; sleep > 0 {
		timer := time.NewTimer(sleep)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-timer.C:
		}
	}
	for seen := time.Since(start); seen < moment; { // shorter than anybody waits for
		now := time.Since(start)
		if now-seen >= leastStall {
			paused = append(paused, stall{seen, now})
		}
		seen = now
	}
	return paused, ctx.Err()
}
