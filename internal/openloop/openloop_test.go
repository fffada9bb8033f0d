package openloop

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"primebench/internal/rng"
	"primebench/sieve"
)

func small() Config {
	return Config{Kind: sieve.Prime, Bits: 64, Servers: 2, Loads: []float64{0.3}, Calibrate: 50 * time.Millisecond, Each: 2 * time.Second}
}

// The whole of it on tiny primes: the shape of the answer, for speeds are no
// business of a test.
func TestVerify(t *testing.T) {
	c := small()
	c.Loads = []float64{0.3, 0.2}
	var told []float64
	c.Begun = func(load float64) { told = append(told, load) }
	v, err := Verify(t.Context(), c)
	for ; errors.Is(err, ErrConfig) && c.Each < time.Hour; c.Each *= 2 { // a slow machine needs longer for as many arrivals
		told = nil
		v, err = Verify(t.Context(), c)
	}
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(told) != "[0.3 0.2 0.2 0.3 0.3 0.2 0.2 0.3 0.3 0.2]" || len(v.Stages) != 2 || v.Searches < leastSearches || v.Capacity <= 0 || v.WarmUp != v.Each/10 {
		t.Errorf("told %v: %+v", told, v)
	}
	s := v.Stages[0]
	if s.Arrivals < leastArrivals || s.Busy <= 0 || s.Busy > 1 || !(s.Slower > -1 && s.Slower != 0) || len(s.Checks) != 9 || s.LeftOut < 0 || s.LeftOut > 1 {
		t.Errorf("%+v", s)
	}
	for _, check := range s.Checks {
		if !(check.Observed > 0 && check.Predicted > 0 && check.Error >= 0) || math.Abs(check.Predicted/check.Observed-1-check.Deviation) > 1e-9 {
			t.Errorf("%+v", check)
		}
	}
}

// Searches that take minutes are told of soon, and a signal is no such thing.
func TestSearchesThatAreTooLong(t *testing.T) {
	c := small()
	c.Kind, c.Bits, c.Calibrate = sieve.Safe, 4096, 10*time.Millisecond
	if _, err := Verify(t.Context(), c); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "fewer than 30 searches of 4096 bits in 1s") {
		t.Errorf("got %v, want ErrConfig", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Verify(ctx, c); !errors.Is(err, context.Canceled) || errors.Is(err, ErrConfig) {
		t.Errorf("cancelled: got %v", err)
	}
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
	ctx, cancel := context.WithCancel(t.Context())
	c := small()
	c.Each = time.Minute
	c.Bits = 512
	c.Calibrate = 300 * time.Millisecond
	c.Begun = func(load float64) {
		if load > 0 {
			cancel()
		}
	}
	if v, err := Verify(ctx, c); !errors.Is(err, context.Canceled) || v != nil {
		t.Errorf("%v, %v", v, err)
	}
}
