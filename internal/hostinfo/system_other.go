//go:build !linux && !darwin && !windows

// Systems of which no more is asked than what Go itself knows.

package hostinfo

import "primebench/results"

func describeSystem(*results.Host) {}

// PeakBytes is the largest resident size that the process has had, in bytes; 0
// where the system does not say.
func PeakBytes() uint64 { return 0 }
