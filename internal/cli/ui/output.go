// The place of results that may be a file: stdout, or a file that is whole or not
// there.

package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"primebench/internal/wholefile"
)

// An Output is the place that --out names: a file, or stdout for "-".
type Output struct {
	Path    string
	Replace bool // a file that is there
	stdout  io.Writer
}

// Ways out of a place that is taken.
const (
	adviceForce  = "replace it with --force, or name another file"
	adviceRemove = "name another file, or remove it"
)

// OpenOutput refuses a place that cannot be written to, and a file that is there
// unless --force says that it may be replaced, so that this is told before the work.
func (p Process) OpenOutput(path string, force bool) (Output, error) {
	if path == "-" {
		return Output{stdout: p.Stdout}, nil
	}
	p.Spare(filepath.Dir(path))
	o := Output{Path: path, Replace: force}
	return o, o.CheckBeside("", force)
}

// Spare has a signal that ends the program wait for the file that is being written to a
// folder.
func (p Process) Spare(folder string) {
	p.Stops.Last(func() { wholefile.Freeze(folder) })
}

// CheckBeside looks at the place whose name has a suffix as OpenOutput does. Stdout has
// nothing beside it.
func (o Output) CheckBeside(suffix string, replace bool) error {
	if o.Path == "" {
		return nil
	}
	taken, err := checkPlace(o.Path + suffix)
	if taken && !replace {
		return Usagef("%q is there already; %s", o.Path+suffix, adviceForce)
	}
	return err
}

// CheckPlace fails where a file cannot be made, or is there.
func CheckPlace(path string) error {
	taken, err := checkPlace(path)
	if taken {
		return Usagef("%q is there already; %s", path, adviceRemove)
	}
	return err
}

// checkPlace reports whether a file is there, and fails where none can be made.
func checkPlace(path string) (taken bool, err error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, err
	case info.IsDir():
		return false, Usagef("%q is a folder; name a file", path)
	case !info.Mode().IsRegular():
		return false, Usagef("%q is no regular file, and is not replaced; name another one", path)
	default:
		taken = true
	}
	// What is written is first written beside it.
	if err := wholefile.Try(filepath.Dir(path)); err != nil {
		return taken, fmt.Errorf("%q cannot be written: %w", path, err)
	}
	return taken, nil
}

// Write puts all of the text in its place at once, and files beside it in the same
// step: none of them is there without the others. Their paths are suffixes of its own.
func (o Output) Write(text []byte, beside ...wholefile.File) error {
	if o.Path == "" {
		_, err := o.stdout.Write(text)
		return err
	}
	files := []wholefile.File{{Path: o.Path, Data: text, Mode: 0o666}}
	for _, f := range beside {
		f.Path = o.Path + f.Path
		files = append(files, f)
	}
	err := wholefile.Write(o.Replace, files...)
	switch {
	case errors.Is(err, fs.ErrExist):
		return Usagef("%q, or a file beside it, came there in the meantime, and nothing is written; %s", o.Path, adviceForce)
	case err != nil:
		return fmt.Errorf("%q cannot be written: %w", o.Path, err)
	}
	return nil
}

// WriteNew writes a file that is not there yet, whole.
func WriteNew(path string, text []byte, mode fs.FileMode) error {
	err := wholefile.Write(false, wholefile.File{Path: path, Data: text, Mode: mode})
	switch {
	case errors.Is(err, fs.ErrExist):
		return Usagef("%q came there in the meantime, and nothing is written; %s", path, adviceRemove)
	case err != nil:
		return fmt.Errorf("%q cannot be written: %w", path, err)
	}
	return nil
}

// Tell writes something whole to stdout, so that a failed write is the only way to
// see a part of it. A reader that does not take it holds up no signal.
func (p Process) Tell(ctx context.Context, what string, write func(io.Writer) error) error {
	_, err := Await(ctx, func() (int, error) {
		var text bytes.Buffer
		if err := write(&text); err != nil {
			return 0, err
		}
		return p.Stdout.Write(text.Bytes())
	})
	if err != nil {
		return fmt.Errorf("the %s cannot be printed: %w", what, err)
	}
	return nil
}
