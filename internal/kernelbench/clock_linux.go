// The clock where a thread's processor time can be read: time in which somebody
// else had the core is not charged.

package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// newClock returns the clock and its name. The caller stays on its thread.
func newClock() (clock, string) {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) != nil {
		return wallClock(), "wall time"
	}
	return func() time.Duration {
		var t unix.Timespec
		unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) // it has worked before
		return time.Duration(t.Nano())
	}, "the thread's processor time"
}
