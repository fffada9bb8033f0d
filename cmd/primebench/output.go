// Where results go that may be a file: stdout, or a file that is whole or not there.

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/moby/sys/atomicwriter"
)

// An output is the place that --out names: a file, or stdout for "-".
type output struct {
	path   string
	stdout io.Writer
}

// openOutput refuses a file that is there, unless it may be replaced, so that this
// is told before the work.
func openOutput(stdout io.Writer, path string, force bool) (output, error) {
	if path == "-" {
		return output{stdout: stdout}, nil
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return output{}, fmt.Errorf("--out: %w", err)
	case info.IsDir():
		return output{}, usagef("--out %q is a folder; name a file", path)
	case !force:
		return output{}, usagef("--out %q is there already; name another file, or add --force to replace it", path)
	}
	return output{path: path}, nil
}

// write puts all of the text in its place at once.
func (o output) write(text []byte) error {
	if o.path == "" {
		_, err := o.stdout.Write(text)
		return err
	}
	return writeWhole(o.path, text)
}

// writeWhole writes a file beside its place and renames it, so that it is whole or
// as it was.
func writeWhole(path string, text []byte) error {
	if err := atomicwriter.WriteFile(path, text, 0o644); err != nil {
		return fmt.Errorf("%q cannot be written: %w", path, err)
	}
	return nil
}
