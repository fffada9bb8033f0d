// The findings about what others took of the machine meanwhile, or may take.

package doctor

import (
	"fmt"
	"time"

	"primebench/internal/hostinfo"
	"primebench/internal/unit"
)

// meanwhile is how far the counters rose during the measurement.
func (e Evidence) meanwhile() hostinfo.Counters { return e.After.Since(e.Before.Counters) }

// otherWork judges what other processes did meanwhile. What has room beside the
// processors that we may use takes nothing away from us.
func otherWork(e Evidence) Finding {
	const name, advice = "other processes", "stop them, or measure when they are done"
	ticks := e.meanwhile().Ticks
	if ticks == nil || e.Own <= 0 || e.Elapsed <= 0 || len(e.After.Online) == 0 || len(e.After.Allowed) == 0 {
		return notKnown(name, advice)
	}
	machine, ours := float64(len(e.After.Online)), float64(len(e.After.Allowed))
	busy := min(1, float64(ticks.Busy)/float64(ticks.Total))
	others := max(0, busy*machine-e.Own.Seconds()/e.Elapsed.Seconds())
	share := max(0, others-(machine-ours)) / ours
	return Finding{name, severityOf(share), fmt.Sprintf("they used %s of the machine's %s meanwhile", unit.Number(others), unit.Count(len(e.After.Online), "processor")), advice}
}

// waiting judges how long our own threads were kept from running, of the time in
// which they would have run.
func waiting(e Evidence) Finding {
	const name, advice = "waiting", "stop what runs beside this, or measure when it is done"
	waited := e.meanwhile().Waiting
	if waited == nil || e.Own <= 0 {
		return notKnown(name, "look at what else runs")
	}
	share := waited.Seconds() / (waited.Seconds() + e.Own.Seconds())
	return Finding{name, severityOf(share), "our threads waited for a processor for " + unit.Percent(share) + " of their time", advice}
}

// pressure judges how long some thread of the machine waited for a processor. Ours
// are as many as there are processors, so that each of the others waits or keeps
// one waiting: it bounds what was lost from above.
func pressure(e Evidence) Finding {
	return stall(e, "pressure", "a processor", e.meanwhile().Pressure, "stop what runs beside this, or measure when it is done")
}

func memoryPressure(e Evidence) Finding {
	return stall(e, "memory pressure", "memory", e.meanwhile().MemoryPressure, "stop what takes the memory")
}

// stall judges how long some thread stood still for want of something. Where Linux
// was built to count that only on demand, it is to be told so at boot.
func stall(e Evidence, name, want string, stood *time.Duration, advice string) Finding {
	if stood == nil || e.Elapsed <= 0 {
		return notKnown(name, "on Linux, boot with psi=1")
	}
	share := min(1, stood.Seconds()/e.Elapsed.Seconds())
	return Finding{name, severityOf(share), "some thread of the machine waited for " + want + " for " + unit.Percent(share) + " of the time", advice}
}

// load judges what ran before the measurement, which says that it may come again.
// A tenth of the processors is more than a system keeps busy by itself.
func load(e Evidence) Finding {
	const name, advice = "load", "wait until the machine is idle"
	s := e.Before
	if s.Load == nil || s.Running == nil || len(s.Online) == 0 {
		return notKnown(name, advice)
	}
	others := max(0, *s.Running-1)
	f := Finding{name, Good, fmt.Sprintf("load average %s over the last minute, %d other threads ready to run", unit.Digits(*s.Load), others), advice}
	if *s.Load/float64(len(s.Online)) > 0.1 || others > 0 {
		f.Severity = Minor
	}
	return f
}

// throttling judges whether the control group was stopped for its quota.
func throttling(e Evidence) Finding {
	const name, advice = "cgroup throttling", "use fewer --workers, or raise the quota"
	by := e.meanwhile().Throttled
	switch {
	case by == nil:
		return notKnown(name, advice)
	case by.Times > 0:
		return Finding{name, Severe, fmt.Sprintf("the process was stopped in %d periods meanwhile, for %s over its threads",
			by.Times, unit.Given(by.Time.Seconds(), unit.Second)), advice}
	case e.After.Throttled.Times > 0:
		return Finding{name, Note, fmt.Sprintf("not meanwhile; in %d periods before", e.After.Throttled.Times), ""}
	}
	return Finding{name, Good, "never", ""}
}

// stolen judges the time that the host gave to others while there was work here. A
// counter that nobody raises is no evidence of good neighbours.
func stolen(e Evidence) Finding {
	const name, advice = "steal time", "take a dedicated host, or measure in interleaved blocks"
	ticks := e.meanwhile().Ticks
	switch {
	case ticks == nil:
		return notKnown(name, advice)
	case !e.After.StealKnown(e.Hypervisor):
		return Finding{name, Unknown, "not known: a hypervisor need not tell its guests", advice}
	case ticks.Steal == 0 && e.Hypervisor.Shows != nil && !*e.Hypervisor.Shows:
		return Finding{name, Good, "none: no hypervisor shows itself that could take any", ""}
	}
	share := min(1, float64(ticks.Steal)/float64(ticks.Total))
	return Finding{name, severityOf(share), unit.Percent(share) + " of the processors' time went to other guests of the host", advice}
}
