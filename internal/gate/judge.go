// The verdict on a subject: how much longer the head takes, how sure that is, and
// whether that is more than the tolerance.

package gate

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/stats"
	"primebench/internal/unit"
)

const (
	// blocksOfSide is about how many blocks a side has that was not measured in turn
	// with the other: enough for rank intervals at the levels that a family of cells
	// asks for, and few enough that each holds several samples.
	blocksOfSide = 20
	// processesOfSide is from how many runs of a side on each is one block. With
	// fewer, each is parted.
	processesOfSide = 8
	// familyError is the chance that a family of changes holds a wrong verdict.
	familyError = 1 - stats.Confidence
	// noiseFactor is how many times the noise of the same build a regression must
	// exceed.
	noiseFactor = 2
	// unseenNoise is the noise, as a logarithm, that is taken for what a single
	// process does not show. The limit that follows is 4 %: where processes scatter by
	// a standard deviation of 1 %, two of them differ by that in one case of two
	// hundred.
	unseenNoise = 0.02
	// patience is how many times the blocks that there are may still be asked for.
	// A change that stands as near to the tolerance as that is not settled by more.
	patience = 50
)

// evidence is the blocks of one subject, as logarithms of seconds in the order of
// time; in turn, block i of either side are neighbours.
type evidence struct {
	base, head []float64
	inTurn     bool
	oneProcess bool // a side is of one process, and does not show how processes differ
	counted    bool // no clock told the values, so that they may be equal
}

// evidenceOf reads the blocks of a pair of subjects, at most so many a run.
func (p pairing) evidenceOf(inTurn bool, most int) evidence {
	if inTurn {
		return evidence{base: p.base.logs(1), head: p.head.logs(1), inTurn: true, counted: p.base.counted()}
	}
	base, head := len(p.base.readings), len(p.head.readings)
	return evidence{
		base:       p.base.logs(min(most, blocksOfRun(base))),
		head:       p.head.logs(min(most, blocksOfRun(head))),
		oneProcess: base == 1 || head == 1,
		counted:    p.base.counted(),
	}
}

// blocksOfRun is how many blocks each of so many runs is parted into.
func blocksOfRun(runs int) int {
	if runs >= processesOfSide {
		return 1
	}
	return (blocksOfSide + runs - 1) / runs
}

// blocks is how many the ratio stands on.
func (e evidence) blocks() int { return min(len(e.base), len(e.head)) }

// quotients are the logarithms of head over base, pair by pair.
func (e evidence) quotients() []float64 {
	d := make([]float64, len(e.base))
	for i := range d {
		d[i] = e.head[i] - e.base[i]
	}
	return d
}

// shift is the logarithm of head over base with its rank interval.
func (e evidence) shift(confidence float64) (stats.Interval, error) {
	if e.inTurn {
		return stats.PairedShift(e.quotients(), confidence)
	}
	return stats.Shift(e.base, e.head, confidence)
}

// chance is the two-sided p-value of a true shift of so much.
func (e evidence) chance(about float64) (float64, error) {
	if e.inTurn {
		return stats.SignedRank(e.quotients(), about)
	}
	return stats.RankSum(e.base, e.head, about)
}

// noise is how much the same build differs from itself, as a logarithm: in turn,
// how far the even pairs lie from the odd ones beyond what their scatter explains,
// since scatter is in the interval already; else how far the quarters of a side's time
// lie apart, the larger of both sides, and unseenNoise at least where a side is of
// one process.
func (e evidence) noise() float64 {
	if e.inTurn {
		var even, odd []float64
		for i, d := range e.quotients() {
			if i%2 == 0 {
				even = append(even, d)
			} else {
				odd = append(odd, d)
			}
		}
		return beyondScatter(even, odd)
	}
	noise := math.Max(wandering(e.base), wandering(e.head))
	if e.oneProcess {
		noise = math.Max(noise, unseenNoise)
	}
	return noise
}

// beyondScatter is how far the interval of the shift between two samples lies from
// none; 0 where it holds that, or there is no interval.
func beyondScatter(x, y []float64) float64 {
	iv, err := stats.Shift(x, y, stats.Confidence)
	if err != nil {
		return 0
	}
	return math.Max(0, math.Max(iv.Low, -iv.High))
}

