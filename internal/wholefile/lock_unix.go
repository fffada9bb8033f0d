//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

// Locks by flock, which folders can have too.

package wholefile

import (
	"errors"
	"os"
	"syscall"
)

const canLock = true

func lock(file *os.File, wait bool) error {
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	for {
		if err := syscall.Flock(int(file.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// isTaken reports whether a lock failed since another process has it.
func isTaken(err error) bool { return errors.Is(err, syscall.EWOULDBLOCK) }

// lockFolder waits until no other process writes to a folder. A volume without locks, as
// some of a network are, is written to without.
func lockFolder(path string) (unlock func(), locked bool, err error) {
	folder, err := os.Open(path)
	if err != nil {
		return nil, false, err
	}
	locked = lock(folder, true) == nil
	return func() { _ = folder.Close() }, locked, nil
}
