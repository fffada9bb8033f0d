// What drives the load: the servers, the times at which arrivals come, and the searches
// that they wait for.

package openloop

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"primebench/engine"
	"primebench/internal/rng"
)

const (
	// poll is how long before its arrival a waiting server stops sleeping and watches
	// the clock, on a processor that would be idle. Go's runtime sleeps for whole
	// milliseconds where nothing else runs (GOROOT/src/runtime/netpoll_epoll.go), and a
	// virtual processor that was let go comes back slow: a search of 1024 bits took
	// 2.85 ms after a sleep of 2 ms, where it took 2.4 ms after as long a poll.
	poll = 20 * time.Millisecond
	// mostArrivals bounds a load's schedule.
	mostArrivals = 10_000_000
)

// A driver drives the loads of a Config on its servers.
type driver struct {
	Config
	servers  []server
	expected float64       // survivors of an average search
	poll     time.Duration // see the constant
}

// A server does numbered searches, one at a time. An engine.Searcher is one.
type server interface {
	Search(ctx context.Context, n uint64) (engine.Result, error)
}

// A stretch is a load driven for a part of its time, by the cost that was measured
// just before.
type stretch struct {
	searched []searched // that the cost stands on, without their stalls
	arrivals []time.Duration
	*service
}

func searchesOf(driven []*stretch) []searched {
	var all []searched
	for _, s := range driven {
		all = append(all, s.searched...)
	}
	return all
}

// drive measures the cost and serves a load for one stretch, the n-th of all.
func (d *driver) drive(ctx context.Context, load float64, n int) (*stretch, error) {
	first := uint64(n) << 32 // no search is done twice
	found, err := d.calibrate(ctx, d.Calibrate/time.Duration(stretches*len(d.Loads)), first+1<<31)
	if err != nil {
		return nil, err
	}
	found = effortOf(found).unstalled(found)
	cost, err := d.cost(found)
	if err != nil {
		return nil, err
	}
	if d.Begun != nil {
		d.Begun(load)
	}
	rate := load * float64(d.Servers) / cost.Seconds.Value
	arrivals, err := schedule(rate, d.Each/stretches, d.Seed.Derive("arrivals").Stream(uint64(n)))
	if err != nil {
		return nil, err
	}
	served, err := d.serve(ctx, arrivals, first)
	return &stretch{found, arrivals, served}, err
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
	pauses  []stall       // of servers that were between two searches
	busy    time.Duration // of all servers with searches
	elapsed time.Duration
}

// serve does a search for each arrival, none before its time, from the first number
// on.
func (d *driver) serve(ctx context.Context, arrivals []time.Duration, first uint64) (*service, error) {
	s := &service{ends: make([]time.Duration, len(arrivals)), served: make([]searched, len(arrivals))}
	var next, busy atomic.Int64
	pauses := make([][]stall, len(d.servers))
	start := time.Now()
	work, ctx := errgroup.WithContext(ctx)
	for i, server := range d.servers {
		work.Go(func() error {
			var seen time.Duration // when the server last looked at the clock
			for {
				k := next.Add(1) - 1
				if k >= int64(len(arrivals)) {
					return nil
				}
				paused, begun, err := d.await(ctx, start, seen, arrivals[k])
				if err != nil {
					return err
				}
				pauses[i] = append(pauses[i], paused...)
				r, err := server.Search(ctx, first+uint64(k))
				if err != nil {
					return err
				}
				seen = time.Since(start)
				s.ends[k] = seen
				s.served[k] = searchedOf(r, seen-begun)
				busy.Add(int64(seen - begun))
			}
		})
	}
	err := work.Wait()
	s.elapsed, s.busy, s.pauses = time.Since(start), time.Duration(busy.Load()), slices.Concat(pauses...)
	return s, err
}

// await returns at a moment after the start and says when it did, or with the context's
// error when that ends first. It notes when the clock went on without it, since the
// server had last seen it: also in a sleep, which may last beyond the moment.
func (d *driver) await(ctx context.Context, start time.Time, seen, moment time.Duration) (paused []stall, now time.Duration, err error) {
	if sleep := moment - time.Since(start) - d.poll; sleep > 0 {
		timer := time.NewTimer(sleep)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return nil, 0, ctx.Err()
		case <-timer.C:
		}
		seen = min(time.Since(start), moment)
	}
	for { // shorter than anybody waits for
		now = time.Since(start)
		if now-seen >= leastStall {
			paused = append(paused, stall{seen, now})
		}
		if seen = now; now >= moment {
			return paused, now, ctx.Err()
		}
	}
}