// wandering is how far the medians of the quarters of x lie apart, of fewer than
// four values these themselves.
func wandering(x []float64) float64 {
	parts := min(4, len(x))
	low, high := math.Inf(1), math.Inf(-1)
	for k := range parts {
		m := median(x[k*len(x)/parts : (k+1)*len(x)/parts])
		low, high = math.Min(low, m), math.Max(high, m)
	}
	return math.Max(0, high-low)
}

// stuck says that a side's blocks are all equal to the last digit, as no
// measurement's are.
func (e evidence) stuck() string {
	if e.counted {
		return ""
	}
	for _, side := range []struct {
		name   string
		values []float64
	}{{"base", e.base}, {"head", e.head}} {
		first := side.values[0]
		if len(side.values) > 1 && !slices.ContainsFunc(side.values, func(v float64) bool { return v != first }) {
			return fmt.Sprintf("all %d blocks of the %s take exactly %s: the clock is too coarse, or this is no measurement",
				len(side.values), side.name, unit.Seconds(math.Exp(first)))
		}
	}
	return ""
}

// changes judges a family of subjects.
func changes(pairs []pairing, inTurn bool, tolerance float64) []Change {
	family := make([]evidence, len(pairs))
	for i, p := range pairs {
		family[i] = p.evidenceOf(inTurn, math.MaxInt)
	}
	list := judge(family, tolerance)
	for i, p := range pairs {
		p.describe(&list[i])
	}
	return list
}

// describe says what a change is of.
func (p pairing) describe(c *Change) {
	if p.base.series != nil {
		p.base.series.describe(c)
		return
	}
	c.Cell, c.Op, c.Quantity = p.base.cell, p.base.op, p.base.quantity
	c.HeadStrategy, c.HeadKernel = p.head.cell.Strategy, p.head.cell.Kernel
	modelled := p.base.status == analysis.Modelled
	c.Base.Modelled, c.Head.Modelled, c.Ratio.Modelled = modelled, modelled, modelled
}

// judge gives each member of a family its verdict, so that the chance of a wrong
// one anywhere is familyError at most (S. Holm, A simple sequentially rejective
// multiple test procedure, Scand. J. Statist. 6, 1979): the clearest case is
// judged by the interval at 1 - familyError/m, the next at 1 - familyError/(m-1),
// and so on up to the first that is not clear, which sets the level for the rest.
func judge(family []evidence, tolerance float64) []Change {
	list := make([]Change, len(family))
	for i, e := range family {
		list[i] = open(e, tolerance)
	}
	order := make([]int, len(family))
	p := make([]float64, len(family))
	for i, e := range family {
		order[i], p[i] = i, e.doubt(&list[i], tolerance)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })

	left, undecided := len(family), false
	for _, i := range order {
		clear := family[i].decide(&list[i], tolerance, 1-familyError/float64(left))
		if undecided = undecided || !clear; !undecided {
			left--
		}
	}
	return list
}

// open fills in what needs no level: the times of both sides, the noise, the limit.
func open(e evidence, tolerance float64) Change {
	c := Change{Blocks: e.blocks(), Base: blockTime(e.base), Head: blockTime(e.head)}
	c.Noise = math.Expm1(e.noise())
	c.Limit = math.Max(tolerance, math.Expm1(noiseFactor*e.noise()))
	return c
}

// doubt is the p-value of the hypothesis that the nearer of the two bounds is the
// truth; 1 where there are too few blocks to tell.
func (e evidence) doubt(c *Change, tolerance float64) float64 {
	pass, fail := math.Log1p(tolerance), math.Log1p(c.Limit)
	bound := pass
	if c.Head.Value/c.Base.Value > math.Exp((pass+fail)/2) {
		bound = fail
	}
	p, err := e.chance(bound)
	if err != nil {
		return 1
	}
	return p
}

