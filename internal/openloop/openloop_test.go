package openloop

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"primebench/engine"
	"primebench/internal/capacity"
	"primebench/internal/rng"
	"primebench/sieve"
)

func small() Config {
	return Config{Kind: sieve.Prime, Bits: 64, Servers: 2, Loads: []float64{0.3}, Calibrate: 50 * time.Millisecond, Each: 2 * time.Second}
}

// A machine has the servers of a test in virtual time (testing/synctest), so that
// nothing hangs on the speed of the one that runs it.
type machine struct {
	seed        rng.Seed
	begun       time.Time
	standstills []stall
	slower      float64 // under load than before it, as a part
}

// Search takes its work and the standstills that it meets.
func (m *machine) Search(ctx context.Context, n uint64) (engine.Result, error) {
	tests := testsOf(m.seed.Derive("searches").Stream(n))
	work := workOf(tests)
	if n&(1<<31) == 0 { // not of a calibration
		work += time.Duration(m.slower * float64(work))
	}
	now := time.Since(m.begun)
	select {
	case <-ctx.Done():
		return engine.Result{}, ctx.Err()
	case <-time.After(finish(now, work, m.standstills) - now):
	}
	return engine.Result{Counters: engine.Counters{Survivors: int64(tests)}, Phases: engine.Phases{Accept: 2e5}}, nil
}

// driver drives loads on two servers of the machine.
func (m *machine) driver(loads ...float64) *driver {
	m.begun = time.Now()
	return &driver{
		Config:  Config{Kind: sieve.Prime, Bits: 512, Servers: 2, Loads: loads, Calibrate: 10 * time.Second, Each: 40 * time.Second, Seed: m.seed},
		servers: []server{m, m}, expected: meanTests,
	}
}

