// Duets of made commands in made time: each run takes as long as it says, and nobody
// waits.

package duet

import (
	"context"
	"errors"
	"math"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/gate"
	"primebench/internal/hostinfo"
)

// A stage is what made commands run on.
type stage struct {
	machine
	length  time.Duration // of a run of the base
	slower  float64       // factor of the head
	queued  float64       // part of the wall time in which a command has no processor
	idle    float64       // part in which it wants none
	others  float64       // processors that others keep busy
	busy    time.Duration
	runs    int
	refused int // the run that fails; 0: none
	peak    float64
}

var errMade = errors.New("made to fail")

func (s *stage) run(c *Command, ctx context.Context) (reading, error) {
	s.runs++
	if s.runs == s.refused {
		return reading{}, errMade
	}
	factor := math.Pow(1+s.drift, float64(s.runs)) * (1 + s.process*s.noise())
	peak := s.peak
	if c.Name == "head" {
		factor *= s.slower
		peak *= s.slower
	}
	own := time.Duration(float64(s.length) * factor)
	wall := time.Duration(float64(own) / (1 - s.queued - s.idle) * (1 + s.queued*math.Abs(s.noise())))
	select {
	case <-ctx.Done():
		return reading{}, context.Cause(ctx)
	case <-time.After(wall):
	}
	s.busy += own + time.Duration(s.others*float64(wall))
	return reading{
		wall: wall, processor: own, waiting: time.Duration(s.queued * float64(wall)), known: true, peak: peak, figure: 1 / own.Seconds(),
	}, nil
}

func (s *stage) counters() hostinfo.Counters {
	return hostinfo.Counters{Ticks: &hostinfo.Ticks{Busy: uint64(s.busy.Seconds() * hostinfo.TicksPerSecond), Total: 1 + uint64(s.runs)}}
}

// play plays a duet of ten minutes.
func (s *stage) play(t *testing.T, change func(*Commands)) (*gate.Difference, error) {
	t.Helper()
	c := Commands{
		Base: Command{Name: "base", Args: []string{"a"}}, Head: Command{Name: "head", Args: []string{"b"}},
		By: ByTime, Better: analysis.Lower, Budget: 10 * time.Minute, Seed: seedOf(t, "5eed"),
	}
	change(&c)
	return c.play(t.Context(), instruments{run: s.run, counters: s.counters})
}

func newStage(t *testing.T, slower float64) *stage {
	s := &stage{machine: *newMachine(t), length: time.Second, slower: slower, peak: 5e7}
	s.process, s.drift = 0.01, 0.0005
	return s
}

func TestVerdictsOfCommands(t *testing.T) {
	for slower, want := range map[float64]gate.Verdict{1: gate.Pass, 1.03: gate.Regression, 0.9: gate.Faster} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, slower)
			d, err := s.play(t, func(*Commands) {})
			if err != nil || d.Verdict != want || d.Clock != analysis.WallClock || !d.Paired {
				t.Fatalf("%v: %v, %+v", slower, err, d)
			}
			if len(d.Besides) != 2 || d.Besides[0].Metric != "processor time" || d.Besides[1].Metric != "peak memory" || d.Besides[1].Base.Unit != "B" || d.Besides[0].Verdict != "" {
				t.Errorf("%v: besides %+v", slower, d.Besides)
			}
			if n := d.Changes[0].Blocks; n < MinBlocks || n > PairsOfCommands {
				t.Errorf("%v: %d pairs", slower, n)
			}
		})
	}
}

// TestBusyMachine: what waits for a processor is judged by the time that it had one; what
// waits for something else by wall time, and no regression is told then.
func TestBusyMachine(t *testing.T) {
	for _, test := range []struct {
		idle    float64
		by      Quantity
		clock   analysis.Clock
		verdict gate.Verdict
	}{
		{0, ByTime, analysis.ProcessorClock, gate.Regression},
		{0.7, ByTime, analysis.WallClock, gate.Inconclusive},
		{0.7, ByProcessor, analysis.ProcessorClock, gate.Regression},
		{0, ByWall, analysis.WallClock, gate.Inconclusive},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, 1.2)
			s.queued, s.idle, s.others = 0.2, test.idle, 2
			d, err := s.play(t, func(c *Commands) { c.By, c.Budget = test.by, time.Hour })
			if err != nil || d.Verdict != test.verdict || d.Clock != test.clock || len(d.Remarks) == 0 || !strings.Contains(d.Remarks[0], "the machine was shared") {
				t.Errorf("%+v: %v, %v by %v, %q", test, err, d.Verdict, d.Clock, d.Remarks)
			}
		})
	}
}

