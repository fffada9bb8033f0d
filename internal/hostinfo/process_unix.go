//go:build unix

// The processor time of the process and its children, on systems with getrusage.

package hostinfo

import (
	"time"

	"golang.org/x/sys/unix"
)

// ProcessTime is the user and system time of the process so far, over all its
// threads; 0 where the system does not say.
func ProcessTime() time.Duration { return usedTime(unix.RUSAGE_SELF) }

// ChildrenTime is that of the children which have ended and been waited for, and of
// theirs; 0 where the system does not say.
func ChildrenTime() time.Duration { return usedTime(unix.RUSAGE_CHILDREN) }

func usedTime(by int) time.Duration {
	var usage unix.Rusage
	if err := unix.Getrusage(by, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
