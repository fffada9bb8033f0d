// The hypervisor whose guest this machine may be.

package cpu

import (
	"encoding/binary"
	"runtime"
	"strings"
	"sync"

	"github.com/klauspost/cpuid/v2"
)

// A Hypervisor is what runs this machine as one of its guests, by its own account.
type Hypervisor struct {
	Shows *bool // one shows itself; nil when the processor cannot say, which only those of the x86 family can
	// TellsSteal is whether it tells its guests how much processor time it takes from
	// them; nil when that is not known, or when none shows itself.
	TellsSteal *bool
}

// DetectHypervisor returns what the processor says. The answer is found once and
// is the same for the life of the program.
func DetectHypervisor() Hypervisor { return detectHypervisor() }

var detectHypervisor = sync.OnceValue(func() Hypervisor {
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "386" {
		return Hypervisor{}
	}
	return describeHypervisor(cpuid.CPU.VM(), readLeaf)
})

// describeHypervisor asks by leaf, the function that reads a leaf of CPUID, whose ok
// is false where it cannot.
//
// A hypervisor has leaves from 0x40000000 on, or from 0x40000100 on where it shows
// Hyper-V's before its own; the first one holds the signature in EBX, ECX and EDX.
// Of those of KVM the next one has the features in EAX, of which bit 5 is
// KVM_FEATURE_STEAL_TIME (Documentation/virt/kvm/x86/cpuid.rst of Linux). Xen tells
// all its guests, by the time that each virtual processor was runnable
// (VCPUOP_register_runstate_memory_area, xen/include/public/vcpu.h).
func describeHypervisor(shows bool, leaf func(n uint32) (r leafRegisters, ok bool)) Hypervisor {
	h := Hypervisor{Shows: &shows}
	if !shows {
		return h
	}
	for _, first := range []uint32{0x40000000, 0x40000100} {
		signature, ok := leaf(first)
		if !ok {
			return h
		}
		switch signature.text() {
		case "KVMKVMKVM":
			const stealTime = 1 << 5
			if features, ok := leaf(first + 1); ok {
				tells := features.eax&stealTime != 0
				h.TellsSteal = &tells
			}
			return h
		case "XenVMMXenVMM":
			tells := true
			h.TellsSteal = &tells
			return h
		}
	}
	return h
}

// leafRegisters are the registers that CPUID fills.
type leafRegisters struct{ eax, ebx, ecx, edx uint32 }

// text reads a signature, which is shorter than its registers with some.
func (r leafRegisters) text() string {
	var all []byte
	for _, register := range []uint32{r.ebx, r.ecx, r.edx} {
		all = binary.LittleEndian.AppendUint32(all, register)
	}
	return strings.TrimRight(string(all), "\x00")
}
