// Time, behind an interface so that the schedule can be tested without waiting.

package bench

import (
	"time"

	"primebench/internal/hostinfo"
)

// A Clock tells the times that samples are measured by.
type Clock interface {
	// Now is the time since some fixed moment; it never goes back.
	Now() time.Duration
	// CPU is the user and system time of the process so far, and of its children that
	// have ended; 0 when unknown.
	CPU() time.Duration
	// Stopped is how long nothing of the process was seen to run so far, summed over
	// pauses of results.LeastStop or more; 0 when unknown.
	Stopped() time.Duration
	// AfterFunc calls f in its own goroutine once d has passed, unless stop is
	// called before.
	AfterFunc(d time.Duration, f func()) (stop func())
}

// wallClock is the Clock of real measurements.
type wallClock struct {
	start time.Time
	pulse *pulse // nil: nobody looks for stops
}

func newWallClock() wallClock { return wallClock{start: time.Now()} }

// newWatchedClock is a clock that notices stops until stop is called.
func newWatchedClock() (c wallClock, stop func()) {
	c = newWallClock()
	c.pulse, stop = newPulse(c.Now)
	return c, stop
}

func (c wallClock) Now() time.Duration { return time.Since(c.start) }

func (c wallClock) CPU() time.Duration {
	return hostinfo.ProcessTime() + hostinfo.ChildrenTime()
}

func (c wallClock) Stopped() time.Duration {
	if c.pulse == nil {
		return 0
	}
	return c.pulse.feel()
}

func (c wallClock) AfterFunc(d time.Duration, f func()) (stop func()) {
	timer := time.AfterFunc(d, f)
	return func() { timer.Stop() }
}
