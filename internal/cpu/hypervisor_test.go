package cpu

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"runtime"
	"testing"
)

// leaves is a hypervisor by what CPUID gives of it.
type leaves map[uint32]leafRegisters

func (l leaves) read(n uint32) (leafRegisters, bool) { return l[n], true }

// signed is the leaf with a signature of up to twelve characters.
func signed(signature string) leafRegisters {
	var text [12]byte
	copy(text[:], signature)
	word := binary.LittleEndian.Uint32
	return leafRegisters{ebx: word(text[0:]), ecx: word(text[4:]), edx: word(text[8:])}
}

func TestDescribeHypervisor(t *testing.T) {
	yes, no := true, false
	const base, behind = 0x40000000, 0x40000100
	for _, test := range []struct {
		name   string
		shows  bool
		leaves leaves
		tells  *bool
	}{
		{"none", false, leaves{base: signed("KVMKVMKVM"), base + 1: {eax: 1 << 5}}, nil},
		{"KVM that tells", true, leaves{base: signed("KVMKVMKVM"), base + 1: {eax: 1<<5 | 1<<3}}, &yes},
		{"KVM that does not tell", true, leaves{base: signed("KVMKVMKVM"), base + 1: {eax: ^uint32(1 << 5)}}, &no},
		{"KVM behind the leaves of Hyper-V", true, leaves{base: signed("Microsoft Hv"), base + 1: {eax: 0x31237648},
			behind: signed("KVMKVMKVM"), behind + 1: {eax: 1 << 5}}, &yes},
		{"Xen", true, leaves{base: signed("XenVMMXenVMM")}, &yes},
		{"Xen behind the leaves of Hyper-V", true, leaves{base: signed("Microsoft Hv"), behind: signed("XenVMMXenVMM")}, &yes},
		{"Hyper-V", true, leaves{base: signed("Microsoft Hv"), base + 1: {eax: 0x31237648}}, nil},
		{"VMware", true, leaves{base: signed("VMwareVMware"), base + 1: {eax: ^uint32(0)}}, nil},
		{"without a name", true, leaves{}, nil},
	} {
		want := Hypervisor{Shows: &test.shows, TellsSteal: test.tells}
		if got := describeHypervisor(test.shows, test.leaves.read); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s, want %s", test.name, told(got), told(want))
		}
	}
	unread := func(uint32) (leafRegisters, bool) { return leafRegisters{}, false }
	if got := describeHypervisor(true, unread); !*got.Shows || got.TellsSteal != nil {
		t.Errorf("without CPUID: %s", told(got))
	}
}

// told writes pointers as what they point to.
func told(h Hypervisor) string {
	word := func(b *bool) string {
		if b == nil {
			return "not known"
		}
		return fmt.Sprint(*b)
	}
	return fmt.Sprintf("shows itself: %s, tells of steal: %s", word(h.Shows), word(h.TellsSteal))
}

// TestReadLeaf holds the assembly to the processor's name, which the library reads
// too.
func TestReadLeaf(t *testing.T) {
	const firstOfName, lastOfName = 0x80000002, 0x80000004
	var name string
	for n := uint32(firstOfName); n <= lastOfName; n++ {
		r, ok := readLeaf(n)
		if ok != assembly {
			t.Fatalf("leaf %#x readable: %v, in a build with assembly: %v", n, ok, assembly)
		}
		for _, register := range []uint32{r.eax, r.ebx, r.ecx, r.edx} {
			name += string(binary.LittleEndian.AppendUint32(nil, register))
		}
	}
	if want := Detect().Model; assembly && plain(name) != plain(want) {
		t.Errorf("leaves %#x to %#x say %q, the library %q", uint32(firstOfName), uint32(lastOfName), name, want)
	}
}

// plain is a name without blanks and zeros, which nobody writes alike.
func plain(name string) string {
	var kept []byte
	for _, c := range []byte(name) {
		if c > ' ' {
			kept = append(kept, c)
		}
	}
	return string(kept)
}

func TestDetectHypervisor(t *testing.T) {
	got := DetectHypervisor()
	if (got.Shows != nil) != (runtime.GOARCH == "amd64" || runtime.GOARCH == "386") {
		t.Errorf("on %s: %s", runtime.GOARCH, told(got))
	}
	if got.TellsSteal != nil && !*got.Shows {
		t.Errorf("nobody tells of steal: %s", told(got))
	}
	t.Log(told(got))
}
