// Sides that are no runs of primebench: series of numbers under a name, as other tools
// write them and as two commands give them.

package gate

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// A Record is what one side has measured, whoever did.
type Record struct {
	Names   []string // of the files, or the command
	Machine Machine
	Series  []Series // no two of one Benchmark and Metric
	Remarks []string // what a reader of the verdict should know
	// Failures say why its numbers are of something that failed, which passes no gate;
	// empty where nothing did.
	Failures []string
}

// A Machine is what a Record knows of the machine; "" where it does not say.
type Machine struct{ CPU, OS, Arch string }

// A Series is the numbers of one benchmark and metric.
type Series struct {
	Benchmark string          // its name; "" where there is one alone
	Metric    string          // what was measured: "wall time", "allocs/op"
	Unit      string          // of Processes, as package unit takes it: "s", "B", "1/s", "1"
	Better    analysis.Better // Lower or Higher
	// Processes are the numbers in the order of time, by the process that they were
	// measured in. Each has one at least.
	Processes [][]float64
}

// CompareRecords sets the head's record against the base's, by the rules of Compare. In
// turn, the i-th processes of both sides are neighbours. Numbers that are counted rather
// than timed, such as allocations, may be equal, and 0 on a side; see exactly.
//
// Errors are those of Compare.
func CompareRecords(base, head Record, inTurn bool, rules Rules) (*Difference, error) {
	if err := rules.complete(); err != nil {
		return nil, err
	}
	d := &Difference{Base: base.side(), Head: head.side(), Tolerance: rules.Tolerance, Paired: inTurn, Clock: analysis.WallClock}
	d.Failures = slices.Concat(base.Failures, head.Failures)
	obstacles := base.Machine.obstacles(head.Machine, cmp.Or(slices.Concat(head.Names, []string{"head"})...))
	if len(obstacles) > 0 {
		return d, d.refuse(obstacles)
	}
	pairs, left, obstacles := rules.settle(matchSeries(base.Series, head.Series))
	switch {
	case len(obstacles) > 0:
	case len(pairs) == 0:
		obstacles = []Obstacle{{Where: "base", What: "no measurement"}}
	case !inTurn && repeats(pairs):
		obstacles = []Obstacle{{Where: cmp.Or(slices.Concat(head.Names, []string{"head"})...), What: "the same measurements as the base's, to the last digit"}}
	}
	if len(obstacles) > 0 {
		return d, d.refuse(obstacles)
	}
	var timed []pairing // and what is counted, but never 0
	var places []int
	all := make([]Change, len(pairs))
	for i, p := range pairs {
		if c, ok := p.exactly(rules.Tolerance); ok {
			all[i] = c
			continue
		}
		timed, places = append(timed, p), append(places, i)
	}
	if obstacles := unmeasurable(timed, inTurn); len(obstacles) > 0 {
		return d, d.refuse(obstacles)
	}
	for i, c := range changes(timed, inTurn, rules.Tolerance) {
		all[places[i]] = c
	}
	d.Changes = all
	times := slices.DeleteFunc(timed, func(p pairing) bool { return p.base.counted() })
	var besides []string
	switch {
	case !rules.Geomean || len(times) == 0:
	case evenly(times):
		d.Geomean = geomean(times, inTurn, rules.Tolerance)
	default:
		besides = []string{"there is no geometric mean, since the benchmarks are not all of as many processes"}
	}
	oneProcess := !inTurn && slices.ContainsFunc(times, func(p pairing) bool { return len(p.base.readings) == 1 || len(p.head.readings) == 1 })
	if len(d.Failures) > 0 {
		d.doubtPasses()
	}
	d.Remarks = slices.Concat(d.Failures, leftOut(left), base.Remarks, head.Remarks, d.noiseRemarks(oneProcess), besides)
	d.decide()
	return d, nil
}

// doubtPasses makes passes inconclusive: what failed may have done less work.
func (d *Difference) doubtPasses() {
	for i := range d.Changes {
		if c := &d.Changes[i]; c.Verdict.severity() < Inconclusive.severity() {
			c.Verdict = Inconclusive
		}
	}
	if c := d.Geomean; c != nil && c.Verdict.severity() < Inconclusive.severity() {
		c.Verdict = Inconclusive
	}
}

// repeats reports whether the times of both sides are the same, as of a file that is set
// against itself or its copy.
func repeats(pairs []pairing) bool {
	timed := false
	for _, p := range pairs {
		if p.base.counted() {
			continue
		}
		timed = true
		if !slices.EqualFunc(p.base.series.Processes, p.head.series.Processes, slices.Equal[[]float64]) {
			return false
		}
	}
	return timed
}

// evenly reports whether all subjects of a side have as many readings.
func evenly(pairs []pairing) bool {
	base, head := len(pairs[0].base.readings), len(pairs[0].head.readings)
	return !slices.ContainsFunc(pairs, func(p pairing) bool { return len(p.base.readings) != base || len(p.head.readings) != head })
}

// SpareBusy makes a regression inconclusive where a busy machine may explain it; why it
// was busy, "" where it was not.
func (d *Difference) SpareBusy(why string) {
	if why == "" {
		return
	}
	d.spareFor(why)
	d.decide()
}

func (r *Record) side() Side {
	return Side{Names: r.Names, CPU: r.Machine.CPU, OS: r.Machine.OS, Arch: r.Machine.Arch}
}

