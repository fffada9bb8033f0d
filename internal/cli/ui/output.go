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

	"github.com/moby/sys/atomicwriter"
)

// An Output is the place that --out names: a file, or stdout for "-".
type Output struct {
	Path   string
	stdout io.Writer
}

// OpenOutput refuses a place that cannot be written to, and a file that is there
// unless it may be replaced, so that this is told before the work.
func OpenOutput(stdout io.Writer, path string, force bool) (Output, error) {
	if path == "-" {
		return Output{stdout: stdout}, nil
	}
	return Output{Path: path}, CheckPlace(path, force)
}

// CheckPlace fails where a file cannot be made, or is there and force does not allow
// it to be replaced.
func CheckPlace(path string, force bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.IsDir():
		return Usagef("%q is a folder; name a file", path)
	case !info.Mode().IsRegular():
		return Usagef("%q is no regular file, and is not replaced; name another one", path)
	case !force:
		return Usagef("%q is there already; name another file, or remove it", path)
	}
	// What is written is first written beside it.
	trial, err := os.CreateTemp(filepath.Dir(path), ".primebench-*")
	if err != nil {
		return fmt.Errorf("%q cannot be written: %w", path, err)
	}
	return errors.Join(trial.Close(), os.Remove(trial.Name()))
}

// Write puts all of the text in its place at once.
func (o Output) Write(text []byte) error {
	if o.Path == "" {
		_, err := o.stdout.Write(text)
		return err
	}
	return WriteWhole(o.Path, text, 0o644)
}

// WriteWhole writes a file beside its place and renames it, so that it is whole or
// as it was.
func WriteWhole(path string, text []byte, mode fs.FileMode) error {
	if err := atomicwriter.WriteFile(path, text, mode); err != nil {
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
