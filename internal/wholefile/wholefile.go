// Package wholefile puts files in their places whole: they are written aside, and then
// are where they belong from one moment to the next. Files that belong together get
// there together, and what is there already is replaced only where that is asked for,
// also when it came in the last moment. What a process left aside that was killed, and
// its scratch folders, are swept by the next one.
package wholefile

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// aside begins the names of files that are being written. They are there only while their
// process holds the lock of the folder: whoever has it, and finds one, finds what a process
// left that was killed.
const aside = ".primebench-tmp-"

// A File is a file that is to be in a place.
type File struct {
	Path string
	Data []byte
	// Mode is that of the new file, less what the umask of the process takes away.
	Mode fs.FileMode
	// Gone asks for no file in the place, instead.
	Gone bool
}

// Write puts files in their places, the first of which is what the others belong to. Where
// replace is false, and a place is taken, none of them is put and the error wraps
// fs.ErrExist. Where it is true, what belonged to an earlier first file goes before that
// is replaced: whenever the process ends, no files of two calls are beside each other.
// Processes that write to one folder do so one after another, where the system can keep
// them apart.
func Write(replace bool, files ...File) error {
	if len(files) == 0 {
		return nil
	}
	unlock, _, err := lockFolder(filepath.Dir(files[0].Path))
	if err != nil {
		return err
	}
	defer unlock()
	written := make([]string, len(files))
	defer func() {
		for _, path := range written {
			if path != "" {
				_ = os.Remove(path) // gone already where all went well
			}
		}
	}()
	for i, f := range files {
		if written[i], err = f.writeAside(); err != nil {
			return err
		}
	}
	if replace {
		for _, f := range files[1:] {
			if err := f.clear(); err != nil {
				return err
			}
		}
	}
	for i, f := range files {
		if err := f.place(written[i], replace); err != nil {
			for _, placed := range files[:i] {
				if !replace && !placed.Gone {
					_ = os.Remove(placed.Path) // it is this call's own
				}
			}
			return err
		}
	}
	return nil
}

// Sweep removes what processes left in a folder that were killed while they wrote there,
// where the system can tell such files from those that are being written.
func Sweep(folder string) {
	unlock, locked, err := lockFolder(folder)
	if err != nil {
		return // whoever writes there is told
	}
	defer unlock()
	if locked {
		sweep(folder)
	}
}

func sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), aside) && e.Type().IsRegular() {
			_ = os.Remove(filepath.Join(folder, e.Name())) // it may be somebody else's
		}
	}
}

// Try fails where a new file cannot be made in a folder, and sweeps that.
func Try(folder string) error {
	unlock, locked, err := lockFolder(folder)
	if err != nil {
		return err
	}
	defer unlock()
	if locked {
		sweep(folder)
	}
	path, err := File{Path: filepath.Join(folder, "trial"), Mode: 0o600}.writeAside()
	return errors.Join(err, remove(path))
}

// Freeze waits for the files that are being written to a folder and lets no other one
// begin, for a process that is about to end.
func Freeze(folder string) {
	_, _, _ = lockFolder(folder) // what has no lock is not waited for
}

// place puts in its place what was written aside.
func (f File) place(written string, replace bool) error {
	if !f.Gone {
		return Move(written, f.Path, replace)
	}
	if _, err := os.Lstat(f.Path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return &fs.PathError{Op: "keep free", Path: f.Path, Err: fs.ErrExist}
}

// clear frees the place of a regular file.
func (f File) clear() error {
	info, err := os.Lstat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return notRegular(f.Path)
	}
	return os.Remove(f.Path)
}

func notRegular(path string) error {
	return fmt.Errorf("%q is no regular file, and is not replaced", path)
}

// writeAside writes the file beside its place, and returns where: also when it fails and a
// part of it is there.
func (f File) writeAside() (path string, err error) {
	if f.Gone {
		return "", nil
	}
	path = filepath.Join(filepath.Dir(f.Path), aside+rand.Text())
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.Mode)
	if err != nil {
		return "", err
	}
	_, err = file.Write(f.Data)
	if err == nil {
		err = file.Sync()
	}
	return path, errors.Join(err, file.Close())
}

// remove removes a file, if there is one.
func remove(path string) error {
	if path == "" {
		return nil
	}
	return os.Remove(path)
}

// Move gives a file another name in its folder or in another one on the same volume, at
// once. Where replace is false and that is taken, the error wraps fs.ErrExist and the file
// stays where it is.
func Move(from, to string, replace bool) error {
	if replace {
		if info, err := os.Lstat(to); err == nil && !info.Mode().IsRegular() {
			return notRegular(to)
		}
		return os.Rename(from, to)
	}
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// A volume without links, such as FAT: an empty file claims the place.
	claim, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := claim.Close(); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}
