// Duets of made players in made time: each block takes as long as it says, and
// nobody waits.

package duet

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

	"primebench/internal/gate"
	"primebench/internal/rng"
	"primebench/results"
)

// A machine is what two made players share: it gets slower from block to block,
// and each block has luck of its own.
type machine struct {
	t       *testing.T
	luck    *rng.Stream
	drift   float64 // part by which each block is slower than the one before
	process float64 // standard deviation of a block, relative
	late    float64 // how many times its budget a block takes; 0: once
	blocks  []block
}

// A block is one call of a player.
type block struct {
	side   string
	seed   rng.Seed
	budget time.Duration
}

func newMachine(t *testing.T) *machine {
	return &machine{t: t, luck: seedOf(t, "6d").Stream(0)}
}

func seedOf(t testing.TB, hex string) rng.Seed {
	t.Helper()
	seed, err := rng.ParseSeed(hex)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// noise has mean 0, standard deviation 1 and the law of a sum of twelve uniform
// numbers.
func (m *machine) noise() float64 {
	sum := -6.0
	for range 12 {
		sum += float64(m.luck.Uint64()>>11) / (1 << 53)
	}
	return sum
}

// player is a side that is slower by a factor.
func (m *machine) player(side string, factor float64) Player {
	return func(ctx context.Context, seed rng.Seed, budget time.Duration) (*results.Run, error) {
		start := time.Now()
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(max(1, time.Duration(m.late)) * budget):
		}
		state := factor * math.Pow(1+m.drift, float64(len(m.blocks))) * (1 + m.process*m.noise())
		m.blocks = append(m.blocks, block{side, seed, budget})
		return runOf(start, seed, func() float64 { return 0.01 * state * (1 + 0.001*m.noise()) }), nil
	}
}

// runOf is a run of 20 replays that take so many seconds.
func runOf(start time.Time, seed rng.Seed, seconds func() float64) *results.Run {
	run := &results.Run{
		Header: results.Header{
			Start: start, Seed: seed.String(), Host: results.Host{OS: "linux", Arch: "amd64", CPU: "cpu"},
			Cells: []results.Cell{{
				Kind: results.KindPrime, Bits: 1024, Strategy: "onthefly", Mode: results.ModeReplay, Workers: 1, Kernel: "ifma",
				Policy: results.Policy{Name: "mr5", Rounds: 5}, List: strings.Repeat("0a", 32),
			}},
		},
		Closing: &results.Closing{Reason: results.ReasonDone},
	}
	for range 20 {
		run.Samples = append(run.Samples, results.Sample{Op: results.OpReplay, Count: 1, WallNS: int64(seconds() * 1e9)})
	}
	return run
}

// config is a duet of the machine's players.
func (m *machine) config(factor float64) Config {
	return Config{
		Base: m.player("base", 1), Head: m.player("head", factor), Budget: 10 * time.Minute, Block: 2 * time.Second,
		Seed: seedOf(m.t, "5eed"),
	}
}

// measure plays a duet that must come to its end.
func measure(t *testing.T, c Config) *Result {
	t.Helper()
	found, err := Measure(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Base) != len(found.Head) || !found.Difference.Paired {
		t.Fatalf("%d and %d blocks, paired %v", len(found.Base), len(found.Head), found.Difference.Paired)
	}
	return found
}

// A pair is a block of either side with the same candidates, and no two pairs
// share theirs. Who begins is drawn: by the same seed alike, and each side at times.
func TestOrderIsDrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		orders := map[string]bool{}
		for _, hex := range []string{"01", "01", "02"} {
			m := newMachine(t)
			c := m.config(1)
			c.Seed, c.ToTheEnd, c.Budget = seedOf(t, hex), true, 2*time.Minute
			measure(t, c)
			seeds, order := map[rng.Seed]bool{}, ""
			for i := 0; i < len(m.blocks); i += 2 {
				first, second := m.blocks[i], m.blocks[i+1]
				if first.seed != second.seed || first.side == second.side || seeds[first.seed] || first.budget != 2*time.Second {
					t.Errorf("seed %s, pair %d: %v and %v", hex, i/2, first, second)
				}
				seeds[first.seed] = true
				order += first.side[:1]
			}
			if begun := strings.Count(order, "b"); begun < 5 || begun > len(order)-5 {
				t.Errorf("seed %s: the base begins %d of %d pairs", hex, begun, len(order))
			}
			orders[order] = true
		}
		if len(orders) != 2 {
			t.Errorf("orders of seeds 01, 01 and 02: %v, want the first two alike and the third another", orders)
		}
	})
}

