//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

// A file that one run at a time works on.

package modulifile

import (
	"os"
	"syscall"
)

// lock makes a file this process's own until it is closed, also by the process's
// end, or fails where it is another's.
func lock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