// obstacles lists how two machines differ, as far as both are known.
func (m Machine) obstacles(head Machine, where string) []Obstacle {
	var list []Obstacle
	for _, f := range []struct{ name, base, head string }{
		{"processor", m.CPU, head.CPU}, {"architecture", m.Arch, head.Arch}, {"operating system", m.OS, head.OS},
	} {
		if f.base != f.head && f.base != "" && f.head != "" {
			list = append(list, Obstacle{Where: where, Field: f.name, Base: f.base, Head: f.head})
		}
	}
	return list
}

// matchSeries pairs the series of one benchmark and metric, and names those of either
// side that have no partner. A series in another unit is none.
func matchSeries(base, head []Series) (pairs []pairing, alone []Obstacle) {
	type key struct{ benchmark, metric string }
	partners := map[key]*Series{}
	for i := range head {
		partners[key{head[i].Benchmark, head[i].Metric}] = &head[i]
	}
	for i := range base {
		b, at := &base[i], key{base[i].Benchmark, base[i].Metric}
		h := partners[at]
		delete(partners, at)
		switch {
		case h == nil:
			alone = append(alone, Obstacle{Where: b.name(), What: headLacks})
		case h.Unit != b.Unit:
			alone = append(alone, Obstacle{Where: b.name(), Field: "unit", Base: b.Unit, Head: h.Unit})
		case h.Better != b.Better:
			alone = append(alone, Obstacle{Where: b.name(), Field: "better", Base: string(b.Better), Head: string(h.Better)})
		default:
			pairs = append(pairs, pairing{b.subject(), h.subject()})
		}
	}
	for i := range head {
		if h := &head[i]; partners[key{h.Benchmark, h.Metric}] == h {
			alone = append(alone, Obstacle{Where: h.name(), What: baseLacks})
		}
	}
	return pairs, alone
}

func (s *Series) subject() *subject {
	sub := &subject{series: s, status: analysis.Measured, quantity: s.Metric}
	for _, values := range s.Processes {
		costs := make([]float64, len(values))
		for i, v := range values {
			costs[i] = s.cost(v)
		}
		sub.readings = append(sub.readings, quartilesOf(costs))
	}
	return sub
}

// cost turns a number into one that is the better the lower it is, and back.
func (s *Series) cost(v float64) float64 {
	if s.Better == analysis.Higher {
		return 1 / v
	}
	return v
}

func (s *Series) name() string { return nameOfSeries(s.Benchmark, s.Metric) }

func nameOfSeries(benchmark, metric string) string {
	if benchmark == "" {
		return metric
	}
	return benchmark + ": " + metric
}

// counted reports whether no clock told the values.
func (s *subject) counted() bool {
	return s.series != nil && s.series.Unit != analysis.UnitSeconds && s.series.Unit != analysis.UnitPerSecond
}

// describe says what a change is of, and turns costs back.
func (s *Series) describe(c *Change) {
	c.Benchmark, c.Metric, c.Quantity = s.Benchmark, s.Metric, s.Metric
	for _, e := range []*analysis.Estimate{&c.Base, &c.Head, &c.Ratio} {
		if e != &c.Ratio {
			e.Unit = s.Unit
		}
		if e.Better = s.Better; s.Better == analysis.Higher {
			e.Value, e.Low, e.High = 1/e.Value, 1/e.High, 1/e.Low
		}
	}
}

// exactly judges a pair of counts that no statistics are for: both sides are the same each
// time, as allocations are, or some of their values are 0, which has no quotient. false:
// it is another pair.
func (p pairing) exactly(tolerance float64) (Change, bool) {
	if !p.base.counted() {
		return Change{}, false
	}
	const enough = 4 // values that are equal are always so
	base, head := slices.Concat(p.base.series.Processes...), slices.Concat(p.head.series.Processes...)
	same := func(x []float64) bool { return len(x) >= enough && slices.Min(x) == slices.Max(x) }
	zeros := slices.Contains(base, 0) || slices.Contains(head, 0)
	if !zeros && !(same(base) && same(head)) {
		return Change{}, false
	}
	s := p.base.series
	c := Change{Limit: tolerance, Confidence: 1, Blocks: min(len(base), len(head)), Verdict: Pass}
	estimate := func(v float64, n int, method string) analysis.Estimate {
		return analysis.Estimate{Value: v, Low: v, High: v, Better: s.Better, N: n, Method: method}
	}
	c.Base = estimate(median(base), len(base), "median")
	c.Head = estimate(median(head), len(head), "median")
	ratio := c.Head.Value / c.Base.Value
	if c.Head.Value == c.Base.Value { // also of 0 and 0
		ratio = 1
	}
	c.Ratio = estimate(ratio, c.Blocks, "quotient of the medians")
	c.Ratio.Unit, c.Base.Unit, c.Head.Unit = analysis.UnitTimes, s.Unit, s.Unit
	c.Benchmark, c.Metric, c.Quantity = s.Benchmark, s.Metric, s.Metric
	worse := slices.Min(head) > slices.Max(base)
	better := slices.Max(head) < slices.Min(base)
	if s.Better == analysis.Higher {
		worse, better = better, worse
	}
	switch change := math.Abs(math.Log(ratio)); {
	case !(change > math.Log1p(tolerance)):
	case len(base) < enough || len(head) < enough:
		c.Verdict, c.Why = Inconclusive, fmt.Sprintf("%s, want at least %d", unit.Count(c.Blocks, "value"), enough)
		c.More = enough - c.Blocks
	case worse:
		c.Verdict = Regression
	case better:
		c.Verdict = Faster
	default:
		c.Verdict, c.Why = Inconclusive, "values of 0 have no quotient, and those of the two sides overlap"
	}
	return c, true
}
