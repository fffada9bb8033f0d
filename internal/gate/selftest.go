// A gate tried on a build and itself: how often it cries wolf, and how often it
// finds a slowdown that is known to be there.

package gate

import (
	"fmt"
	"math"
	"slices"
	"time"

	"primebench/internal/analysis"
	"primebench/internal/stats"
)

// A SelfTest is how a gate did in many comparisons of one build with itself, whose
// head was made slower by a known part.
type SelfTest struct {
	Side      Side          `json:"side"` // the build and the machine
	Tolerance float64       `json:"tolerance"`
	Blocks    int           `json:"blocks"`            // of a side in a comparison
	Measured  time.Duration `json:"measured_s"`        // by the blocks of a side of a comparison, on average
	Pairs     int           `json:"pairs"`             // of blocks that were measured in all
	Apart     int           `json:"comparisons_apart"` // comparisons in turn that have no block in common
	Rows      []SelfTestRow `json:"rows"`
}

// A SelfTestRow is the comparisons of one slowdown and one order of measuring.
type SelfTestRow struct {
	Slowdown float64 `json:"slowdown"` // 0.05: the head's times are multiplied by 1.05
	// InTurn is set when each block of the base is compared with its neighbour of
	// the head; otherwise a stretch of blocks is compared with the stretch after it,
	// as where the base was measured before.
	InTurn      bool              `json:"in_turn"`
	Comparisons int               `json:"comparisons"`
	Regressions analysis.Estimate `json:"regressions"`  // share of comparisons that end as a regression
	Open        int               `json:"inconclusive"` // comparisons that end so
	Passes      int               `json:"passes"`       // comparisons that end as a pass
}

// A Trial is a slowdown and in how many comparisons it is tried.
type Trial struct {
	Slowdown    float64
	Comparisons int
}

// Try draws comparisons of so many blocks a side from pairs of blocks of one
// build, which were measured in turn: a random stretch of the pairs, and in each
// pair at random which block is called the head. Comparisons overlap where more
// are drawn than there are blocks for, so that they are not independent. draw
// returns a uniform number below its argument.
//
// An error that wraps ErrNotComparable says why the blocks will not do.
func Try(base, head []Input, rules Rules, blocks int, trials []Trial, draw func(n int) int) (*SelfTest, error) {
	d, err := Compare(base, head, rules)
	if err != nil {
		return nil, err
	}
	if !d.Paired {
		return nil, fmt.Errorf("%w block by block: they were not measured in turn, as a duet measures", ErrNotComparable)
	}
	matched, _, _ := match(base, head, rules, d.Clock) // Compare has looked for obstacles
	if len(base) < 2*blocks {
		return nil, fmt.Errorf("%w: %d pairs of blocks, want at least %d for comparisons of %d blocks a side", ErrRules, len(base), 2*blocks, blocks)
	}
	side := sideOf(slices.Concat(base, head))
	g := &SelfTest{
		Side: side, Tolerance: orDefault(rules.Tolerance), Blocks: blocks, Pairs: len(base), Apart: len(base) / blocks,
		Measured: side.Measured * time.Duration(blocks) / time.Duration(2*len(base)),
	}
	pool := poolOf(matched)
	for _, inTurn := range []bool{true, false} {
		for _, t := range trials {
			row, err := pool.try(t, inTurn, blocks, g.Tolerance, draw)
			if err != nil {
				return nil, err
			}
			g.Rows = append(g.Rows, row)
		}
	}
	return g, nil
}

// A pool is the logarithms of all blocks: by subject, then pair, then base and head.
type pool [][][2]float64

func poolOf(matched []pairing) pool {
	p := make(pool, len(matched))
	for i, m := range matched {
		e := m.evidenceOf(true, 1)
		for k := range e.base {
			p[i] = append(p[i], [2]float64{e.base[k], e.head[k]})
		}
	}
	return p
}

// try draws the comparisons of a trial and counts verdicts.
func (p pool) try(t Trial, inTurn bool, blocks int, tolerance float64, draw func(n int) int) (SelfTestRow, error) {
	row := SelfTestRow{Slowdown: t.Slowdown, InTurn: inTurn, Comparisons: t.Comparisons}
	regressions := 0
	for range t.Comparisons {
		family := p.inSequence(blocks, draw)
		if inTurn {
			family = p.inTurn(blocks, draw)
		}
		for _, e := range family {
			for i := range e.head {
				e.head[i] += math.Log1p(t.Slowdown)
			}
		}
		switch worst(judge(family, tolerance)) {
		case Regression:
			regressions++
		case Inconclusive:
			row.Open++
		default:
			row.Passes++
		}
	}
	iv, err := stats.Proportion(regressions, t.Comparisons)
	if err != nil {
		return row, err
	}
	row.Regressions = *analysis.Estimate{
		Unit: analysis.UnitNone, Better: analysis.Nor, N: t.Comparisons, Method: "share of comparisons, exact interval as of independent ones",
	}.With(iv)
	return row, nil
}

// inTurn draws a comparison of neighbours.
func (p pool) inTurn(blocks int, draw func(n int) int) []evidence {
	first := draw(len(p[0]) - blocks + 1)
	family := make([]evidence, len(p))
	for k := first; k < first+blocks; k++ {
		head := draw(2)
		for i := range p {
			family[i].inTurn = true
			family[i].base = append(family[i].base, p[i][k][1-head])
			family[i].head = append(family[i].head, p[i][k][head])
		}
	}
	return family
}

// inSequence draws a comparison of a stretch with the one after it, either of
// which is the head.
func (p pool) inSequence(blocks int, draw func(n int) int) []evidence {
	first, swapped := draw(2*len(p[0])-2*blocks+1), draw(2) == 1
	family := make([]evidence, len(p))
	for i := range p {
		for k := range 2 * blocks {
			v := p[i][(first+k)/2][(first+k)%2]
			if k < blocks != swapped {
				family[i].base = append(family[i].base, v)
			} else {
				family[i].head = append(family[i].head, v)
			}
		}
	}
	return family
}
