// The processor's name where CPUID does not tell it: from what Linux says in
// /proc/cpuinfo.

package cpu

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// cpuinfoLimit bounds what is read of /proc/cpuinfo: the first processor's paragraph is
// within the first kilobytes.
const cpuinfoLimit = 64 << 10

// nameHere is the name of this machine's processor, "" where the system tells none.
func nameHere() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, cpuinfoLimit))
	if err != nil {
		return ""
	}
	return nameIn(string(text))
}

// nameIn is the name that a text in the form of /proc/cpuinfo tells, "" for none. It is
// the kernel's own where it has one ("model name" of x86, "Model Name" of LoongArch,
// "cpu" of POWER); what an Arm processor is stands in two numbers, which Arm and the
// implementers assign; a RISC-V one tells its microarchitecture; and one of IBM Z its
// machine.
func nameIn(cpuinfo string) string {
	fields := map[string]string{}
	for line := range strings.Lines(cpuinfo) {
		key, value, found := strings.Cut(line, ":")
		key = strings.ToLower(strings.TrimSpace(key))
		if value = strings.TrimSpace(value); found && value != "" && fields[key] == "" {
			fields[key] = value
		}
	}
	if implementer, part := fields["cpu implementer"], fields["cpu part"]; implementer != "" && part != "" {
		if name, known := armNames[implementer+" "+part]; known {
			return name
		}
		return fmt.Sprintf("Arm implementer %s part %s", implementer, part)
	}
	for _, key := range []string{"model name", "cpu", "uarch", "isa"} {
		if fields[key] != "" {
			return fields[key]
		}
	}
	// Such as "version = FF,  identification = 0133E8,  machine = 3931".
	if _, machine, found := strings.Cut(fields["processor 0"], "machine = "); found {
		return "IBM Z " + machine
	}
	return ""
}

// armNames are the processors behind the numbers of MIDR_EL1 that servers, laptops and
// small boards have: the implementer and the part, as in their technical reference
// manuals and arch/arm64/include/asm/cputype.h of Linux.
var armNames = map[string]string{
	"0x41 0xc07": "Arm Cortex-A7",
	"0x41 0xd03": "Arm Cortex-A53",
	"0x41 0xd04": "Arm Cortex-A35",
	"0x41 0xd05": "Arm Cortex-A55",
	"0x41 0xd07": "Arm Cortex-A57",
	"0x41 0xd08": "Arm Cortex-A72",
	"0x41 0xd09": "Arm Cortex-A73",
	"0x41 0xd0a": "Arm Cortex-A75",
	"0x41 0xd0b": "Arm Cortex-A76",
	"0x41 0xd0c": "Arm Neoverse N1",
	"0x41 0xd0d": "Arm Cortex-A77",
	"0x41 0xd40": "Arm Neoverse V1",
	"0x41 0xd41": "Arm Cortex-A78",
	"0x41 0xd44": "Arm Cortex-X1",
	"0x41 0xd46": "Arm Cortex-A510",
	"0x41 0xd47": "Arm Cortex-A710",
	"0x41 0xd48": "Arm Cortex-X2",
	"0x41 0xd49": "Arm Neoverse N2",
	"0x41 0xd4b": "Arm Cortex-A78C",
	"0x41 0xd4d": "Arm Cortex-A715",
	"0x41 0xd4e": "Arm Cortex-X3",
	"0x41 0xd4f": "Arm Neoverse V2",
	"0x41 0xd80": "Arm Cortex-A520",
	"0x41 0xd81": "Arm Cortex-A720",
	"0x41 0xd82": "Arm Cortex-X4",
	"0x41 0xd84": "Arm Neoverse V3",
	"0x41 0xd8e": "Arm Neoverse N3",
	"0x42 0x516": "Cavium ThunderX2",
	"0x43 0x0af": "Cavium ThunderX2",
	"0x46 0x001": "Fujitsu A64FX",
	"0x48 0xd01": "HiSilicon Kunpeng 920",
	"0x51 0x001": "Qualcomm Oryon",
	"0xc0 0xac3": "Ampere-1",
	"0xc0 0xac4": "Ampere-1a",
}
