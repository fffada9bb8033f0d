// Subjects: what of a run can be set against the same of another run, as one
// value for each block of its time.

package gate

import (
	"fmt"
	"math"

	"primebench/internal/analysis"
	"primebench/internal/stats"
	"primebench/results"
)

// A subject is a cell, one of its operations, or a series, over the runs of a side.
type subject struct {
	series   *Series // nil: cell
	cell     results.Cell
	op       string // "" for the whole cell
	status   analysis.Status
	quantity string    // what the value of a block is
	readings []reading // by run
}

// A reading is what one run has of a subject.
type reading struct {
	most int // blocks that its samples can be parted into
	// value is the seconds that block k of n blocks tells, k from 0.
	value func(k, n int) float64
}

func (s *subject) name() string {
	if s.series != nil {
		return s.series.name()
	}
	name := analysis.CellName(&s.cell)
	if s.op != "" {
		name += ": " + s.op
	}
	return name
}

// logs returns the logarithms of the values of all blocks, run by run, of as many
// blocks as each run can give and at most so many.
func (s *subject) logs(blocks int) []float64 {
	var values []float64
	for _, r := range s.readings {
		n := min(blocks, r.most)
		for k := range n {
			values = append(values, math.Log(r.value(k, n)))
		}
	}
	return values
}

// subjectsOf lists the subjects of a side in the order of its first run's matrix.
// Every run must have all of them.
func subjectsOf(inputs []Input, clock analysis.Clock) ([]*subject, []Obstacle) {
	var all []*subject
	var obstacles []Obstacle
	for i, in := range inputs {
		found, wrong := subjectsOfRun(in, clock)
		if obstacles = append(obstacles, wrong...); len(wrong) > 0 {
			continue
		}
		if i == 0 {
			all = found
			continue
		}
		pairs, wrong := pairUp(all, found, nil)
		for _, o := range wrong {
			o.Where = in.Name + ", beside " + inputs[0].Name + ": " + o.Where
			obstacles = append(obstacles, o)
		}
		for _, p := range pairs {
			p.base.readings = append(p.base.readings, p.head.readings...)
		}
	}
	return all, obstacles
}

func subjectsOfRun(in Input, clock analysis.Clock) ([]*subject, []Obstacle) {
	var all []*subject
	var obstacles []Obstacle
	for _, m := range analysis.Materials(in.Run) {
		m.Clock = clock
		found, why := subjectsOfCell(m)
		if why != "" {
			obstacles = append(obstacles, Obstacle{Where: in.Name + ": " + analysis.CellName(&m.Cell), What: why})
		}
		all = append(all, found...)
	}
	return all, obstacles
}

// subjectsOfCell returns what can be compared of a cell, or why that is nothing.
func subjectsOfCell(m analysis.Material) ([]*subject, string) {
	searches := m.Samples[results.OpSearch]
	parts := analysis.PartsOfSearch(m.Cell.Operations)
	switch {
	case m.Cell.Mode == results.ModeReplay:
		return whole(m, analysis.Measured, "lower quartile of replays of the list", quartiles(m.Clock, m.Samples[results.OpReplay]))
	case len(m.Samples[results.OpSlice]) > 0:
		return sliceSubject(m)
	case len(searches) > 0 && !m.Noted:
		return searchSubject(m, searches)
	case m.Cell.Mode == results.ModeSearch && len(parts) > 0:
		return whole(m, analysis.Modelled, "sum of the lower quartiles of operations x times expected", modelledReading(m, parts))
	}
	return operationSubjects(m)
}

// whole makes the subject of a cell's whole time.
func whole(m analysis.Material, status analysis.Status, quantity string, r reading) ([]*subject, string) {
	if r.most == 0 {
		return nil, "no sample of it, so that nothing can be compared"
	}
	return []*subject{{cell: m.Cell, status: status, quantity: quantity, readings: []reading{r}}}, ""
}

