//go:build !static && (darwin || netbsd || (freebsd && cgo) || (linux && (cgo || !s390x)))

// Loading a library, on systems where purego does it.

package peer

import "github.com/ebitengine/purego"

// loads reports whether this build can load libraries.
const loads = true

func dlopen(name string) (uintptr, error) {
	return purego.Dlopen(name, purego.RTLD_NOW|purego.RTLD_GLOBAL)
}

// bind sets the function, address or variable that f points to to the library's symbol.
func bind(handle uintptr, symbol string, f any) error {
	address, err := purego.Dlsym(handle, symbol)
	if err != nil {
		return err
	}
	switch v := f.(type) {
	case *variable:
		*v = variable(address)
		return nil
	case *function:
		*v = function(address)
		return nil
	}
	purego.RegisterFunc(f, address)
	return nil
}

// call calls a function whose arguments and result are whole numbers and addresses. It
// takes a quarter of a microsecond less than one that purego.RegisterFunc makes.
func (f function) call(args ...uintptr) uintptr {
	result, _, _ := purego.SyscallN(uintptr(f), args...)
	return result
}

// newCallback returns the address by which a library calls f.
func newCallback(f func(int32, int32, uintptr) uintptr) uintptr { return purego.NewCallback(f) }
