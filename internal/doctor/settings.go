// The findings about how the machine is set up.

package doctor

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"primebench/internal/unit"
)

// governor judges the frequency governor. All but "performance" go by the load of
// the last moments, which is another one for each side.
func governor(e Evidence) Finding {
	const name, advice = "governor", "cpupower frequency-set -g performance"
	switch g := e.After.Governor; g {
	case "":
		return notKnown(name, "find out from the host, or compare in interleaved blocks")
	case "performance":
		return Finding{name, Good, g, ""}
	default:
		return Finding{name, Minor, word(g) + ": the frequency follows the load", advice}
	}
}

// turbo judges clock rates above the nominal one: how high they are depends on heat
// and on how many cores are at work.
func turbo(e Evidence) Finding {
	const name = "turbo"
	switch on := e.After.Boost; {
	case on == nil:
		return notKnown(name, "find out from the host, or compare in interleaved blocks")
	case *on:
		return Finding{name, Minor, "on: the frequency depends on heat and on the other cores",
			"echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo, or echo 0 > /sys/devices/system/cpu/cpufreq/boost"}
	}
	return Finding{name, Good, "off", ""}
}

// siblings judges hardware threads: two on one core get as much done together as
// one of them and a part, and which part depends on what they do.
func siblings(e Evidence) Finding {
	const name, advice = "hardware threads", "use as many --workers as there are cores, and hold them to one thread of each (taskset)"
	n := e.After.Sharing
	switch {
	case n == nil:
		return notKnown(name, advice)
	case *n == 0:
		return Finding{name, Good, "each processor has a core of its own, as far as is shown", ""}
	}
	return Finding{name, Minor, fmt.Sprintf("%d of %d processors share a core with another", *n, len(e.After.Allowed)), advice}
}

// affinity tells which part of the machine may be used.
func affinity(e Evidence) Finding {
	const name = "affinity"
	allowed, online := len(e.After.Allowed), len(e.After.Online)
	switch {
	case allowed == 0 || online == 0:
		return notKnown(name, "look at taskset -p, or at what started the process")
	case allowed < online:
		return Finding{name, Note, fmt.Sprintf("%d of the machine's %d processors may be used", allowed, online),
			"compare only with runs that may use the same ones"}
	}
	return Finding{name, Good, fmt.Sprintf("all %d processors may be used", online), ""}
}

// machine judges whether it is a virtual one, whose neighbours cannot be seen.
func machine(e Evidence) Finding {
	const name, advice = "virtual machine", "take a dedicated host, or measure in interleaved blocks"
	switch shows := e.Hypervisor.Shows; {
	case shows == nil:
		return notKnown(name, "find out what the machine runs on")
	case *shows:
		return Finding{name, Minor, "yes: other guests of the host come and go", advice}
	}
	return Finding{name, Good, "no hypervisor shows itself", ""}
}

// From 80 degrees on a processor is near to its limit, which is 95 to 105 with
// most (T_junction in Intel's, the maximal operating temperature in AMD's
// specifications); at 90 the next minute may bring it there.
const (
	warm = 80
	hot  = 90
)

func heat(e Evidence) Finding {
	const name, advice = "heat", "let it cool down, and look after fans and dust"
	if before, after := e.Before.HeatEvents, e.After.HeatEvents; before != nil && after != nil && *after > *before {
		return Finding{name, Severe, "processors were slowed down for their heat meanwhile", advice}
	}
	if e.After.Celsius == nil {
		return notKnown(name, "find out from the host, or compare in interleaved blocks")
	}
	f := Finding{name, Good, unit.Given(*e.After.Celsius, "degrees Celsius") + " after the measurement", advice}
	switch {
	case *e.After.Celsius >= hot:
		f.Severity = Major
	case *e.After.Celsius >= warm:
		f.Severity = Minor
	}
	return f
}

func power(e Evidence) Finding {
	const name, advice = "power", "plug it in: on battery the clock rate is held down, and falls with the charge"
	switch on := e.After.OnBattery; {
	case on == nil:
		return notKnown(name, "")
	case *on:
		return Finding{name, Major, "the battery is being used up", advice}
	}
	return Finding{name, Good, "not on battery", ""}
}

// memoryNeeded is several times what a run of the default suite takes at most, some
// tens of MiB (peak_bytes in its closing record).
const memoryNeeded = 512 << 20

func memory(e Evidence) Finding {
	const name, advice = "memory", "stop what takes it"
	left := e.After.MemoryLeft
	if left == nil {
		return notKnown(name, advice)
	}
	f := Finding{name, Good, unit.Text(float64(*left), unit.Byte) + " left", advice}
	if *left < memoryNeeded {
		f.Severity = Major
	}
	return f
}

// swap judges pages that were moved: the disk and the kernel's work on them are
// felt by all. What lies there from before is no harm.
func swap(e Evidence) Finding {
	const name, advice = "swap", "stop what takes the memory"
	moved := e.meanwhile().Swapped
	switch {
	case moved == nil || e.After.SwapUsed == nil:
		return notKnown(name, advice)
	case *moved > 0:
		return Finding{name, Major, fmt.Sprintf("%d pages were moved meanwhile", *moved), advice}
	case *e.After.SwapUsed > 0:
		return Finding{name, Note, unit.Text(float64(*e.After.SwapUsed), unit.Byte) + " lie there, none was moved meanwhile", ""}
	}
	return Finding{name, Good, "nothing lies there", ""}
}

// shortestSample is what a replay of the list of 512 bits takes, the smallest size
// of the shipped suites, on a fast machine: a step of the clock is an error of that
// part of it.
const shortestSample = 300 * time.Microsecond

// fastClocks are those that Linux and its guests read without a system call.
func fastClocks() []string {
	return []string{"tsc", "kvm-clock", "arch_sys_counter", "hyperv_clocksource_tsc_page"}
}

func clock(e Evidence) Finding {
	const name, advice = "clock", "boot with clocksource=tsc, if the machine's is stable"
	if e.ClockStep <= 0 {
		return notKnown(name, "measure on a machine whose clock moves")
	}
	f := Finding{name, severityOf(e.ClockStep.Seconds() / shortestSample.Seconds()), "steps of " + unit.Given(e.ClockStep.Seconds(), unit.Second), advice}
	switch source := e.After.Clock; {
	case source == "":
		f.Text += ", source not known"
		f.Severity = atLeast(Unknown, f.Severity)
	case slices.Contains(fastClocks(), source):
		f.Text += " from " + source
	default:
		f.Text += " from " + word(source) + ", which takes a system call"
		f.Severity = atLeast(Minor, f.Severity)
	}
	return f
}

// atLeast is a severity of something good, or the one that is there already.
func atLeast(least, already Severity) Severity {
	if already == Good {
		return least
	}
	return already
}

// word makes what a file says fit to be printed within a line.
func word(s string) string {
	const most = 60
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return '?'
		}
		return r
	}, s[:min(len(s), most)])
}
