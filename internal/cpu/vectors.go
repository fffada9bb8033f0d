// The instructions that work outside the kernels asks for.

package cpu

import "golang.org/x/sys/cpu"

// HasIFMA says whether this build has assembly and the processor and the
// operating system give it what the sieve's residues need: 512-bit vectors, the
// multiply-add of 52-bit integers, conversions to and from doubles.
func HasIFMA() bool {
	x := &cpu.X86
	return assembly && x.HasAVX512F && x.HasAVX512DQ && x.HasAVX512IFMA && x.HasPOPCNT
}

// HasVBMI2 says the same of what the list of small primes needs: 512-bit vectors
// whose bytes can be packed.
func HasVBMI2() bool {
	x := &cpu.X86
	return assembly && x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VBMI2 && x.HasPOPCNT
}
