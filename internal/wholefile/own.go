// Files that one process has at a time.

package wholefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrTaken is wrapped by the error about a file that is another process's own.
var ErrTaken = errors.New("another process has it")

// Lock makes an open file this process's own until it is closed, also by the process's
// end, or fails at once where it is another's. Where the system has no such locks it does
// nothing.
func Lock(file *os.File) error {
	if err := lock(file, false); err != nil {
		return fmt.Errorf("%q is locked: %w", file.Name(), err)
	}
	return nil
}

// Own opens a file for reading and appending, which it makes with a mode where there is
// none, and makes it this process's own until it is closed. The error wraps ErrTaken where
// it is another's. On a volume without locks nothing keeps two processes apart.
func Own(path string, mode fs.FileMode) (*os.File, error) {
	for {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, mode)
		if err != nil {
			return nil, err
		}
		if err := lock(file, false); isTaken(err) {
			return nil, errors.Join(fmt.Errorf("%q: %w", path, ErrTaken), file.Close())
		}
		// Between the two its owner may have removed it, or put it elsewhere.
		opened, err := file.Stat()
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		if named, err := os.Lstat(path); err == nil && os.SameFile(opened, named) {
			return file, nil
		}
		if err := file.Close(); err != nil {
			return nil, err
		}
	}
}

// Disown removes a file that is this process's own, and closes it.
func Disown(file *os.File) error {
	// Closed last, since it is this process's own until then. Some systems do not remove
	// an open file.
	removed := os.Remove(file.Name())
	err := file.Close()
	if removed != nil {
		removed = os.Remove(file.Name())
	}
	if errors.Is(removed, fs.ErrNotExist) {
		removed = nil
	}
	return errors.Join(err, removed)
}
