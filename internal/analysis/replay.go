// Replays of a fixed list: equal work each time, so that all spread is the
// machine's.

package analysis

import (
	"fmt"

	"primebench/internal/stats"
	"primebench/internal/unit"
	"primebench/results"
)

// replay writes the time of the whole list.
func (w *writer) replay(samples []results.Sample) {
	c := w.cell
	times := WallSeconds(samples)
	if c.Time = listTime(times); c.Time == nil {
		return
	}
	c.CPU = listTime(cpu(samples))
	c.Phases = searchPhases(samples, c.Workers)
	if need := c.Time.Need; need > 0 {
		w.remark(fmt.Sprintf("%s of the list; %d more would give the time an interval", unit.Count(len(times), "replay"), need))
	}
	if s, ok := spreadOf("replays of the list", times); ok {
		w.remarkSpreads([]spread{s})
	}
}

// listTime is the median of times where there are enough for its interval, else
// their mean; nil without any.
func listTime(times []float64) *Estimate {
	iv, err := stats.Quantile(times, 0.5)
	if err != nil {
		e := meanCost(times, "replay")
		if e != nil {
			e.Method += " of the list"
		}
		return e
	}
	e := Estimate{
		Unit: UnitSeconds, Better: Lower, N: len(times),
		Method: "median of " + unit.Count(len(times), "replay") + " of the list",
	}
	return e.With(iv)
}
