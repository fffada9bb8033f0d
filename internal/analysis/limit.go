// The limit that the machine sets to arithmetic by vpmadd52, the 512-bit
// multiply-add of 52-bit integers: how fast a core issues them.

package analysis

import (
	"fmt"
	"math"
	"slices"

	"primebench/internal/unit"
	"primebench/results"
)

const (
	// leastStretches is how many stretches of the limit a share is formed from at
	// least, and stretchesOfBlock how many there are to be in a block of time: the best
	// of them is to be one that nothing disturbed.
	leastStretches   = 100
	stretchesOfBlock = 10
	// leastOwn is the part of its wall time that a core was the program's own at
	// least, for the machine not to have been shared.
	leastOwn = 0.95
	// mostSlack is how much longer than the best one of its block the middle stretch
	// takes at most, for the same.
	mostSlack = 1.05
)

// A Limit is the least time that a vpmadd52 can take on a core of the machine.
// What else goes on there only ever makes it longer, so that the best of many
// short stretches tells it.
type Limit struct {
	Seconds   float64 `json:"vpmadd52_s"` // of one, in the best stretch
	Stretches int     `json:"stretches"`
	Slack     float64 `json:"slack"` // time of the middle stretch over that of the best, in the middle block
	// Shared is why shares of the limit are not judged, "" when they may be: the
	// machine had other work, or the stretches are too few to tell.
	Shared string `json:"shared"`
}

// limitOf reads the limit from all samples of it and, for whether the machine was
// shared, of the powers that it limits; nil when it was not measured.
func limitOf(all []Material) *Limit {
	var stretches, slack []float64
	var timed []results.Sample
	for i := range all {
		for _, op := range all[i].Cell.Operations {
			switch samples := all[i].Samples[op.Name]; {
			case op.Step == results.StepLimit && len(samples) > 0:
				times := WallSeconds(samples)
				blocks := blocksOfStretches(len(times))
				best := leasts(times, blocks)
				for k, m := range medians(times, blocks) {
					slack = append(slack, m/best[k])
				}
				stretches = append(stretches, times...)
				timed = append(timed, samples...)
			case op.Step == results.StepPower && op.MultiplyAdds > 0 && all[i].Cell.Workers == 1:
				timed = append(timed, samples...)
			}
		}
	}
	if len(stretches) == 0 {
		return nil
	}
	l := &Limit{Seconds: slices.Min(stretches), Stretches: len(stretches), Slack: middle(slack)}
	own := ownTime(timed)
	switch {
	case l.Stretches < leastStretches:
		l.Shared = fmt.Sprintf("the limit was measured in %s, fewer than %d", unit.Count(l.Stretches, "stretch"), leastStretches)
	case own == 0:
		l.Shared = "the processor time is unknown, so that the machine may have been shared"
	case own < leastOwn:
		l.Shared = fmt.Sprintf("the machine was shared: the program had a core for %s of the time", unit.Percent(own))
	case l.Slack > mostSlack:
		l.Shared = fmt.Sprintf("the machine was shared: half of the stretches of the limit take %s the best beside them, or more", unit.Text(l.Slack, unit.Times))
	}
	return l
}

// blocksOfStretches is into how many blocks of time so many stretches are parted.
func blocksOfStretches(n int) int { return max(1, min(n/stretchesOfBlock, mostBlocks)) }

// leasts returns the least values of so many blocks, at most one for each value.
func leasts(values []float64, blocks int) []float64 {
	list := make([]float64, blocks)
	for i := range list {
		list[i] = slices.Min(values[i*len(values)/blocks : (i+1)*len(values)/blocks])
	}
	return list
}

// ownTime is the processor time of samples on one worker over their wall time; 0
// when it is unknown.
func ownTime(samples []results.Sample) float64 {
	var own, passed float64
	for _, s := range samples {
		if s.CPUNS == 0 {
			return 0
		}
		own += float64(s.CPUNS)
		passed += float64(s.WallNS)
	}
	return own / math.Max(passed, 1)
}

// limitShareIn is limitShare by the stretches that the operation's cell has; nil
// without.
func limitShareIn(m *Material, op results.Operation) *Estimate {
	for _, limit := range m.Cell.Operations {
		if limit.Step == results.StepLimit && limit.Kernel == op.Kernel {
			return limitShare(op, m.Samples[op.Name], m.Samples[limit.Name])
		}
	}
	return nil
}

// limitShare is the part of an operation's time that its multiply-adds would take at
// the limit; nil where either is not known. Both are parted into equally many blocks
// of the run's time, and the limit of a block is that of its best stretch: a processor
// that changes its speed changes both.
func limitShare(op results.Operation, samples, stretches []results.Sample) *Estimate {
	if op.MultiplyAdds == 0 || len(samples) == 0 || len(stretches) == 0 {
		return nil
	}
	blocks := min(len(samples), blocksOfStretches(len(stretches)))
	shares, limits := medians(WallSeconds(samples), blocks), leasts(WallSeconds(stretches), blocks)
	for i := range shares {
		shares[i] = op.MultiplyAdds * limits[i] / shares[i]
	}
	return medianOf(shares, Estimate{
		Unit: UnitNone, Better: Higher, N: len(samples),
		Method: fmt.Sprintf("multiply-adds at the limit, the best of %s of each block, over median time of %s", unit.Count(len(stretches)/blocks, "stretch"), unit.Count(blocks, "block")),
	})
}
