// Folders for the time of a process.

package wholefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	scratchPattern = "primebench-scratch-*"
	// scratchLock is the file in a scratch folder that its process has.
	scratchLock = "lock"
)

// Scratch makes a folder among the system's temporary ones, and returns what removes it.
func Scratch() (folder string, remove func(), err error) {
	for {
		folder, err := os.MkdirTemp("", scratchPattern)
		if err != nil {
			return "", nil, err
		}
		held, err := os.OpenFile(filepath.Join(folder, scratchLock), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrNotExist) {
			continue // swept before it had its lock
		}
		if err != nil {
			return "", nil, errors.Join(err, os.Remove(folder))
		}
		taken := isTaken(lock(held, false))
		if _, err := os.Lstat(held.Name()); err != nil || taken {
			_ = held.Close()
			continue // swept just now
		}
		return folder, func() {
			_ = held.Close() // some systems do not remove an open file
			_ = os.RemoveAll(folder)
		}, nil
	}
}

// SweepScratch removes the folders of Scratch that processes left which were killed, where
// the system can tell.
func SweepScratch() {
	folders, err := filepath.Glob(filepath.Join(os.TempDir(), scratchPattern))
	if err != nil {
		return // a pattern that is not ours
	}
	for _, folder := range folders {
		held, err := os.OpenFile(filepath.Join(folder, scratchLock), os.O_RDWR, 0)
		if errors.Is(err, fs.ErrNotExist) {
			_ = os.Remove(folder) // an empty one: it was killed before it had its lock
			continue
		}
		if err != nil {
			continue // somebody else's
		}
		free := canLock && lock(held, false) == nil
		if free {
			_ = os.Remove(held.Name()) // first, and so that its maker sees it where that is at work
		}
		_ = held.Close()
		if free {
			_ = os.RemoveAll(folder)
		}
	}
}
