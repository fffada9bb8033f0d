// The findings, one function a thing: what is bad about it, from when on, and what
// to do.

package doctor

import (
	"fmt"
	"math"
	"time"

	"primebench/internal/unit"
)

// findings judges everything, in the order in which it is told.
func findings(e Evidence, cores []Core, smallest *float64) []Finding {
	all := []Finding{
		jitter(cores, smallest, e.Slices.Length),
		speedDrift(cores),
		otherWork(e),
		load(e),
		quota(e),
		throttling(e),
		stolen(e),
		governor(e),
		turbo(e),
		siblings(e),
		affinity(e),
		machine(e),
		heat(e),
		power(e),
		memory(e),
		swap(e),
		clock(e),
	}
	for i := range all {
		if all[i].Severity == Good {
			all[i].Advice = ""
		}
	}
	return all
}

// unreadable is the finding of what cannot be read.
func unreadable(name, advice string) Finding {
	return Finding{Name: name, Severity: Unknown, Text: "not readable here", Advice: advice}
}

// jitter judges the slices; its severity is that whose best grade is theirs, or
// the next better one.
func jitter(cores []Core, smallest *float64, length time.Duration) Finding {
	const name = "jitter"
	if smallest == nil {
		return Finding{name, Severe, "too few slices of work were done for an interval", "measure longer with --seconds, and find out what stops the process"}
	}
	var lost float64
	for _, c := range cores {
		lost = max(lost, c.Lost)
	}
	f := Finding{Name: name, Text: fmt.Sprintf("two sides of %s differ visibly from %s on; %s of the time was lost against the best slice",
		unit.Given(length.Seconds(), unit.Second), unit.Percent(*smallest), unit.Percent(lost)), Advice: "measure longer, in interleaved blocks, and mend what stands below"}
	switch gradeOf(*smallest) {
	case "A":
		f.Severity = Good
	case "B":
		f.Severity = Minor
	case "C", "D":
		f.Severity = Major
	default:
		f.Severity = Severe
	}
	return f
}

// speedDrift judges the change of speed within the measurement: it goes on
// between two sides that are measured one after the other.
func speedDrift(cores []Core) Finding {
	const name = "drift"
	if len(cores) == 0 {
		return unreadable(name, "measure longer with --seconds")
	}
	var far float64
	for _, c := range cores {
		if math.Abs(c.Drift) > math.Abs(far) {
			far = c.Drift
		}
	}
	word := "slower"
	if far < 0 {
		word = "faster"
	}
	return Finding{name, severityOf(math.Abs(far)), fmt.Sprintf("the last third was %s %s than the first", unit.Percent(math.Abs(far)), word),
		"interleave what is compared, and let the machine warm up"}
}

// otherWork judges what other processes did meanwhile. What has room beside the
// processors that we may use takes nothing away from us.
func otherWork(e Evidence) Finding {
	const name, advice = "other processes", "stop them, or measure when they are done"
	busy, ok := tickShare(e, func(busy, _ uint64) uint64 { return busy })
	if !ok || e.Own <= 0 || e.Elapsed <= 0 || len(e.After.Online) == 0 || len(e.After.Allowed) == 0 {
		return unreadable(name, advice)
	}
	machine, ours := float64(len(e.After.Online)), float64(len(e.After.Allowed))
	others := max(0, busy*machine-e.Own.Seconds()/e.Elapsed.Seconds())
	share := max(0, others-(machine-ours)) / ours
	return Finding{name, severityOf(share), fmt.Sprintf("they used %s of the machine's %s meanwhile", unit.Number(others), unit.Count(len(e.After.Online), "processor")), advice}
}

// load judges what ran before the measurement, which says that it may come again.
// A tenth of the processors is more than a system keeps busy by itself.
func load(e Evidence) Finding {
	const name, advice = "load", "wait until the machine is idle"
	s := e.Before
	if s.Load == nil || s.Running == nil || len(s.Online) == 0 {
		return unreadable(name, advice)
	}
	others := max(0, *s.Running-1)
	f := Finding{name, Good, fmt.Sprintf("load average %s over the last minute, %d other threads ready to run", unit.Digits(*s.Load), others), advice}
	if *s.Load/float64(len(s.Online)) > 0.1 || others > 0 {
		f.Severity = Minor
	}
	return f
}

// quota judges what the control group allows: with more threads at work than that,
// all of them stand still for the rest of each period, of 0.1 s as a rule.
func quota(e Evidence) Finding {
	const name = "cgroup quota"
	const advice = "use no more --workers than the quota has cores, or raise it"
	q, threads := e.After.Quota, len(e.Slices.CPUs)
	switch {
	case q == nil:
		return unreadable(name, advice)
	case *q == 0:
		return Finding{name, Good, "none", ""}
	case *q >= float64(threads):
		return Finding{name, Good, fmt.Sprintf("%s, enough for the %d threads that Go runs at once", unit.Given(*q, "cores"), threads), ""}
	}
	return Finding{name, Major, fmt.Sprintf("%s for the %d threads that Go runs at once", unit.Given(*q, "cores"), threads), advice}
}

// throttling judges whether that happened.
func throttling(e Evidence) Finding {
	const name, advice = "cgroup throttling", "use fewer --workers, or raise the quota"
	before, after := e.Before.Throttled, e.After.Throttled
	if before == nil || after == nil || after.Times < before.Times {
		return unreadable(name, advice)
	}
	switch times := after.Times - before.Times; {
	case times > 0:
		return Finding{name, Severe, fmt.Sprintf("the process was stopped in %d periods meanwhile, for %s over its threads",
			times, unit.Given(max(0, after.Time-before.Time).Seconds(), unit.Second)), advice}
	case after.Times > 0:
		return Finding{name, Note, fmt.Sprintf("not meanwhile; in %d periods before", after.Times), ""}
	}
	return Finding{name, Good, "never", ""}
}

// stolen judges the time that the host gave to others while there was work here.
func stolen(e Evidence) Finding {
	const name, advice = "steal time", "take a dedicated host, or measure in interleaved blocks"
	share, ok := tickShare(e, func(_, steal uint64) uint64 { return steal })
	if !ok {
		return unreadable(name, advice)
	}
	return Finding{name, severityOf(share), unit.Percent(share) + " of the processors' time went to other guests of the host", advice}
}

// tickShare is a part of the processors' time between the two readings.
func tickShare(e Evidence, part func(busy, steal uint64) uint64) (float64, bool) {
	before, after := e.Before.Ticks, e.After.Ticks
	if before == nil || after == nil {
		return 0, false
	}
	from, to := part(before.Busy, before.Steal), part(after.Busy, after.Steal)
	if from > to || after.Total <= before.Total {
		return 0, false
	}
	return min(1, float64(to-from)/float64(after.Total-before.Total)), true
}
