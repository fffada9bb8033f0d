// The machine and the process as Windows shows them.

package hostinfo

import (
	"fmt"
	"time"

	"golang.org/x/sys/windows"

	"primebench/results"
)

func describeSystem(host *results.Host) {
	v := windows.RtlGetVersion()
	host.Release = fmt.Sprintf("%d.%d.%d", v.MajorVersion, v.MinorVersion, v.BuildNumber)
}

// PeakBytes is the largest resident size that the process has had, in bytes; 0
// where the system does not say.
func PeakBytes() uint64 { return 0 }

// ProcessTime is the user and system time of the process so far, over all its
// threads; 0 where the system does not say.
func ProcessTime() time.Duration {
	var created, exited, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &created, &exited, &kernel, &user); err != nil {
		return 0
	}
	return ticks(kernel) + ticks(user)
}

// ChildrenTime is that of the children which have ended; 0 where the system does not
// say.
func ChildrenTime() time.Duration { return 0 }

// ticks takes a Filetime for a length of time in units of 100 ns, which
// Filetime.Nanoseconds does not: that counts from 1970.
func ticks(t windows.Filetime) time.Duration {
	return time.Duration(int64(t.HighDateTime)<<32|int64(t.LowDateTime)) * 100
}
