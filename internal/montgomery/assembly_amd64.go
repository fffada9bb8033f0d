// The kernels in assembly that this build has.

//go:build amd64 && !purego

package montgomery

//go:generate go run -C _asm . ..

// newAssembly makes a kernel in assembly, nil if none has that name.
func newAssembly(name string, bits int, allocate allocator) kernel {
	switch name {
	case "ifma":
		return newIFMA(bits, allocate, machinePlan)
	case "avx2":
		return newAVX2(bits, allocate)
	}
	return nil
}
