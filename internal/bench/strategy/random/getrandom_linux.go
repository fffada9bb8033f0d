// The system call on Linux.

package random

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

func checkGetrandom() error { return nil }

func newGetrandom() *getrandom { return &getrandom{call: systemCall} }

// systemCall enters the kernel each time: unix.Getrandom draws in the process
// where Linux offers that, as crypto/rand does.
func systemCall(p []byte) (int, error) {
	for {
		n, _, errno := unix.Syscall(unix.SYS_GETRANDOM, uintptr(unsafe.Pointer(&p[0])), uintptr(len(p)), 0)
		switch errno {
		case 0:
			return int(n), nil
		case unix.EINTR:
			continue
		}
		return 0, errno
	}
}
