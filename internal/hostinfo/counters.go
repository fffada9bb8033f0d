// What tells whether the processors were there for us: counters that are cheap
// enough to be read once a second beside a measurement.

package hostinfo

import (
	"io/fs"
	"time"
)

// Counters are what others took of the machine up to one moment, as far as it can
// be read: a field is nil where it is not known. Running, Load and Megahertz are
// of that moment; the others only rise, and Since tells by how much.
type Counters struct {
	Ticks *Ticks // of all processors, since the machine was started

	// Waiting is how long the threads of this process were ready to run and were
	// kept from it, summed over those that live at that moment. One that ends takes
	// its part with it, so that the rise is then too small, or not known where more
	// went than came. It holds neither the time of children nor what a hypervisor
	// takes.
	Waiting *time.Duration

	// Pressure is how long some thread of the machine waited for a processor, and
	// MemoryPressure how long one waited for memory. Both are means over the
	// processors, weighted by how long each was not idle, so that no more than a
	// second is added in a second (Documentation/accounting/psi.rst of Linux).
	Pressure       *time.Duration
	MemoryPressure *time.Duration

	Throttled *Throttling // of the control group, since it was made
	Swapped   *uint64     // pages moved to or from swap since the start

	Running   *int     // threads that run or could run now, ours with them
	Load      *float64 // mean number of them over the last minute
	Megahertz *float64 // mean clock rate of the first processors that we may use; a constant in most guests
}

// Throttling is how often and how long a control group was stopped for having
// used up its quota, summed over the processors.
type Throttling struct {
	Times uint64
	Time  time.Duration
}

// TicksPerSecond is USER_HZ, the unit of Linux's ticks, in every system that Go runs on
// (man 7 time).
const TicksPerSecond = 100

// Ticks is processor time in a unit of the system's own (USER_HZ), so that only
// quotients of it mean something elsewhere than on Linux.
type Ticks struct {
	Busy  uint64 // spent on work of this machine
	Steal uint64 // given to other guests of the host while there was work here
	Total uint64
}

// ReadCounters reads the files of Linux below root, which is os.DirFS("/") but in
// tests: some twenty, and one for each thread of this process. A system that has no
// such files leaves all counters nil. Contents that make no sense, or of more than
// a megabyte, count as not known.
func ReadCounters(root fs.FS) Counters {
	stat := contents(root, "proc/stat")
	return Counters{
		Ticks:          processorTicks(valueOf(stat, "cpu ")),
		Waiting:        waiting(root),
		Pressure:       pressure(root, "cpu"),
		MemoryPressure: pressure(root, "memory"),
		Throttled:      throttled(root),
		Swapped:        swapped(root),
		Running:        bounded[int](valueOf(stat, "procs_running "), mostThreads),
		Load:           load(root),
		Megahertz:      megahertz(root),
	}
}

// Since is how far the counters rose since an earlier reading. A rise is nil where
// one of the two is not known, or where the counter went back; that of Ticks also
// where no tick passed. Running, Load and Megahertz are those of c.
func (c Counters) Since(earlier Counters) Counters {
	c.Ticks = c.Ticks.since(earlier.Ticks)
	c.Waiting = rise(c.Waiting, earlier.Waiting)
	c.Pressure = rise(c.Pressure, earlier.Pressure)
	c.MemoryPressure = rise(c.MemoryPressure, earlier.MemoryPressure)
	c.Throttled = c.Throttled.since(earlier.Throttled)
	c.Swapped = rise(c.Swapped, earlier.Swapped)
	return c
}

func (t *Ticks) since(earlier *Ticks) *Ticks {
	if t == nil || earlier == nil || t.Busy < earlier.Busy || t.Steal < earlier.Steal || t.Total <= earlier.Total {
		return nil
	}
	return &Ticks{Busy: t.Busy - earlier.Busy, Steal: t.Steal - earlier.Steal, Total: t.Total - earlier.Total}
}

func (t *Throttling) since(earlier *Throttling) *Throttling {
	if t == nil || earlier == nil || t.Times < earlier.Times || t.Time < earlier.Time {
		return nil
	}
	return &Throttling{Times: t.Times - earlier.Times, Time: t.Time - earlier.Time}
}

func rise[T uint64 | time.Duration](to, from *T) *T {
	if to == nil || from == nil || *to < *from {
		return nil
	}
	by := *to - *from
	return &by
}
