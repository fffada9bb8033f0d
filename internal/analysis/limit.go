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
	// least: the best of them is to be one that nothing disturbed.
	leastStretches = 100
	// leastOwn is the part of its wall time that a core was the program's own at
	// least, for the machine not to have been shared.
	leastOwn = 0.95
	// mostSlack is how much longer than the best one the middle stretch takes at
	// most, for the same.
	mostSlack = 1.05
)

// A Limit is the least time that a vpmadd52 can take on a core of the machine.
// What else goes on there only ever makes it longer, so that the best of many
// short stretches tells it.
type Limit struct {
	Seconds   float64 `json:"vpmadd52_s"` // of one, in the best stretch
	Stretches int     `json:"stretches"`
	Slack     float64 `json:"slack"` // time of the middle stretch over that of the best
	// Shared is why shares of the limit are not judged, "" when they may be: the
	// machine had other work, or the stretches are too few to tell.
	Shared string `json:"shared"`
}

// limitOf reads the limit from all samples of it and, for whether the machine was
// shared, of the powers that it limits; nil when it was not measured.
func limitOf(all []Material) *Limit {
	var stretches []float64
	var timed []results.Sample
	for i := range all {
		for _, op := range all[i].Cell.Operations {
			switch samples := all[i].Samples[op.Name]; {
			case op.Step == results.StepLimit:
				stretches = append(stretches, WallSeconds(samples)...)
				timed = append(timed, samples...)
			case op.Step == results.StepPower && op.MultiplyAdds > 0 && all[i].Cell.Workers == 1:
				timed = append(timed, samples...)
			}
		}
	}
	if len(stretches) == 0 {
		return nil
	}
	l := &Limit{Seconds: slices.Min(stretches), Stretches: len(stretches)}
	l.Slack = middle(stretches) / l.Seconds
	own := ownTime(timed)
	switch {
	case l.Stretches < leastStretches:
		l.Shared = fmt.Sprintf("the limit was measured in %s, fewer than %d", unit.Count(l.Stretches, "stretch"), leastStretches)
	case own == 0:
		l.Shared = "the processor time is unknown, so that the machine may have been shared"
	case own < leastOwn:
		l.Shared = fmt.Sprintf("the machine was shared: the program had a core for %s of the time", unit.Percent(own))
	case l.Slack > mostSlack:
		l.Shared = fmt.Sprintf("the machine was shared, or changed its speed: half of the stretches take %s x the best or more", unit.Number(l.Slack))
	}
	return l
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

// shareOf is the part of an operation's time that its multiply-adds would take at
// the limit, which counts as known; nil where either is not.
func (l *Limit) shareOf(op results.Operation, samples []results.Sample) *Estimate {
	if l == nil || op.MultiplyAdds == 0 || len(samples) == 0 {
		return nil
	}
	blocks := min(len(samples), mostBlocks)
	shares := medians(WallSeconds(samples), blocks)
	for i := range shares {
		shares[i] = op.MultiplyAdds * l.Seconds / shares[i]
	}
	return medianOf(shares, Estimate{
		Unit: UnitNone, Better: Higher, N: len(samples),
		Method: fmt.Sprintf("multiply-adds at the limit, the best of %s, over median time of %s", unit.Count(l.Stretches, "stretch"), unit.Count(blocks, "block")),
	})
}
