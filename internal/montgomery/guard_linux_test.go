// Buffers between two pages that nobody may touch: a kernel in assembly that
// reads or writes one byte beyond either end faults.

//go:build linux && amd64 && !purego

package montgomery

import (
	"math/big"
	"runtime/debug"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// guarded returns an allocator whose vectors end at a forbidden page, or begin
// after one.
func guarded(t *testing.T, atEnd bool) allocator {
	page := unix.Getpagesize()
	return func(words int) vector {
		size := (8*words + page - 1) / page * page
		all, err := unix.Mmap(-1, 0, size+2*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = unix.Munmap(all) })
		for _, forbidden := range [][]byte{all[:page], all[page+size:]} {
			if err := unix.Mprotect(forbidden, unix.PROT_NONE); err != nil {
				t.Fatal(err)
			}
		}
		start := page
		if atEnd {
			start = page + size - 8*words
		}
		return unsafe.Slice((*uint64)(unsafe.Pointer(&all[start])), words)
	}
}

func TestKernelsStayInTheirBuffers(t *testing.T) {
	onEveryKernel(t, func(t *testing.T, name string) {
		if name == "generic" {
			return // Go checks its own bounds
		}
		r := seeded(t)
		for _, atEnd := range []bool{true, false} {
			for _, bits := range []int{64, 512, 515, 516, 1024, 1035, 1036, 2048, 3000, 4096, 4700, 8192, 9300, 16384} {
				k := guardedKernel(name, bits, guarded(t, atEnd))
				moduli := hardModuli(r, bits)
				k.load(allWords(moduli))
				x, y := k.vector(), k.vector()
				for i, n := range moduli {
					half := words(new(big.Int).Rsh(n, 1))
					k.put(x, i, half)
					k.put(y, i, half)
				}
				withFaultsAsPanics(t, bits, func() {
					k.square(x, 0xa5)
					k.mul(x, x, y)
					k.mul(y, x, y)
				})
			}
		}
	})
}

func guardedKernel(name string, bits int, allocate allocator) kernel {
	if name, plan, ok := strings.Cut(name, "/"); ok {
		return makePlanned(name, plan, bits, allocate)
	}
	return newAssembly(name, bits, allocate)
}

// withFaultsAsPanics turns a fault in f into a failure of the test.
func withFaultsAsPanics(t *testing.T, bits int, f func()) {
	t.Helper()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%d bits: %v", bits, r)
		}
	}()
	f()
}

// The guard itself must work, or the test above cannot fail.
func TestGuardPagesFault(t *testing.T) {
	for _, atEnd := range []bool{true, false} {
		v := guarded(t, atEnd)(16)
		outside := unsafe.Add(unsafe.Pointer(&v[0]), 8*16)
		if !atEnd {
			outside = unsafe.Add(unsafe.Pointer(&v[0]), -8)
		}
		faulted := func() (faulted bool) {
			defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
			defer func() { faulted = recover() != nil }()
			return *(*uint64)(outside) == 1
		}()
		if !faulted {
			t.Errorf("reading outside of a vector did not fault (at its end: %v)", atEnd)
		}
	}
}