// A machine that gets slower by a fifth of a per cent with each block, and so by
// more than the slowdown that is looked for, hides nothing and feigns nothing.
func TestDriftIsNoChange(t *testing.T) {
	for factor, want := range map[float64]gate.Verdict{1: gate.Pass, 1.05: gate.Regression, 0.95: gate.Faster} {
		synctest.Test(t, func(t *testing.T) {
			m := newMachine(t)
			m.drift, m.process = 0.002, 0.002
			found := measure(t, m.config(factor))
			change := found.Difference.Changes[0]
			if found.Difference.Verdict != want || math.Abs(change.Ratio.Value/factor-1) > 0.01 {
				t.Errorf("factor %v: %s, %+v, want %s", factor, found.Difference.Verdict, change, want)
			}
			if len(found.Base) >= 60 {
				t.Errorf("factor %v: %d pairs, want an end by width", factor, len(found.Base))
			}
		})
	}
}

// When a duet ends depends on the widths of the intervals alone: at the same
// scatter after the same pairs, whatever the verdict.
func TestEndsOnWidth(t *testing.T) {
	ends := map[int]bool{}
	verdicts := map[gate.Verdict]bool{}
	for _, factor := range []float64{0.5, 0.95, 1, 1.02, 1.05, 1.5} {
		synctest.Test(t, func(t *testing.T) {
			m := newMachine(t)
			m.process = 0.012
			c := m.config(factor)
			widths := []float64{}
			c.Done = func(pairs int, gone time.Duration, width float64) {
				widths = append(widths, width)
				if pairs != len(widths) || gone != time.Duration(pairs)*4*time.Second {
					t.Errorf("told of %d pairs and %v after %d", pairs, gone, len(widths))
				}
			}
			found := measure(t, c)
			n := len(found.Base)
			ends[n], verdicts[found.Difference.Verdict] = true, true
			ratio := found.Difference.Changes[0].Ratio
			if half := math.Log(ratio.High/ratio.Low) / 2; len(widths) != n || widths[n-1] != half || half > WantedWidth(c.Rules) {
				t.Errorf("factor %v: ended at a half interval of %v, told %v, wanted %v", factor, half, widths, WantedWidth(c.Rules))
			}
			if !math.IsInf(widths[0], 1) || !math.IsInf(widths[4], 1) || math.IsInf(widths[5], 1) {
				t.Errorf("widths %v, want none before 6 pairs", widths)
			}
			for i, w := range widths[:n-1] {
				if i+1 >= MinBlocks && w <= WantedWidth(c.Rules) {
					t.Errorf("factor %v: went on after pair %d at a width of %v", factor, i+1, w)
				}
			}
		})
	}
	if len(ends) != 1 || ends[MinBlocks] || len(verdicts) != 4 {
		t.Errorf("ends %v, verdicts %v; want one end beyond %d pairs, and every verdict", ends, verdicts, MinBlocks)
	}
}

// A duet that does not come to an end by width ends before a pair that would pass
// its budget, but not with fewer pairs than a verdict needs.
func TestEndsOnBudget(t *testing.T) {
	for name, c := range map[string]struct {
		budget        time.Duration
		process, late float64
		toTheEnd      bool
		want          int
	}{
		"noisy":                {budget: 80 * time.Second, process: 0.1, want: 20},
		"a pair too long":      {budget: 79 * time.Second, process: 0.1, want: 19},
		"quiet":                {budget: 80 * time.Second, want: MinBlocks},
		"quiet, to the end":    {budget: 80 * time.Second, toTheEnd: true, want: 20},
		"blocks take too long": {budget: MinBudget, process: 0.1, late: 3, want: MinBlocks},
	} {
		synctest.Test(t, func(t *testing.T) {
			m := newMachine(t)
			m.process, m.late = c.process, c.late
			config := m.config(1)
			config.Budget, config.ToTheEnd = c.budget, c.toTheEnd
			if got := len(measure(t, config).Base); got != c.want {
				t.Errorf("%s: %d pairs, want %d", name, got, c.want)
			}
		})
	}
}

