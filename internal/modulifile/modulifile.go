// Package modulifile makes a moduli file, the format of moduli(5), over hours and
// several runs: its lines are kept one by one beside the place of the file, which
// appears when all are there.
package modulifile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"primebench/dhgroup"
	"primebench/internal/wholefile"
	"primebench/millerrabin"
)

// A File is a moduli file in the making. It is not for several goroutines.
type File struct {
	path  string    // of the whole file; "" for a stream
	part  *os.File  // nil for a stream, and after Close
	lines io.Writer // where lines are added
	found map[int]int
}

// A PartError says why the lines that were kept cannot be gone on with, which
// somebody has to mend: they are foreign, or of a group that is not sound.
type PartError struct {
	Path string // of the part
	Line int    // that is to be removed; 0 for the part itself
	Err  error
}

// Error names the part, what is wrong and what to remove.
func (e *PartError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%q, line %d: %v; remove the line", e.Path, e.Line, e.Err)
	}
	return fmt.Sprintf("%q is no part of a moduli file: %v; remove it to begin anew", e.Path, e.Err)
}

// Unwrap is what is wrong with the part.
func (e *PartError) Unwrap() error { return e.Err }

// PartSuffix is what the path at which the lines of a file are kept until it is whole has
// behind its own.
const PartSuffix = ".part"

// PartOf is that path.
func PartOf(path string) string { return path + PartSuffix }

// ErrLocked is wrapped by the error about a file that another process makes.
var ErrLocked = errors.New("another run works on it")

// Open begins the file at path, or goes on with the lines that an earlier run kept.
// These are tested as lines that are found are: somebody may have put them there. It
// fails with a *PartError for lines that will not do, and with an error that wraps
// ErrLocked while another process has the file open, where the system can tell.
func Open(ctx context.Context, path string) (*File, error) {
	f := &File{path: path, found: map[int]int{}}
	part, err := f.own()
	if err != nil {
		return nil, err
	}
	if err := f.takeUp(ctx, part); err != nil {
		return nil, errors.Join(err, part.Close())
	}
	f.part, f.lines = part, part
	return f, nil
}

// Stream begins a file that is written to w line by line, of which nothing is kept.
func Stream(w io.Writer) (*File, error) {
	_, err := io.WriteString(w, dhgroup.ModuliHeader)
	return &File{lines: w}, err
}

// own opens the part and makes it this process's own.
func (f *File) own() (*os.File, error) {
	for {
		part, err := os.OpenFile(PartOf(f.path), os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o666)
		if err != nil {
			return nil, f.unwritten(err)
		}
		if err := wholefile.Lock(part); err != nil {
			err = fmt.Errorf("%q: %w: %w; wait for its end, or name another file", PartOf(f.path), ErrLocked, err)
			return nil, errors.Join(err, part.Close())
		}
		// Between the two its owner may have put it in its place: it is no part any more.
		opened, err := part.Stat()
		if err != nil {
			return nil, errors.Join(f.unwritten(err), part.Close())
		}
		if named, err := os.Lstat(PartOf(f.path)); err == nil && os.SameFile(opened, named) {
			return part, nil
		}
		if err := part.Close(); err != nil {
			return nil, f.unwritten(err)
		}
	}
}

// takeUp looks at what is in the part.
func (f *File) takeUp(ctx context.Context, part *os.File) error {
	kept, err := io.ReadAll(part)
	if err != nil {
		return fmt.Errorf("the lines found before cannot be read: %w", err)
	}
	// A kill may have cut the last line short.
	kept = kept[:bytes.LastIndexByte(kept, '\n')+1]
	if len(kept) > 0 {
		if err := f.countKept(ctx, kept); err != nil {
			return err
		}
	}
	err = part.Truncate(int64(len(kept)))
	if err == nil && len(kept) == 0 {
		_, err = part.WriteString(dhgroup.ModuliHeader)
	}
	if err != nil {
		return f.unwritten(err)
	}
	return nil
}

// countKept tests and counts the groups that are there.
func (f *File) countKept(ctx context.Context, lines []byte) error {
	if string(lines) == dhgroup.ModuliHeader {
		return nil // the header alone is no file of groups
	}
	for e, err := range dhgroup.Read(bytes.NewReader(lines), dhgroup.ReadOptions{Format: dhgroup.Moduli}) {
		if err != nil {
			return &PartError{Path: PartOf(f.path), Err: err}
		}
		_, err := dhgroup.Validate(ctx, e.Group, millerrabin.Generated(e.Bits), "")
		if errors.Is(err, dhgroup.ErrUnsound) {
			return &PartError{Path: PartOf(f.path), Line: e.Line, Err: err}
		}
		if err != nil {
			return err
		}
		f.found[e.Bits]++
	}
	return nil
}

// Found is how many groups of a size an earlier run has kept.
func (f *File) Found(bits int) int { return f.found[bits] }

// Add adds the line of a group.
func (f *File) Add(group dhgroup.Entry) error {
	var line bytes.Buffer
	if err := dhgroup.Write(&line, group, dhgroup.WriteOptions{Format: dhgroup.Moduli}); err != nil {
		return err
	}
	if _, err := f.lines.Write(line.Bytes()); err != nil {
		if f.part == nil {
			return err
		}
		return f.unwritten(err)
	}
	return nil
}

// Finish puts the whole file in its place and closes it. Where the place is taken, and
// replace is false, the error wraps fs.ErrExist and the part is left.
func (f *File) Finish(replace bool) error {
	if f.part == nil {
		return nil
	}
	if err := f.part.Sync(); err != nil {
		return f.unwritten(err)
	}
	// Closed first, since some systems do not rename an open file.
	err := f.part.Close()
	f.part = nil
	if err == nil {
		err = wholefile.Move(PartOf(f.path), f.path, replace)
	}
	if err != nil {
		return fmt.Errorf("all is found, and in %q, but: %w", PartOf(f.path), err)
	}
	return nil
}

// Close leaves the lines for a later Open. After Finish it does nothing.
func (f *File) Close() {
	if f.part != nil {
		_ = f.part.Close() // what was found is there, line by line
		f.part = nil
	}
}

func (f *File) unwritten(err error) error {
	return fmt.Errorf("%q cannot be written: %w", PartOf(f.path), err)
}
