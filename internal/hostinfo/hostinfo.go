// Package hostinfo says what this machine, this process and this program are,
// for the header and the closing record of a run. What cannot be found out is
// left empty or 0: a benchmark does not fail for want of a label.
package hostinfo

import (
	"runtime"
	"slices"

	"primebench/internal/cpu"
	"primebench/results"
)

// Host describes the machine. The processor describes itself; what the operating
// system knows better, such as the cores of all its sockets, goes before that.
func Host() results.Host {
	info := cpu.Detect()
	host := results.Host{
		OS:             runtime.GOOS,
		Arch:           runtime.GOARCH,
		CPU:            info.Model,
		Features:       slices.Clone(info.Features),
		LogicalCores:   info.LogicalCores,
		PhysicalCores:  info.PhysicalCores,
		ThreadsPerCore: info.ThreadsPerCore,
	}
	if host.CPU == "unknown" {
		host.CPU = ""
	}
	describeSystem(&host)
	return host
}