// searchSubject compares searches by what they cost, without their luck where
// theory allows.
func searchSubject(m analysis.Material, searches []results.Sample) ([]*subject, string) {
	if m.Cell.Expected.Survivors < 1 {
		times := m.Clock.Seconds(searches)
		return whole(m, analysis.Measured, "mean search, which is mostly luck", parted(len(times), func(from, to int) float64 { return mean(times[from:to]) }))
	}
	for i, s := range searches {
		if s.Survivors < 1 {
			return nil, fmt.Sprintf("search %d tested %d survivors, want at least the find", i, s.Survivors)
		}
	}
	const least = 3 // searches in a block, which share their luck
	r := parted(len(searches), func(from, to int) float64 { return costOfSearch(m.Clock, searches[from:to], m.Cell.Expected.Survivors) })
	r.most = max(1, r.most/least)
	return whole(m, analysis.Measured, "cost a survivor x survivors expected", r)
}

// sliceSubject compares searches by what a test costs in their slices, and what the
// operations apart from these do.
func sliceSubject(m analysis.Material) ([]*subject, string) {
	samples, apart := m.Samples[results.OpSlice], 0.0
	for _, op := range analysis.ApartFromSlices(m.Cell.Operations) {
		cost := quartiles(m.Clock, m.Samples[op.Name])
		if cost.most == 0 {
			return nil, "no sample of its operation " + op.Name
		}
		apart += op.PerSearch * cost.value(0, 1)
	}
	for i, s := range samples {
		if s.Survivors < 1 {
			return nil, fmt.Sprintf("slice %d tested %d survivors, want at least 1", i, s.Survivors)
		}
	}
	workers := m.Cell.Workers
	if m.Clock == analysis.ProcessorClock { // which sums over them
		workers = 1
	}
	testing := analysis.TestingSeconds(samples, m.Clock.Seconds(samples), workers)
	return whole(m, analysis.Modelled, "cost a test in slices x tests expected, and what is apart from them", parted(len(samples), func(from, to int) float64 {
		return apart + m.Cell.Expected.Survivors*analysis.TestCost(samples[from:to], testing[from:to])
	}))
}

// costOfSearch is the ratio estimate of ratioTime, of any number of searches and
// without an interval.
func costOfSearch(clock analysis.Clock, samples []results.Sample, expected float64) float64 {
	times := clock.Seconds(samples)
	fixed := analysis.AcceptSeconds(samples, times)
	var rest, tested float64
	for i, m := range analysis.Survivors(samples) {
		rest += times[i] - fixed[i]
		tested += m
	}
	return mean(fixed) + expected*rest/tested
}

// modelledReading is the sum of a search's operations, block by block.
func modelledReading(m analysis.Material, parts []results.Operation) reading {
	r := reading{most: math.MaxInt}
	costs := make([]reading, len(parts))
	for i, op := range parts {
		costs[i] = quartiles(m.Clock, m.Samples[op.Name])
		r.most = min(r.most, costs[i].most)
	}
	r.value = func(k, n int) (sum float64) {
		for i, op := range parts {
			sum += op.PerSearch * costs[i].value(k, n)
		}
		return sum
	}
	return r
}

// operationSubjects makes a subject of each operation.
func operationSubjects(m analysis.Material) ([]*subject, string) {
	if len(m.Cell.Operations) == 0 {
		return nil, "no sample of it, so that nothing can be compared"
	}
	var all []*subject
	for _, op := range m.Cell.Operations {
		r := quartiles(m.Clock, m.Samples[op.Name])
		if r.most == 0 {
			return nil, "no sample of its operation " + op.Name
		}
		all = append(all, &subject{cell: m.Cell, op: op.Name, status: analysis.Measured, quantity: "lower quartile of the cost", readings: []reading{r}})
	}
	return all, ""
}

// quartiles is the reading whose blocks tell the lower quartile of samples of equal
// work. What disturbs a machine makes them longer and never shorter, so that the
// shorter ones tell what the program takes (J. Chen and J. Revels, Robust
// benchmarking in noisy environments, IEEE HPEC 2016). Their least one would depend
// on how many there are, which a faster program has more of.
func quartiles(clock analysis.Clock, samples []results.Sample) reading {
	return quartilesOf(clock.Seconds(samples))
}

// quartilesOf is that of times, or of other numbers that are the better the lower they
// are.
func quartilesOf(times []float64) reading {
	return parted(len(times), func(from, to int) float64 {
		q, err := stats.LowerQuartile(times[from:to])
		if err != nil {
			return math.NaN()
		}
		return q
	})
}

// parted parts so many samples, in their order, into blocks of about equal length.
func parted(samples int, value func(from, to int) float64) reading {
	return reading{most: samples, value: func(k, n int) float64 { return value(k*samples/n, (k+1)*samples/n) }}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
