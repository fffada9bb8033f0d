// Package cpu is the only place that asks what the processor can do.
//
// It answers three questions: what the machine is (model, features, cores,
// caches), which kernels of the batched arithmetic it can run, and which of
// them to use. Everybody else takes these answers; nobody else looks at CPUID.
package cpu

import (
	"cmp"
	"runtime"
	"sync"

	"github.com/klauspost/cpuid/v2"
)

// Sizes that stand in where the machine does not tell its own: the smallest
// first- and second-level data caches among the server and desktop processors
// sold in the last ten years, so that a buffer cut to them fits everywhere.
const (
	fallbackL1Data = 32 << 10
	fallbackL2     = 256 << 10
)

// Info says what the processor is. Every count is at least 1 and every size is
// positive, whatever the machine hides.
type Info struct {
	Model          string   // the marketing name, or what else tells the processor; "unknown" where nothing does
	Features       []string // names of the instruction sets, sorted; may be empty
	PhysicalCores  int      // cores in this machine
	LogicalCores   int      // hardware threads in this machine
	ThreadsPerCore int      // 2 where simultaneous multithreading is on
	L1Data         int      // bytes of first-level data cache of one core
	L2             int      // bytes of second-level cache of one core
}

// Detect returns what the processor says of itself. The answer is found once
// and is the same for the life of the program; the caller must not write to
// Features.
func Detect() Info { return detect() }

var detect = sync.OnceValue(func() Info { return describe(cpuid.CPU, nameHere, runtime.NumCPU()) })

// describe turns the raw answers into an Info without holes. name asks the system for
// the processor's; threads is the number of hardware threads that it gives to this
// process.
func describe(c cpuid.CPUInfo, name func() string, threads int) Info {
	info := Info{
		Model:          c.BrandName,
		Features:       c.FeatureSet(),
		PhysicalCores:  c.PhysicalCores,
		LogicalCores:   c.LogicalCores,
		ThreadsPerCore: max(c.ThreadsPerCore, 1),
		L1Data:         c.Cache.L1D,
		L2:             c.Cache.L2,
	}
	if info.Model == "" {
		info.Model = cmp.Or(name(), "unknown")
	}
	if info.LogicalCores < 1 {
		info.LogicalCores = max(threads, 1)
	}
	if info.PhysicalCores < 1 {
		info.PhysicalCores = max(info.LogicalCores/info.ThreadsPerCore, 1)
	}
	if info.L1Data <= 0 {
		info.L1Data = fallbackL1Data
	}
	if info.L2 <= 0 {
		info.L2 = fallbackL2
	}
	return info
}
