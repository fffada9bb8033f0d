// What changes on a machine from one moment to the next, and what of its settings
// spoils measurements. The header of a run has no place for it.

package hostinfo

import (
	"io/fs"
	"time"
)

// A State is a machine and the process's place on it at one moment, as far as it
// can be read: a field is nil, or "" for a name, where it cannot. Counters are
// read twice, and their rise is what counts.
type State struct {
	Governor string // of the processor's frequency, several joined by commas
	Boost    *bool  // clock rates above the nominal one are allowed
	Clock    string // source of the system's clock, such as "tsc"

	Online  []int // processors of the machine that are in use, ascending
	Allowed []int // those that this process may run on, ascending
	// Sharing is how many of Allowed are hardware threads of a core of which
	// another one is allowed too.
	Sharing *int

	Quota     *float64    // of the control group in cores; 0 when there is none
	Throttled *Throttling // of the control group, since it was made
	Ticks     *Ticks      // of all processors, since the machine was started

	Running *int     // threads that run or could run now, ours with them
	Load    *float64 // mean number of them over the last minute

	MemoryLeft *uint64 // bytes that can be had without swapping
	SwapUsed   *uint64 // bytes
	Swapped    *uint64 // pages moved to or from swap since the start

	Celsius    *float64 // of the hottest sensor
	HeatEvents *uint64  // times that a processor was slowed down for its heat
	OnBattery  *bool
}

// Throttling is how often and how long a control group was stopped for having
// used up its quota, summed over the processors.
type Throttling struct {
	Times uint64
	Time  time.Duration
}

// Ticks is processor time in a unit of the system's own (USER_HZ), so that only
// quotients of it mean something.
type Ticks struct {
	Busy  uint64 // spent on work of this machine
	Steal uint64 // given to other guests of the host while there was work here
	Total uint64
}

// ReadState reads the files of Linux below root, which is os.DirFS("/") but in
// tests. A system that has no such files leaves the state empty. Contents that
// make no sense, or of more than a megabyte, count as not readable.
func ReadState(root fs.FS) State {
	s := State{
		Governor: governor(root),
		Boost:    boost(root),
		Clock:    firstLine(root, "sys/devices/system/clocksource/clocksource0/current_clocksource"),

		Online:  processors(firstLine(root, "sys/devices/system/cpu/online")),
		Allowed: processors(valueOf(root, "proc/self/status", "Cpus_allowed_list:")),

		Ticks:   processorTicks(valueOf(root, "proc/stat", "cpu ")),
		Running: bounded[int](valueOf(root, "proc/stat", "procs_running "), mostThreads),
		Load:    load(root),

		MemoryLeft: memory(root, "MemAvailable"),
		SwapUsed:   difference(memory(root, "SwapTotal"), memory(root, "SwapFree")),
		Swapped:    swapped(root),

		Celsius:    hottest(root),
		HeatEvents: heatEvents(root),
		OnBattery:  onBattery(root),
	}
	s.Sharing = sharing(root, s.Allowed)
	s.Quota, s.Throttled = groupState(root)
	return s
}
