// The machine and the process as Linux shows them.

package hostinfo

import (
	"os"

	"primebench/results"
)

func describeSystem(host *results.Host) {
	describeLinux(os.DirFS("/"), host)
}

// PeakBytes is the largest resident size that the process has had, in bytes; 0
// where the system does not say.
func PeakBytes() uint64 {
	return peakBytes(os.DirFS("/"))
}
