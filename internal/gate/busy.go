// What a busy machine does to a comparison: by which clock it is made, and which
// verdicts it leaves.

package gate

import (
	"cmp"
	"fmt"

	"primebench/internal/analysis"
	"primebench/internal/unit"
)

// look takes note of the machine of a side's runs.
func (s *Side) look(inputs []Input) {
	s.timed = true
	for _, in := range inputs {
		if in.Run == nil || analysis.Check(in.Run) != nil {
			continue
		}
		s.timed = s.timed && analysis.KnowsProcessorTime(in.Run.Samples)
		m := analysis.MachineOf(in.Run)
		if why := m.Busy(); why != "" {
			s.Shared++
			s.Busy = cmp.Or(s.Busy, in.Name+": "+why)
		}
	}
}

// clockOf is the clock that two sides are compared by: processor time where the machine
// of one of their runs was shared and all of them know it, else wall time.
func clockOf(base, head *Side) analysis.Clock {
	if base.Shared+head.Shared > 0 && base.timed && head.timed {
		return analysis.ProcessorClock
	}
	return analysis.WallClock
}

// spare makes a regression inconclusive where a busy machine may explain it: what else
// runs on a processor makes its caches colder and its clock slower, which processor time
// holds as well. In turn both sides meet the same, and only wall time is left to doubt.
func (d *Difference) spare() {
	if d.Base.Shared+d.Head.Shared == 0 || d.Paired && d.Clock == analysis.ProcessorClock {
		return
	}
	d.spareFor(cmp.Or(d.Head.Busy, d.Base.Busy))
}

// spareFor does so for a reason.
func (d *Difference) spareFor(why string) {
	cure := "a duet, or a quiet machine, would tell"
	if d.Paired {
		cure = "a quiet machine would tell"
	}
	for i := range d.Changes {
		d.Changes[i].spare(why, cure)
	}
	if d.Geomean != nil {
		d.Geomean.spare(why, cure)
	}
}

func (c *Change) spare(why, cure string) {
	if c.Verdict == Regression {
		c.Verdict, c.More = Inconclusive, 0
		c.Why = "slower, which a busy machine may explain (" + why + "); " + cure
	}
}

// busyRemark says how many runs were made on a shared machine; "" when none was.
func busyRemark(d *Difference) string {
	shared := d.Base.Shared + d.Head.Shared
	if shared == 0 {
		return ""
	}
	by := "compared by processor time"
	if d.Clock == analysis.WallClock {
		by = "compared by wall time, since processor time is not known"
	}
	return fmt.Sprintf("the machine of %s was shared (%s): the sides are %s", unit.Count(shared, "run"), cmp.Or(d.Base.Busy, d.Head.Busy), by)
}
