// What this build does in assembly: other processors and purego have none.

//go:build !amd64 || purego

package cpu

const assembly = false

// readLeaf cannot read a leaf of CPUID here.
func readLeaf(uint32) (r leafRegisters, ok bool) { return leafRegisters{}, false }
