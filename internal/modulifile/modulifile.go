// Package modulifile makes a moduli file, the format of moduli(5), over hours and
// several runs: its lines are kept one by one beside the place of the file, which
// appears when all are there, with the seed that they were found from and the places at
// which the searches go on.
package modulifile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"primebench/dhgroup"
	"primebench/internal/rng"
	"primebench/internal/wholefile"
	"primebench/millerrabin"
)

// A File is a moduli file in the making. It is not for several goroutines.
type File struct {
	path  string    // of the whole file; "" for a stream
	part  *os.File  // nil for a stream, and after Close
	lines io.Writer // where lines are added
	found map[int]int
	// primes are those that are there, big-endian: one that a search finds again, since it
	// was killed before it could write its mark, is not added twice.
	primes map[string]bool
	seed   rng.Seed
	text   string // that the seed is made of; "": of none
	marks  map[int]Mark
}

// An Origin is what groups are found from.
type Origin struct {
	Seed *rng.Seed // nil: that of the searches that were begun, or a new one
	Text string    // that the seed is made of, if it is
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

// ErrSeed is wrapped by the error about a part that was begun with another seed.
var ErrSeed = errors.New("it was begun with another seed")

// Open begins the file at path, or goes on with the lines that an earlier run kept.
// These are tested as lines that are found are: somebody may have put them there. It fails with a *PartError for lines
// that will not do, and with an error that wraps ErrSeed, or wholefile.ErrTaken while another process
// has the file open, where the system can tell.
func Open(ctx context.Context, path string, from Origin) (*File, error) {
	f := newFile(path)
	f.text = from.Text
	part, err := f.own()
	if err != nil {
		return nil, err
	}
	if err := f.takeUp(ctx, part, from.Seed); err != nil {
		return nil, errors.Join(err, part.Close())
	}
	f.part, f.lines = part, part
	return f, nil
}

// Stream writes a file to w line by line, of which nothing is kept. header says whether the
// lines are the first ones of the file, or go behind others.
func Stream(w io.Writer, seed *rng.Seed, header bool) (*File, error) {
	f := newFile("")
	f.lines, f.seed = w, rng.SeedOr(seed)
	if !header {
		return f, nil
	}
	_, err := io.WriteString(w, dhgroup.ModuliHeader)
	return f, err
}

func newFile(path string) *File {
	return &File{path: path, found: map[int]int{}, primes: map[string]bool{}, marks: map[int]Mark{}}
}

// own opens the part and makes it this process's own.
func (f *File) own() (*os.File, error) {
	part, err := wholefile.Own(PartOf(f.path), 0o666)
	switch {
	case errors.Is(err, wholefile.ErrTaken):
		return nil, fmt.Errorf("%w; wait for its end, or name another file", err)
	case err != nil:
		return nil, f.unwritten(err)
	}
	return part, nil
}

// takeUp looks at what is in the part.
func (f *File) takeUp(ctx context.Context, part *os.File, seed *rng.Seed) error {
	kept, err := io.ReadAll(part)
	if err != nil {
		return fmt.Errorf("the lines found before cannot be read: %w", err)
	}
	// A kill may have cut the last line short.
	kept = kept[:bytes.LastIndexByte(kept, '\n')+1]
	begun, err := f.readComments(kept)
	switch {
	case err != nil:
		return err
	case begun && seed != nil && *seed != f.seed:
		return fmt.Errorf("%q: %w; leave --seed out, or name another file", PartOf(f.path), ErrSeed)
	case !begun:
		f.seed = rng.SeedOr(seed)
	}
	begin := ""
	switch groups, err := f.countKept(ctx, kept); {
	case err != nil:
		return err
	case groups == 0 && !begun:
		kept, begin = nil, dhgroup.ModuliHeader+f.seedLine()
	case !begun:
		begin = f.seedLine()
	}
	err = part.Truncate(int64(len(kept)))
	if err == nil {
		_, err = part.WriteString(begin)
	}
	if err != nil {
		return f.unwritten(err)
	}
	return nil
}

// countKept tests the groups that are there, and returns how many.
func (f *File) countKept(ctx context.Context, lines []byte) (int, error) {
	if onlyComments(lines) {
		return 0, nil // no file of groups yet
	}
	groups := 0
	for e, err := range dhgroup.Read(bytes.NewReader(lines), dhgroup.ReadOptions{Format: dhgroup.Moduli}) {
		if err != nil {
			return 0, &PartError{Path: PartOf(f.path), Err: err}
		}
		_, err := dhgroup.Validate(ctx, e.Group, millerrabin.Generated(e.Bits), "")
		if errors.Is(err, dhgroup.ErrUnsound) {
			return 0, &PartError{Path: PartOf(f.path), Line: e.Line, Err: err}
		}
		if err != nil {
			return 0, err
		}
		f.count(e.Group)
		groups++
	}
	return groups, nil
}

// count counts a group, and reports whether there was none with its prime.
func (f *File) count(g dhgroup.Group) bool {
	prime := string(g.P.Bytes())
	if f.primes[prime] {
		return false
	}
	f.primes[prime] = true
	f.found[g.Bits]++
	return true
}

// Found is how many groups of a size there are, each prime counted once.
func (f *File) Found(bits int) int { return f.found[bits] }

// Add adds the line of a group whose prime is not there yet, and the mark at which the
// search for its size goes on.
func (f *File) Add(group dhgroup.Entry, mark Mark) error {
	var text bytes.Buffer
	if f.count(group.Group) {
		if err := dhgroup.Write(&text, group, dhgroup.WriteOptions{Format: dhgroup.Moduli}); err != nil {
			return err
		}
	}
	return f.append(&text, group.Bits, mark)
}

// Finish puts the whole file in its place, without the marks, and closes the part. Where the
// place is taken, and replace is false, the error wraps fs.ErrExist and the part is left.
func (f *File) Finish(replace bool) error {
	if f.part == nil {
		return nil
	}
	var kept []byte
	_, err := f.part.Seek(0, io.SeekStart)
	if err == nil {
		kept, err = io.ReadAll(f.part)
	}
	if err != nil {
		return fmt.Errorf("all is found, and in %q, which cannot be read: %w", PartOf(f.path), err)
	}
	if err := wholefile.Write(replace, wholefile.File{Path: f.path, Data: withoutMarks(kept), Mode: 0o666}); err != nil {
		return fmt.Errorf("all is found, and in %q, but: %w", PartOf(f.path), err)
	}
	err = wholefile.Disown(f.part)
	f.part = nil
	return err
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