// Whatever the machine does, the loads take turns and the answer has its shape. Where it
// stands still, predictions seem far off at p95 and p99, and hold over what was not
// disturbed. Where it does not, nothing is left out, even if it is slower under load.
func TestVerify(t *testing.T) {
	for _, test := range []struct {
		name   string
		every  time.Duration // a standstill
		slower float64
	}{{name: "quiet"}, {name: "standing still", every: 3 * time.Second}, {name: "slower", slower: 0.1}} {
		for n := range byte(2) {
			synctest.Test(t, func(t *testing.T) {
				m := &machine{seed: rng.Seed{n}, slower: test.slower}
				if test.every > 0 {
					m.standstills = draw(m.seed, 5*time.Minute, test.every)
				}
				d := m.driver(0.5, 0.8)
				var told []float64
				d.Begun = func(load float64) { told = append(told, load) }
				v, err := d.verify(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				name := fmt.Sprintf("%s, seed %v", test.name, m.seed)
				if fmt.Sprint(told) != "[0.5 0.8 0.8 0.5 0.5 0.8 0.8 0.5 0.5 0.8]" || len(v.Stages) != 2 || v.WarmUp != 4*time.Second {
					t.Errorf("%s: told %v: %+v", name, told, v)
				}
				if mean := workOf(meanTests).Seconds(); math.Abs(v.Cost.Seconds.Value/mean-1) > 0.01 || math.Abs(v.Capacity*mean/2-1) > 0.01 {
					t.Errorf("%s: a search takes %v s, want %v; a capacity of %v", name, v.Cost.Seconds.Value, mean, v.Capacity)
				}
				for _, s := range v.Stages {
					checkStage(t, fmt.Sprintf("%s, load %v", name, s.Load), s, test.every > 0, test.slower)
				}
			})
		}
	}
}

// checkStage holds a stage to what its machine did.
func checkStage(t *testing.T, name string, s capacity.Stage, stood bool, slower float64) {
	t.Helper()
	if s.Arrivals < 20_000 || s.Left < leastArrivals || len(s.Checks) != 9 || math.Abs(s.LeftOut-1+float64(s.Left)/float64(s.Arrivals)) > 1e-9 {
		t.Errorf("%s: %+v", name, s)
	}
	if math.Abs(s.Slower-slower) > 0.01 || !stood && math.Abs(s.Busy-s.Load*(1+slower)) > 0.03 {
		t.Errorf("%s: slower by %v and busy %v, want %v and %v", name, s.Slower, s.Busy, slower, s.Load*(1+slower))
	}
	if stood != (s.LeftOut > 0) || s.LeftOut > 0.6 {
		t.Errorf("%s: %v are left out", name, s.LeftOut)
	}
	for _, c := range s.Checks {
		if math.Abs(c.Predicted/c.Observed-1-c.Deviation) > 1e-9 || !(c.Low < c.Deviation && c.Deviation < c.High) {
			t.Errorf("%s: %+v", name, c)
		}
		if c.Model != capacity.ModelSimulation {
			continue
		}
		goal := 0.15
		if c.P == 0.99 {
			goal = 0.25
		}
		if off := c.Undisturbed.Deviation; slower == 0 && math.Abs(off) > goal {
			t.Errorf("%s: p%v is off by %v where nothing disturbed, raw by %v", name, 100*c.P, off, c.Deviation)
		}
		if stood && c.P > 0.9 && c.Deviation > -0.3 {
			t.Errorf("%s: p%v is off by %v over all, which tries nothing", name, 100*c.P, c.Deviation)
		}
		if !stood && *c.Undisturbed != c.Seen {
			t.Errorf("%s: %+v of all and %+v of the undisturbed, want the same", name, c.Seen, *c.Undisturbed)
		}
	}
}

// The servers of a Config search in its size: each arrival once, none before its time.
func TestServersSearch(t *testing.T) {
	c := small()
	d, err := c.driver()
	if err != nil {
		t.Fatal(err)
	}
	arrivals := []time.Duration{0, time.Millisecond, time.Millisecond, 30 * time.Millisecond, 60 * time.Millisecond}
	served, err := d.serve(t.Context(), arrivals, 7)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.servers) != 2 || !(d.expected > 1) || len(served.ends) != len(arrivals) || len(served.served) != len(arrivals) {
		t.Fatalf("%d servers, %v survivors expected, %+v", len(d.servers), d.expected, served)
	}
	for k, s := range served.served {
		if served.ends[k] < arrivals[k] || !(s.whole > 0) || s.survivors < 1 {
			t.Errorf("arrival at %v: end %v, %+v", arrivals[k], served.ends[k], s)
		}
	}
}

// Searches that take minutes are told of soon, and a signal is no such thing.
func TestSearchesThatAreTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := (&machine{standstills: []stall{{0, time.Hour}}}).driver(0.5)
		begun := time.Now()
		if _, err := d.verify(t.Context()); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "fewer than 30 searches of 512 bits in 10s") || time.Since(begun) > 11*time.Second {
			t.Errorf("got %v after %v, want ErrConfig after 10 s", err, time.Since(begun))
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := d.verify(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, ErrConfig) {
			t.Errorf("cancelled: got %v", err)
		}
	})
}

// Arrivals come as a Poisson process: at the rate, with as much variance as mean.
func TestSchedule(t *testing.T) {
	seed := rng.Seed{1}
	arrivals, err := schedule(1000, 100*time.Second, seed.Stream(0))
	if err != nil {
		t.Fatal(err)
	}
	var counts [1000]float64 // in tenths of a second, 100 on average
	for i, at := range arrivals {
		if i > 0 && at < arrivals[i-1] || at < 0 || at >= 100*time.Second {
			t.Fatalf("arrival %d at %v", i, at)
		}
		counts[at/(100*time.Millisecond)]++
	}
	mean, variance := 0.0, 0.0
	for _, n := range counts {
		mean += n / float64(len(counts))
	}
	for _, n := range counts {
		variance += (n - mean) * (n - mean) / float64(len(counts)-1)
	}
	// Standard errors of 0.32 and 4.5.
	if math.Abs(mean-100) > 1.6 || math.Abs(variance-100) > 23 {
		t.Errorf("seed %v: mean %v and variance %v, want 100 of both", seed, mean, variance)
	}
}

