// Package wholefile puts files in their places whole: they are written aside, and then
// are where they belong from one moment to the next. Files that belong together get
// there together, and what is there already is replaced only where that is asked for,
// also when it came in the last moment.
package wholefile

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

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
	aside := make([]string, len(files))
	defer func() {
		for _, path := range aside {
			if path != "" {
				_ = os.Remove(path) // gone already where all went well
			}
		}
	}()
	for i, f := range files {
		var err error
		if aside[i], err = f.writeAside(); err != nil {
			return err
		}
	}
	if len(files) == 0 {
		return nil
	}
	unlock, err := lockFolder(filepath.Dir(files[0].Path))
	if err != nil {
		return err
	}
	defer unlock()
	if replace {
		for _, f := range files[1:] {
			if err := f.clear(); err != nil {
				return err
			}
		}
	}
	for i, f := range files {
		if err := f.place(aside[i], replace); err != nil {
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

// place puts in its place what was written aside.
func (f File) place(aside string, replace bool) error {
	if !f.Gone {
		return Move(aside, f.Path, replace)
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

// writeAside writes the file beside its place, and returns where.
func (f File) writeAside() (path string, err error) {
	if f.Gone {
		return "", nil
	}
	path = filepath.Join(filepath.Dir(f.Path), ".primebench-"+rand.Text())
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

// Lock makes an open file this process's own until it is closed, also by the process's
// end, or fails at once where it is another's. Where the system has no such locks it does
// nothing.
func Lock(file *os.File) error {
	if err := lock(file, false); err != nil {
		return fmt.Errorf("%q is locked: %w", file.Name(), err)
	}
	return nil
}