// decide writes the ratio at a level and the verdict that follows, and says
// whether there is one.
func (e evidence) decide(c *Change, tolerance, confidence float64) bool {
	c.Verdict, c.Confidence = Inconclusive, confidence
	c.Ratio = analysis.Estimate{Unit: analysis.UnitTimes, Better: analysis.Lower, N: c.Blocks, Method: e.method(confidence)}
	iv, err := e.shift(confidence)
	if err != nil {
		c.Why, c.Ratio.Need = whyFew(err), max(1, stats.Missing(err))
		c.More = c.Ratio.Need
		point := c.Head.Value / c.Base.Value
		c.Ratio = *c.Ratio.With(stats.Interval{Value: point, Low: point, High: point})
		return false
	}
	c.Ratio = *c.Ratio.With(stats.Interval{Value: math.Exp(iv.Value), Low: math.Exp(iv.Low), High: math.Exp(iv.High)})
	if c.Why = e.stuck(); c.Why != "" {
		return false
	}
	pass, fail := math.Log1p(tolerance), math.Log1p(c.Limit)
	switch {
	case iv.Low > fail:
		c.Verdict = Regression
	case iv.High < -pass:
		c.Verdict = Faster
	case iv.High < pass:
		c.Verdict = Pass
	default:
		c.Why, c.More = whyOpen(iv, pass, fail, c.Blocks)
		return false
	}
	return true
}

func (e evidence) method(confidence float64) string {
	if e.inTurn {
		return "median of the pairwise means of " + unit.Count(len(e.base), "pair") + " of blocks, signed-rank interval at " + unit.Percent(confidence)
	}
	return fmt.Sprintf("median of all quotients of %s and %d of the base, rank-sum interval at %s",
		unit.Count(len(e.head), "block"), len(e.base), unit.Percent(confidence))
}

// median is that of finite values, at least one.
func median(x []float64) float64 {
	m, err := stats.Median(x)
	if err != nil {
		return math.NaN()
	}
	return m
}

// whyFew says why there is no interval.
func whyFew(err error) string {
	var few *stats.NeedError
	if errors.As(err, &few) {
		return fmt.Sprintf("%s, want at least %d", unit.Count(few.Have, "block"), few.Need)
	}
	return err.Error()
}

// whyOpen says why an interval decides nothing, and about how many more blocks
// would make it narrow enough: its width shrinks with the square root of their
// number. 0 where the change stands too near to a bound for any number.
func whyOpen(iv stats.Interval, pass, fail float64, blocks int) (string, int) {
	gap := math.Max(pass-iv.Value, iv.Value-fail)
	reach := iv.High - iv.Value // toward the bound that it must not cross
	if iv.Value > fail {
		reach = iv.Value - iv.Low
	}
	if gap <= 0 {
		return "the change lies between the tolerance and twice the noise of the machine; a quieter machine would tell", 0
	}
	more := math.Ceil(float64(blocks) * ((reach/gap)*(reach/gap) - 1))
	if !(more <= patience*float64(blocks)) {
		return "the change is as large as the tolerance; more blocks would not tell", 0
	}
	more = math.Max(1, more)
	return fmt.Sprintf("the interval holds the tolerance; about %s more would settle it", unit.Count(int(more), "block")), int(more)
}

// blockTime is the median block of a side in seconds with its own interval.
func blockTime(logs []float64) analysis.Estimate {
	e := analysis.Estimate{Unit: analysis.UnitSeconds, Better: analysis.Lower, N: len(logs), Method: "median of " + unit.Count(len(logs), "block")}
	iv, err := stats.Quantile(logs, 0.5)
	if err != nil {
		m := median(logs)
		iv, e.Need = stats.Interval{Value: m, Low: m, High: m}, max(1, stats.Missing(err))
	}
	return *e.With(stats.Interval{Value: math.Exp(iv.Value), Low: math.Exp(iv.Low), High: math.Exp(iv.High)})
}

// geomean judges the geometric mean over all subjects, as one more change by
// itself: block by block, the mean of the logarithms. Blocks of different subjects
// are of the same stretch of time, so their common drift stays in the scatter.
func geomean(pairs []pairing, inTurn bool, tolerance float64) *Change {
	most := math.MaxInt
	for _, p := range pairs {
		for _, r := range slices.Concat(p.base.readings, p.head.readings) {
			most = min(most, r.most)
		}
	}
	total := pairs[0].evidenceOf(inTurn, most)
	for _, p := range pairs[1:] {
		e := p.evidenceOf(inTurn, most)
		for i := range e.base {
			total.base[i] += e.base[i]
		}
		for i := range e.head {
			total.head[i] += e.head[i]
		}
	}
	for _, side := range [][]float64{total.base, total.head} {
		for i := range side {
			side[i] /= float64(len(pairs))
		}
	}
	c := judge([]evidence{total}, tolerance)[0]
	c.Quantity = "geometric mean of " + unit.Count(len(pairs), "subject")
	return &c
}
