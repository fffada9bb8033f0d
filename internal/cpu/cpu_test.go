package cpu

import (
	"testing"

	"github.com/klauspost/cpuid/v2"
)

// nameless is a system that tells no name.
func nameless() string { return "" }

func TestDescribeFillsWhatTheMachineHides(t *testing.T) {
	var hidden cpuid.CPUInfo
	hidden.Cache.L1D, hidden.Cache.L2 = -1, -1
	got := describe(hidden, nameless, 6)
	if got.Model != "unknown" || got.PhysicalCores != 6 || got.LogicalCores != 6 || got.ThreadsPerCore != 1 ||
		got.L1Data != fallbackL1Data || got.L2 != fallbackL2 {
		t.Errorf("describe(nothing known, 6 threads) = %+v", got)
	}
}

func TestDescribeKeepsWhatTheMachineTells(t *testing.T) {
	told := cpuid.CPUInfo{BrandName: "Example 9000", PhysicalCores: 4, LogicalCores: 8, ThreadsPerCore: 2}
	told.Cache.L1D, told.Cache.L2 = 48<<10, 2<<20
	got := describe(told, nameless, 3)
	if got.Model != "Example 9000" || got.PhysicalCores != 4 || got.LogicalCores != 8 || got.ThreadsPerCore != 2 ||
		got.L1Data != 48<<10 || got.L2 != 2<<20 {
		t.Errorf("describe changed what was told: %+v", got)
	}
}

func TestDescribeDerivesCoresFromThreads(t *testing.T) {
	if got := describe(cpuid.CPUInfo{ThreadsPerCore: 2}, nameless, 8).PhysicalCores; got != 4 {
		t.Errorf("8 threads, 2 a core: %d physical cores, want 4", got)
	}
}

func TestDescribeAsksTheSystemForTheName(t *testing.T) {
	if got := describe(cpuid.CPUInfo{}, func() string { return "Arm Neoverse N1" }, 1).Model; got != "Arm Neoverse N1" {
		t.Errorf("the system's name is told as %q", got)
	}
}

func TestDetectHasNoHoles(t *testing.T) {
	got := Detect()
	if got.Model == "" || got.PhysicalCores < 1 || got.LogicalCores < got.PhysicalCores ||
		got.ThreadsPerCore < 1 || got.L1Data < 4<<10 || got.L2 < 4<<10 {
		t.Errorf("Detect() = %+v", got)
	}
}
