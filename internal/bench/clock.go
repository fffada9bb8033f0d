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
	// AfterFunc calls f in its own goroutine once d has passed, unless stop is
	// called before.
	AfterFunc(d time.Duration, f func()) (stop func())
}

// wallClock is the Clock of real measurements.
type wallClock struct{ start time.Time }

func newWallClock() wallClock { return wallClock{time.Now()} }

func (c wallClock) Now() time.Duration { return time.Since(c.start) }

func (c wallClock) CPU() time.Duration {
	return hostinfo.ProcessTime() + hostinfo.ChildrenTime()
}

func (c wallClock) AfterFunc(d time.Duration, f func()) (stop func()) {
	timer := time.AfterFunc(d, f)
	return func() { timer.Stop() }
}
