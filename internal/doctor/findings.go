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
		waiting(e),
		pressure(e),
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
		memoryPressure(e),
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

// notKnown is the finding of what cannot be read, or what nobody tells.
func notKnown(name, advice string) Finding {
	return Finding{Name: name, Severity: Unknown, Text: "not known", Advice: advice}
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
		return notKnown(name, "measure longer with --seconds")
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

// quota judges what the control group allows: with more threads at work than that,
// all of them stand still for the rest of each period, of 0.1 s as a rule.
func quota(e Evidence) Finding {
	const name = "cgroup quota"
	const advice = "use no more --workers than the quota has cores, or raise it"
	q, threads := e.After.Quota, len(e.Slices.CPUs)
	switch {
	case q == nil:
		return notKnown(name, advice)
	case *q == 0:
		return Finding{name, Good, "none", ""}
	case *q >= float64(threads):
		return Finding{name, Good, fmt.Sprintf("%s, enough for the %d threads that Go runs at once", unit.Given(*q, "cores"), threads), ""}
	}
	return Finding{name, Major, fmt.Sprintf("%s for the %d threads that Go runs at once", unit.Given(*q, "cores"), threads), advice}
}