// A latency runs from the planned arrival: a server that was late counts.
func TestObserve(t *testing.T) {
	const n = 2000
	arrivals, ends := make([]time.Duration, n), make([]time.Duration, n)
	for i := range arrivals {
		arrivals[i] = time.Duration(i) * time.Millisecond
		ends[i] = arrivals[i] + time.Duration(1+i%100)*time.Millisecond
	}
	driven := func(n int) []*stretch {
		return []*stretch{{arrivals: arrivals[:n], service: &service{ends: ends, busy: 3 * time.Second, elapsed: 2 * time.Second}}}
	}
	o, err := observe(driven(n), 200*time.Millisecond, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{0.050, 0.095, 0.099} {
		if got := o.quantiles[i].Value; math.Abs(got/want-1) > 0.002 {
			t.Errorf("quantile %v is %v, want %v", levels()[i], got, want)
		}
	}
	if o.count != 1800 || o.busy != 1.5 {
		t.Errorf("%d arrivals count and %v servers are busy, want 1800 and 1.5", o.count, o.busy)
	}
	if _, err := observe(driven(500), 0, nil); !errors.Is(err, ErrConfig) {
		t.Errorf("too few arrivals: %v", err)
	}
	// An interval is of parts with as many arrivals, wherever those are that are left.
	twice, leave := append(driven(n), driven(n)...), [][]bool{make([]bool, n), slices.Repeat([]bool{true}, n)}
	if o, err = observe(twice, 0, leave); err != nil || o.count != n || math.Abs(o.quantiles[0].Value/0.050-1) > 0.002 || o.quantiles[0].High-o.quantiles[0].Low > 0.001 {
		t.Errorf("one stretch left of two: %+v, %v", o, err)
	}
}

// A server that was kept from running between two searches tells so.
func TestAwaitSeesPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const ms = time.Millisecond
		start := time.Now()
		time.Sleep(9 * ms)
		for _, test := range []struct {
			seen, moment time.Duration
			want         string
		}{
			{0, 3 * ms, "[{0 9000000}] 9ms"}, // somebody waits
			{8 * ms, 3 * ms, "[] 9ms"},       // too short
			{9 * ms, 12 * ms, "[] 12ms"},     // asleep until then
			{12 * ms, 12 * ms, "[] 12ms"},    // in time
			{4 * ms, 12 * ms, "[{4000000 12000000}] 12ms"},
		} {
			paused, now, err := new(driver).await(t.Context(), start, test.seen, test.moment)
			if got := fmt.Sprint(paused, " ", now); got != test.want || err != nil {
				t.Errorf("seen %v, moment %v: %s, %v, want %s", test.seen, test.moment, got, err, test.want)
			}
		}
	})
}

func TestBadConfig(t *testing.T) {
	for name, spoil := range map[string]func(*Config){
		"no server":      func(c *Config) { c.Servers = 0 },
		"no load":        func(c *Config) { c.Loads = nil },
		"a load of 1":    func(c *Config) { c.Loads = []float64{0.5, 1} },
		"a load of NaN":  func(c *Config) { c.Loads = []float64{math.NaN()} },
		"no calibration": func(c *Config) { c.Calibrate = 0 },
		"no time":        func(c *Config) { c.Each = -1 },
		"size":           func(c *Config) { c.Bits = 3 },
		"few arrivals":   func(c *Config) { c.Each = time.Millisecond },
	} {
		c := small()
		spoil(&c)
		if v, err := Verify(t.Context(), c); !errors.Is(err, ErrConfig) || v != nil {
			t.Errorf("%s: %v, %v", name, v, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		d := new(machine).driver(0.5)
		d.Begun = func(float64) { time.AfterFunc(time.Second, cancel) }
		if v, err := d.verify(ctx); !errors.Is(err, context.Canceled) || v != nil {
			t.Errorf("%v, %v", v, err)
		}
	})
}
