// What changes on a machine from one moment to the next, and what of its settings
// spoils measurements. The header of a run has no place for it.

package hostinfo

import "io/fs"

// A State is a machine and the process's place on it at one moment, as far as it
// can be read: a field is nil, or "" for a name, where it is not known.
type State struct {
	Counters

	Governor string // of the processor's frequency, several joined by commas
	Boost    *bool  // clock rates above the nominal one are allowed
	Clock    string // source of the system's clock, such as "tsc"

	Online  []int // processors of the machine that are in use, ascending
	Allowed []int // those that this process may run on, ascending
	// Sharing is how many of Allowed are hardware threads of a core of which
	// another one is allowed too.
	Sharing *int

	Quota *float64 // of the control group in cores; 0 when there is none

	MemoryLeft *uint64 // bytes that can be had without swapping
	SwapUsed   *uint64 // bytes

	Celsius    *float64 // of the hottest sensor
	HeatEvents *uint64  // times that a processor was slowed down for its heat
	OnBattery  *bool
}

// ReadState reads the files of Linux below root, as ReadCounters does, and more of
// them.
func ReadState(root fs.FS) State {
	s := State{
		Counters: ReadCounters(root),

		Governor: governor(root),
		Boost:    boost(root),
		Clock:    firstLine(root, "sys/devices/system/clocksource/clocksource0/current_clocksource"),

		Online:  processors(firstLine(root, "sys/devices/system/cpu/online")),
		Allowed: allowedProcessors(root),

		Quota: groupQuota(root),

		MemoryLeft: memory(root, "MemAvailable"),
		SwapUsed:   difference(memory(root, "SwapTotal"), memory(root, "SwapFree")),

		Celsius:    hottest(root),
		HeatEvents: heatEvents(root),
		OnBattery:  onBattery(root),
	}
	s.Sharing = sharing(root, s.Allowed)
	return s
}
