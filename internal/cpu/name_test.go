package cpu

import "testing"

// What Linux prints on processors that have no CPUID, the lines that matter.
func TestNameIn(t *testing.T) {
	for _, test := range []struct{ what, cpuinfo, want string }{
		{"arm64, known", "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 1\n\nprocessor\t: 1\nCPU part\t: 0xd49\n", "Arm Neoverse N1"},
		{"arm64, unknown", "CPU implementer\t: 0x99\nCPU part\t: 0x123\n", "Arm implementer 0x99 part 0x123"},
		{"riscv64", "processor\t: 0\nhart\t\t: 2\nisa\t\t: rv64imafdc\nmmu\t\t: sv39\nuarch\t\t: sifive,u74-mc\n", "sifive,u74-mc"},
		{"riscv64 without uarch", "processor\t: 0\nisa\t\t: rv64imafdc_zicsr\n", "rv64imafdc_zicsr"},
		{"ppc64le", "processor\t: 0\ncpu\t\t: POWER9, altivec supported\nclock\t\t: 2166.000000MHz\n", "POWER9, altivec supported"},
		{"s390x", "vendor_id       : IBM/S390\n# processors    : 2\nprocessor 0: version = FF,  identification = 0133E8,  machine = 3931\n", "IBM Z 3931"},
		{"loong64", "system type\t\t: generic-loongson-machine\n\nprocessor\t\t: 0\nModel Name\t\t: Loongson-3A5000\n", "Loongson-3A5000"},
		{"nothing", "", ""},
		{"no fields", "one\ntwo\n", ""},
	} {
		if got := nameIn(test.cpuinfo); got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}
