package main

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"primebench/internal/rng"
	"primebench/internal/stats"
)

// The intervals of all laws hold the true mean about 19 times in 20, and those
// that know the number of tests are narrow although the searches are few.
func TestEstimatesHoldTheTruth(t *testing.T) {
	const runs, samples = 400, 20
	for _, test := range []struct {
		name  string
		law   law
		mean  float64
		width float64 // the greatest on average, relative
	}{
		{"whole searches", whole, 50, 0.15},
		{"slices", sliced, 500, 0.05},
		{"plain means", plain, 50, 1.2},
		{"operations", operations, 1.5, 0.15},
	} {
		held, width := 0, 0.0
		for i := range uint64(runs) {
			s := &simulation{
				random: rng.Seed{}.Derive(test.name).Stream(i), mean: test.mean,
				cost: time.Millisecond, accept: 10 * time.Millisecond,
			}
			truth := s.truth()
			c := s.contestant(test.law, samples)
			switch test.law {
			case sliced:
				c.accept = (&simulation{random: s.random, cost: s.accept}).contestant(operations, samples)
			case operations:
				truth = s.cost.Seconds()
			}
			e, err := c.estimate()
			if err != nil {
				t.Fatal(err)
			}
			if e.Low <= truth && truth <= e.High {
				held++
			}
			width += (e.High - e.Low) / e.Value / runs
		}
		if share := float64(held) / runs; share < 0.91 || width > test.width {
			t.Errorf("%s: %.3f of the intervals hold the truth, want about 0.95; their mean width is %.3f, want at most %.3f",
				test.name, share, width, test.width)
		}
	}
}

// What is measured once moves an estimate and leaves its interval as wide.
func TestOnce(t *testing.T) {
	s := &simulation{random: rng.Seed{}.Stream(0), mean: 1000, cost: time.Millisecond}
	c := s.contestant(sliced, 20)
	without, err := c.estimate()
	if err != nil {
		t.Fatal(err)
	}
	c.once, c.onceHow = 10, "a sieve"
	with, err := c.estimate()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "value", with.Value, without.Value+10, 1e-12)
	near(t, "width", with.High-with.Low, without.High-without.Low, 0.05)
	if !strings.HasSuffix(with.how, "; a sieve") {
		t.Errorf("how: %q", with.how)
	}
}

// A ratio is no more direct than its parts, and its interval is the wider of
// theirs at least.
func TestRatio(t *testing.T) {
	about := func(m mark) estimate {
		return estimate{Interval: stats.Interval{Value: 2, Low: 1.9, High: 2.1}, mark: m}
	}
	for _, test := range []struct{ a, b, want mark }{
		{measured, measured, measured}, {measured, estimated, estimated}, {estimated, measured, estimated},
		{modelled, estimated, modelled}, {estimated, modelled, modelled},
	} {
		got, err := ratio(about(test.a), about(test.b))
		if err != nil || got.mark != test.want {
			t.Errorf("%q over %q: %q, %v", test.a, test.b, got.mark, err)
		}
		near(t, "value", got.Value, 1, 1e-12)
		near(t, "upper end", math.Log(got.High), math.Hypot(math.Log(2/1.9), math.Log(2.1/2)), 1e-9)
	}
}

func TestSieveShare(t *testing.T) {
	s := &simulation{random: rng.Seed{}.Stream(1), mean: 100, cost: time.Millisecond, accept: time.Millisecond}
	c := s.contestant(whole, 40)
	for i := range c.samples {
		c.samples[i].sieve = s.noisy(10 * time.Millisecond)
	}
	share, err := c.sieveShare()
	if err != nil || share.Low > 10./101 || share.High < 10./101 || share.High > 1.15*share.Value {
		t.Errorf("share %v, %v, want 0.099", share, err)
	}
}

// Searches that follow theory have a z near 0, and ones that test a tenth too
// many are found out, by their finds and by their trials.
func TestZFindsWrongCounts(t *testing.T) {
	for _, law := range []law{whole, sliced} {
		s := &simulation{random: rng.Seed{}.Stream(2), mean: 20, cost: time.Millisecond}
		c := s.contestant(law, 4000)
		right, err := c.z()
		if err != nil || math.Abs(right) > 3 {
			t.Errorf("law %d: z %.2f, %v of a right count", law, right, err)
		}
		for i := range c.samples {
			c.samples[i].tests *= 1.1
		}
		if wrong, err := c.z(); err != nil || wrong < 4 {
			t.Errorf("law %d: z %.2f, %v of a count that is a tenth too high", law, wrong, err)
		}
	}
}

func TestTooFewSamplesAreAnError(t *testing.T) {
	s := &simulation{random: rng.Seed{}.Stream(3), mean: 20, cost: time.Millisecond, accept: time.Millisecond}
	for _, law := range []law{whole, sliced, operations} {
		need := new(stats.NeedError)
		if _, err := s.contestant(law, 1).estimate(); !errors.As(err, &need) || !strings.Contains(err.Error(), "simulation") {
			t.Errorf("law %d: %v, want a *stats.NeedError with the contestant's name", law, err)
		}
	}
}

func TestModelAddsItsParts(t *testing.T) {
	m := &model{names: []string{"window", "test"}, times: []float64{2, 100}}
	for i, cost := range []time.Duration{10 * time.Millisecond, time.Millisecond} {
		s := &simulation{random: rng.Seed{}.Stream(uint64(i)), cost: cost}
		m.parts = append(m.parts, s.contestant(operations, 100))
	}
	e, err := m.estimate()
	if err != nil || e.mark != modelled || e.Low > 0.12 || e.High < 0.12 || e.High > 1.05*e.Low {
		t.Errorf("%v, %v, want 0.12, modelled", e, err)
	}
	if !strings.HasPrefix(e.how, "modelled: 2.000 x window (0.0") || !strings.Contains(e.how, " + 100.0 x test (0.00") {
		t.Errorf("how: %q", e.how)
	}
}
