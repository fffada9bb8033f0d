// The machine and the process as macOS shows them.

package hostinfo

import (
	"golang.org/x/sys/unix"

	"primebench/results"
)

func describeSystem(host *results.Host) {
	if release, err := unix.Sysctl("kern.osrelease"); err == nil {
		host.Release = release
	}
	if size, err := unix.SysctlUint64("hw.memsize"); err == nil {
		host.MemoryBytes = size
	}
}

// PeakBytes is the largest resident size that the process has had, in bytes; 0
// where the system does not say.
func PeakBytes() uint64 {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil || usage.Maxrss < 0 {
		return 0
	}
	return uint64(usage.Maxrss) // bytes here, kibibytes on other systems
}
