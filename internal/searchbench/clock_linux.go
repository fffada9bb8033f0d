// The clock where the processor time of the process can be read: time in which
// somebody else had the core is not charged. The engine's workers, the garbage
// collector and a library's code all count.

package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// newClock returns the clock and its name.
func newClock() (clock, string) {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t) != nil {
		return wallClock(), "wall time"
	}
	return func() time.Duration {
		var t unix.Timespec
		unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t) // it has worked before
		return time.Duration(t.Nano())
	}, "processor time"
}
