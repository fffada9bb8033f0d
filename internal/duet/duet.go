// Package duet measures two builds of primebench, or one in two ways, against each
// other: block by block in fresh processes, the order of each pair drawn by a
// seed, so that a machine that drifts, and a process that happens to be laid out
// well, hit both alike.
//
// Program makes a Player of a build, and Measure plays two of them. It goes on
// until the interval of every change is narrow enough or the time is over. It looks
// at widths only and never at what the intervals say: a rule that stopped at a
// verdict would find one where there is none.
package duet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"primebench/internal/gate"
	"primebench/internal/rng"
	"primebench/results"
)

// ErrConfig is wrapped by the error for a Config that cannot be measured.
var ErrConfig = errors.New("duet: bad configuration")

const (
	// MinBlocks is how many pairs there are at least. A rule that stops on width ends
	// where the pairs happen to agree: by the simulation in package stats, from 8 pairs
	// on the intervals of 95 % hold the truth in 93.6 % of such duets, from 12 on in
	// 94.1 %, from 16 on in 94.9 %.
	MinBlocks = 16
	// MinBudget is the time in which that many pairs of the shortest blocks fit.
	MinBudget = 2 * MinBlocks * leastBlock
	// PairsOfBudget is into how many pairs the time is parted: a rank interval of so
	// many is narrow, and in a minute a side each process lasts long enough.
	PairsOfBudget = 20

	// leastBlock is the time of one process: it takes half a second to make the lists
	// of a replay.
	leastBlock = 2 * time.Second
	// narrow is the part of the tolerance that half an interval may be for the duet
	// to end before its time: a change of the tolerance and a half is then told.
	narrow = 0.25
)

// A Player is one side of a duet: it measures for about the time given, with
// candidates drawn from the seed, and returns its run.
type Player func(ctx context.Context, seed rng.Seed, budget time.Duration) (*results.Run, error)

// Config is what Measure needs.
type Config struct {
	Base, Head Player
	Rules      gate.Rules
	Budget     time.Duration // for both sides together, at least MinBudget
	Block      time.Duration // of one process; 0: by the budget, see BlockOf
	ToTheEnd   bool          // use all of the budget, however narrow the intervals are
	Seed       rng.Seed      // decides the candidates of each pair and who begins
	// Done, when not nil, is told after each pair: how many there are, the time gone
	// and the widest half interval among the changes as a relative change, infinite
	// as long as there is none.
	Done func(pairs int, gone time.Duration, width float64)
}

// A Result is what a duet came to: the runs, pair by pair, and what they say.
type Result struct {
	Base, Head []gate.Input
	Difference *gate.Difference
}

// Measure plays the duet. When ctx ends, the result holds the pairs that were
// whole, if any, beside the error. An error that wraps gate.ErrNotComparable
// comes with a result that says why.
func Measure(ctx context.Context, c Config) (*Result, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	block := cmp.Or(c.Block, BlockOf(c.Budget))
	order := c.Seed.Derive("order").Stream(0)
	result, start := new(Result), time.Now()
	for pair := 0; ; pair++ {
		if err := result.play(ctx, c, pair, order.Below(2) == 1, block); err != nil {
			return result, err
		}
		var err error
		rules := c.Rules
		rules.Now = time.Now() // the last block began just before
		if result.Difference, err = gate.Compare(result.Base, result.Head, rules); err != nil {
			return result, fmt.Errorf("%w (by blocks of %v, which a larger budget makes longer)", err, block)
		}
		gone, width := time.Since(start), widest(result.Difference)
		if c.Done != nil {
			c.Done(pair+1, gone, width)
		}
		each := gone / time.Duration(pair+1)
		enough := width <= WantedWidth(c.Rules) && !c.ToTheEnd
		if pair+1 >= MinBlocks && (enough || gone+each > c.Budget) {
			return result, nil
		}
	}
}

// check refuses what cannot be measured before anything is.
func (c *Config) check() error {
	switch {
	case c.Base == nil || c.Head == nil:
		return fmt.Errorf("%w: want a player of either side", ErrConfig)
	case c.Budget < MinBudget:
		return fmt.Errorf("%w: a budget of %v, want at least %v for %d pairs of blocks", ErrConfig, c.Budget, MinBudget, MinBlocks)
	case c.Block < 0 || c.Block > c.Budget/(2*MinBlocks):
		return fmt.Errorf("%w: blocks of %v, want at most %v, so that %d pairs fit into %v", ErrConfig, c.Block, c.Budget/(2*MinBlocks), MinBlocks, c.Budget)
	}
	if tolerance := c.Rules.Tolerance; !(tolerance >= 0 && tolerance <= gate.MaxTolerance) {
		return fmt.Errorf("%w: a tolerance of %v, want above 0 and at most %v, or 0 for %v", ErrConfig, tolerance, gate.MaxTolerance, gate.DefaultTolerance)
	}
	return nil
}

// BlockOf is how long a process of a duet with that budget measures.
func BlockOf(budget time.Duration) time.Duration {
	return max(leastBlock, budget/(2*PairsOfBudget))
}

// WantedWidth is half the width of an interval, as a relative change, at which a
// duet by these rules ends.
func WantedWidth(r gate.Rules) float64 {
	return narrow * cmp.Or(r.Tolerance, gate.DefaultTolerance)
}

// play measures one pair and adds it when both its runs are there.
func (r *Result) play(ctx context.Context, c Config, pair int, headFirst bool, block time.Duration) error {
	seed := c.Seed.Derive(fmt.Sprintf("pair %d", pair))
	var runs [2]*results.Run // base, head
	for turn := range runs {
		side, play := turn, c.Base
		if headFirst {
			side = 1 - turn
		}
		if side == 1 {
			play = c.Head
		}
		var err error
		if runs[side], err = play(ctx, seed, block); err != nil {
			return fmt.Errorf("duet: block %d of the %s: %w", pair+1, []string{"base", "head"}[side], err)
		}
	}
	name := func(side string) string { return fmt.Sprintf("block %d of the %s", pair+1, side) }
	r.Base = append(r.Base, gate.Input{Name: name("base"), Run: runs[0]})
	r.Head = append(r.Head, gate.Input{Name: name("head"), Run: runs[1]})
	return nil
}

// widest is the widest half interval of the changes on the logarithmic scale,
// which nothing but pairs narrow.
func widest(d *gate.Difference) float64 {
	if !d.Paired {
		return math.Inf(1)
	}
	width := 0.0
	for i := range d.Changes {
		ratio := &d.Changes[i].Ratio
		if ratio.Need > 0 {
			return math.Inf(1)
		}
		width = math.Max(width, math.Log(ratio.High/ratio.Low)/2)
	}
	return width
}
