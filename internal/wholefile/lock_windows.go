// Locks of Windows: on files, and for a folder a file that only one can open and that is
// gone when it is closed.

package wholefile

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/windows"
)

const canLock = true

func lock(file *os.File, wait bool) error {
	how := uint32(windows.LOCKFILE_EXCLUSIVE_LOCK)
	if !wait {
		how |= windows.LOCKFILE_FAIL_IMMEDIATELY
	}
	// A byte far behind the end of any file: a lock on what is written would keep others
	// from reading it.
	return windows.LockFileEx(windows.Handle(file.Fd()), how, 0, 1, 0, &windows.Overlapped{OffsetHigh: 1 << 30})
}

// isTaken reports whether a lock failed since another process has it.
func isTaken(err error) bool { return errors.Is(err, windows.ERROR_LOCK_VIOLATION) }

// lockFolder waits until no other process writes to a folder.
func lockFolder(path string) (unlock func(), locked bool, err error) {
	name, err := windows.UTF16PtrFromString(filepath.Join(path, ".primebench-lock"))
	if err != nil {
		return nil, false, err
	}
	const (
		pause = 5 * time.Millisecond
		// The system denies access for the moment between the close and the removal.
		mostDenied = 200
	)
	for denied := 0; ; {
		handle, err := windows.CreateFile(name, windows.GENERIC_WRITE, 0, nil, windows.OPEN_ALWAYS, windows.FILE_ATTRIBUTE_HIDDEN|windows.FILE_FLAG_DELETE_ON_CLOSE, 0)
		switch {
		case err == nil:
			return func() { _ = windows.CloseHandle(handle) }, true, nil
		case errors.Is(err, windows.ERROR_SHARING_VIOLATION):
			time.Sleep(pause)
		case errors.Is(err, windows.ERROR_ACCESS_DENIED) && denied < mostDenied:
			denied++
			time.Sleep(pause)
		default:
			return nil, false, err
		}
	}
}
