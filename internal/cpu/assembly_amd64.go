// What this build does in assembly: the one for amd64 has some.

//go:build amd64 && !purego

package cpu

const assembly = true

// readLeaf reads a leaf of CPUID, subleaf 0. The library that reads the others keeps
// those of hypervisors to itself.
func readLeaf(n uint32) (r leafRegisters, ok bool) {
	return readCPUID(n), true
}

// readCPUID is CPUID with EAX = n and ECX = 0.
func readCPUID(n uint32) (r leafRegisters)
