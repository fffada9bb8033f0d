//go:build unix

// The processor time of the process, on systems with getrusage.

package hostinfo

import (
	"time"

	"golang.org/x/sys/unix"
)

// ProcessTime is the user and system time of the process so far, over all its
// threads; 0 where the system does not say.
func ProcessTime() time.Duration {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