func TestFigureOfCommands(t *testing.T) {
	for better, want := range map[analysis.Better]gate.Verdict{analysis.Higher: gate.Regression, analysis.Lower: gate.Faster} {
		synctest.Test(t, func(t *testing.T) {
			d, err := newStage(t, 1.1).play(t, func(c *Commands) {
				c.By, c.Better = ByFigure, better
				pattern := regexp.MustCompile("x(.)")
				c.Base.Figure, c.Head.Figure = pattern, pattern
			})
			if err != nil || d.Verdict != want {
				t.Fatalf("%s: %v, %+v", better, err, d)
			}
			if c := d.Changes[0]; math.Abs(c.Ratio.Value-1/1.1) > 0.02 || c.Ratio.Low > c.Ratio.Value || c.Ratio.High < c.Ratio.Value || c.Metric != "x(.)" || c.Base.Value < 0.8 {
				t.Errorf("%s: %+v", better, c)
			}
		})
	}
}

// TestMemoryOfCommands: what is not known is neither 0 nor a pass.
func TestMemoryOfCommands(t *testing.T) {
	for peak, want := range map[float64]gate.Verdict{5e7: gate.Regression, 0: gate.NotComparable} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, 1.1)
			s.peak = peak
			d, err := s.play(t, func(c *Commands) { c.By = ByMemory })
			if want == gate.NotComparable {
				if !errors.Is(err, gate.ErrNotComparable) || d != nil {
					t.Errorf("%v, %+v", err, d)
				}
				return
			}
			if err != nil || d.Verdict != want || d.Changes[0].Metric != "peak memory" {
				t.Errorf("%v, %+v", err, d)
			}
		})
	}
}

// TestShortCommands: runs are gathered into pairs, so that there are not thousands, and
// the budget is kept to.
func TestShortCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, 1)
		s.length, s.process, s.drift = time.Millisecond, 0.5, 0
		start := time.Now()
		d, err := s.play(t, func(c *Commands) { c.Budget, c.Warmup = 10*time.Second, 3 })
		if err != nil {
			t.Fatal(err)
		}
		if n := d.Changes[0].Blocks; n < MinBlocks || n > 2*PairsOfCommands || s.runs < 10*n {
			t.Errorf("%d pairs of %d runs", n, s.runs)
		}
		if gone := time.Since(start); gone > 11*time.Second {
			t.Errorf("it took %v", gone)
		}
	})
}

// TestLongCommands: a budget for a few pairs is kept to, and tells nothing where there are
// too few.
func TestLongCommands(t *testing.T) {
	for budget, want := range map[time.Duration]gate.Verdict{time.Minute: gate.Inconclusive, 10 * time.Minute: gate.Regression} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, 1.5)
			s.length = 20 * time.Second
			start := time.Now()
			d, err := s.play(t, func(c *Commands) { c.Budget = budget })
			if gone := time.Since(start); err != nil || d.Verdict != want || gone > budget+time.Minute {
				t.Errorf("budget %v: %v, %v after %v", budget, err, d.Verdict, gone)
			}
		})
	}
}

// TestFailedRun: the pairs before it are no verdict, and are told beside the error.
func TestFailedRun(t *testing.T) {
	for _, at := range []int{1, 20} {
		synctest.Test(t, func(t *testing.T) {
			s := newStage(t, 1)
			s.refused = at
			d, err := s.play(t, func(*Commands) {})
			if !errors.Is(err, errMade) || (d != nil) != (at > 2) {
				t.Errorf("run %d: %v, %v", at, err, d)
			}
		})
	}
}

func TestCommandsConfig(t *testing.T) {
	for _, args := range [][]string{nil, {"no-such-program"}, {"."}} {
		if _, err := MeasureCommands(t.Context(), Commands{Base: Command{Args: args}}); !errors.Is(err, ErrConfig) {
			t.Errorf("%q: %v", args, err)
		}
	}
}