func TestBlockOf(t *testing.T) {
	for budget, want := range map[time.Duration]time.Duration{
		MinBudget: 2 * time.Second, 80 * time.Second: 2 * time.Second, 2 * time.Minute: 3 * time.Second, 20 * time.Minute: 30 * time.Second,
	} {
		if got := BlockOf(budget); got != want {
			t.Errorf("budget %v: blocks of %v, want %v", budget, got, want)
		}
		synctest.Test(t, func(t *testing.T) {
			m := newMachine(t)
			c := m.config(1)
			c.Budget, c.Block = budget, 0
			measure(t, c)
			if got := m.blocks[0].budget; got != want {
				t.Errorf("budget %v: measured in blocks of %v, want %v", budget, got, want)
			}
		})
	}
}

// What ends a duet in the middle of a pair leaves the pairs before it, and what
// they say.
func TestWholePairsAreKept(t *testing.T) {
	ended := errors.New("ended from outside")
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		want  error
		text  string
		spoil func(config *Config, cancel context.CancelCauseFunc)
	}{
		"cancelled": {ended, "block 4 of the", func(c *Config, cancel context.CancelCauseFunc) {
			time.AfterFunc(15*time.Second, func() { cancel(ended) }) // in the second block of pair 4
		}},
		"broken": {broken, "block 4 of the head", func(c *Config, _ context.CancelCauseFunc) {
			sound, calls := c.Head, 0
			c.Head = func(ctx context.Context, seed rng.Seed, budget time.Duration) (*results.Run, error) {
				if calls++; calls == 4 {
					return nil, broken
				}
				return sound(ctx, seed, budget)
			}
		}},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			config := newMachine(t).config(1)
			c.spoil(&config, cancel)
			found, err := Measure(ctx, config)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%s: %v, want %v of %s", name, err, c.want, c.text)
			}
			if len(found.Base) != 3 || len(found.Head) != 3 || found.Difference == nil || !found.Difference.Paired || len(found.Difference.Changes) != 1 {
				t.Errorf("%s: kept %+v", name, found)
			}
		})
	}
}

// Builds that do unequal work are found out by their first pair.
func TestNotComparable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t)
		c := m.config(1)
		sound := c.Head
		c.Head = func(ctx context.Context, seed rng.Seed, budget time.Duration) (*results.Run, error) {
			run, err := sound(ctx, seed, budget)
			run.Header.Cells[0].Kernel = "generic"
			return run, err
		}
		found, err := Measure(t.Context(), c)
		if !errors.Is(err, gate.ErrNotComparable) || !strings.Contains(err.Error(), "kernel is ifma in the base and generic in the head") {
			t.Errorf("%v, want the kernels named", err)
		}
		if len(m.blocks) != 2 || len(found.Difference.Obstacles) != 1 {
			t.Errorf("%d blocks, %+v", len(m.blocks), found.Difference)
		}
		c.Rules.Across = []gate.Field{gate.FieldKernel}
		if measure(t, c).Difference.Verdict != gate.Pass {
			t.Error("kernels are not compared where that is what is asked about")
		}
	})
}

func TestBadConfig(t *testing.T) {
	for text, spoil := range map[string]func(c *Config){
		"a player of either side": func(c *Config) { c.Head = nil },
		"player of either":        func(c *Config) { c.Base = nil },
		"a budget of 31s":         func(c *Config) { c.Budget = 31 * time.Second },
		"a budget of 0s":          func(c *Config) { c.Budget = 0 },
		"blocks of -1ns":          func(c *Config) { c.Block = -1 },
		"blocks of 1m0s":          func(c *Config) { c.Block = time.Minute },
		"a tolerance of -0.1":     func(c *Config) { c.Rules.Tolerance = -0.1 },
		"a tolerance of NaN":      func(c *Config) { c.Rules.Tolerance = math.NaN() },
		"a tolerance of 1.5":      func(c *Config) { c.Rules.Tolerance = 1.5 },
	} {
		m := newMachine(t)
		c := m.config(1)
		spoil(&c)
		found, err := Measure(t.Context(), c)
		if !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), text) || found != nil || len(m.blocks) > 0 {
			t.Errorf("%s: %v, %+v after %d blocks", text, err, found, len(m.blocks))
		}
	}
}

// The names of a side's runs count its blocks.
func TestNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		found := measure(t, newMachine(t).config(1))
		want := []string{}
		for i := range found.Head {
			want = append(want, fmt.Sprintf("block %d of the head", i+1))
		}
		if got := found.Difference.Head.Names; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}
