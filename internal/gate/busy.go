// What a busy machine does to a comparison: by which clock it is made, and which
// verdicts it leaves.

package gate

import (
	"fmt"
	"slices"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// clockOf is the clock that two sides are compared by: processor time where the machine
// of one of their runs was shared and all of them know it, else wall time.
func clockOf(base, head []Input) analysis.Clock {
	shared := false
	for _, in := range slices.Concat(base, head) {
		if !knowsProcessorTime(in) {
			return analysis.WallClock
		}
		m := analysis.MachineOf(in.Run)
		shared = shared || m.Busy() != ""
	}
	if shared {
		return analysis.ProcessorClock
	}
	return analysis.WallClock
}

func knowsProcessorTime(in Input) bool {
	for _, s := range in.Run.Samples {
		if s.CPUNS == 0 {
			return false
		}
	}
	return true
}

// busyOf counts the runs of a side whose machine was shared, and tells why of the
// first one.
func busyOf(inputs []Input) (runs int, why string) {
	for _, in := range inputs {
		if in.Run == nil || analysis.Check(in.Run) != nil {
			continue
		}
		m := analysis.MachineOf(in.Run)
		if busy := m.Busy(); busy != "" {
			if runs == 0 {
				why = in.Name + ": " + busy
			}
			runs++
		}
	}
	return runs, why
}

// spare makes a regression inconclusive where a busy machine may explain it: what else
// runs on a processor makes its caches colder and its clock slower, which processor time
// holds as well. In turn both sides meet the same, and only wall time is left to doubt.
func (d *Difference) spare() {
	if d.Base.Shared+d.Head.Shared == 0 || d.Paired && d.Clock == analysis.ProcessorClock {
		return
	}
	why := d.Head.Busy
	if why == "" {
		why = d.Base.Busy
	}
	for i := range d.Changes {
		d.Changes[i].spare(why)
	}
	if d.Geomean != nil {
		d.Geomean.spare(why)
	}
}

func (c *Change) spare(why string) {
	if c.Verdict == Regression {
		c.Verdict, c.More = Inconclusive, 0
		c.Why = "slower, which a busy machine may explain (" + why + "); a duet, or a quiet machine, would tell"
	}
}

// busyRemark says how many runs were made on a shared machine; "" when none was.
func busyRemark(d *Difference) string {
	shared := d.Base.Shared + d.Head.Shared
	if shared == 0 {
		return ""
	}
	why := d.Base.Busy
	if why == "" {
		why = d.Head.Busy
	}
	by := "compared by processor time"
	if d.Clock == analysis.WallClock {
		by = "compared by wall time, since processor time is not known"
	}
	return fmt.Sprintf("the machine of %s was shared (%s): the sides are %s", unit.Count(shared, "run"), why, by)
}
