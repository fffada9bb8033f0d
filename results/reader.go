// Reads a run file, of which nothing is believed: it may be torn, foreign, of
// another version, broken, or made to harm.

package results

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// What a file can be instead of a run. The errors of Read and ReadFile wrap one
// of these unless the file could not be opened or read at all.
var (
	ErrEmpty   = errors.New("the file is empty")
	ErrForeign = errors.New("not a primebench run")
	ErrNewer   = errors.New("needs a newer primebench")
	ErrCorrupt = errors.New("the run is corrupt")
)

// A ReadError says what is wrong with what was read.
type ReadError struct {
	Path string // "" of a stream
	Err  error  // wraps one of the errors above, or is the reader's
}

// Error names the file.
func (e *ReadError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("results: %v", e.Err)
	}
	return fmt.Sprintf("results: %q: %v", e.Path, e.Err)
}

// Unwrap is what is wrong.
func (e *ReadError) Unwrap() error { return e.Err }

// ReadFile reads the run in a file; see Read. Its error is a *ReadError, or the
// system's about a file that cannot be opened.
func ReadFile(path string) (*Run, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	defer file.Close()
	run, err := read(file)
	if err != nil {
		return nil, &ReadError{Path: path, Err: err}
	}
	return run, nil
}

// Read reads a run to the end of r. A run without a closing record is no error:
// Run.Closing is then nil. Nor is a line after the header that is torn, another's, not
// as it was written or of what cannot be: Run.Damage names it, and all others count.
// Its error is a *ReadError, which names the line where a run is corrupt.
func Read(r io.Reader) (*Run, error) {
	run, err := read(r)
	if err != nil {
		return nil, &ReadError{Err: err}
	}
	return run, nil
}

func read(r io.Reader) (*Run, error) {
	in := &lines{from: bufio.NewReader(r)}
	line, err := in.next()
	switch {
	case err == io.EOF:
		return nil, ErrEmpty
	case err == errLong && !startsHeader(line):
		return nil, ErrForeign
	case err != nil:
		return nil, in.failed(err)
	}
	version, err := identify(line)
	if err != nil {
		return nil, err
	}
	dec := newDecoder(version)
	_, first, err := dec.record(line)
	if err != nil {
		return nil, in.corrupt(err)
	}
	file := newContents(version)
	if err := file.begin(first); err != nil {
		return nil, in.corrupt(err)
	}
	for before := line; ; before = line {
		line, err = in.next()
		if err == io.EOF {
			return file.run()
		}
		if err != nil && err != errLong {
			return nil, in.failed(err)
		}
		found := entry{line: in.number}
		switch {
		case err != nil:
		case bytes.Equal(line, before):
			err = errAgain
		default:
			found.place, found.record, err = dec.record(line)
		}
		if err != nil {
			reason, broken := in.reason(err, version, len(line))
			file.lose(in.number, reason, broken)
			err = file.wrecked()
		} else {
			err = file.add(found)
		}
		if err != nil {
			return nil, in.corrupt(err)
		}
		if in.number > MaxRecords {
			return nil, in.corrupt(fmt.Errorf("more than %d records", MaxRecords))
		}
	}
}

var errAgain = errors.New("it is the line before it once more")

// reason says why a line of so many bytes, which gave an error, is lost, and whether its
// bytes are as they were written and break a rule.
func (l *lines) reason(err error, version, bytes int) (reason string, broken bool) {
	var damaged *damagedError
	isDamaged := errors.As(err, &damaged) || err == errSyntax && version < versionChecksums
	switch {
	case l.torn && isDamaged:
		return fmt.Sprintf("it is the last and torn after %d bytes", bytes), false
	case err == errLong:
		return fmt.Sprintf("it is %v", errLong), false
	}
	return err.Error(), !isDamaged
}

func (run *Run) add(r record) {
	switch {
	case r.Header != nil:
		run.Header = *r.Header
		run.Header.upgrade()
	case r.Sample != nil:
		run.Samples = append(run.Samples, *r.Sample)
	case r.Note != nil:
		run.Notes = append(run.Notes, *r.Note)
	case r.Reading != nil:
		run.Readings = append(run.Readings, *r.Reading)
	case r.Prediction != nil:
		run.Predictions = append(run.Predictions, *r.Prediction)
	case r.Closing != nil:
		run.Closing = r.Closing
	}
}

// identify looks at the first line only as far as every version of the format
// keeps to: an object "header" with "schema" and "program". It returns the
// version.
func identify(line []byte) (version int, err error) {
	var first struct {
		Header *struct {
			Schema  *int
			Program string
		}
	}
	if !json.Valid(line) {
		if startsHeader(line) {
			return 0, fmt.Errorf("%w: line 1: the header is cut short or broken, so nothing can be read", ErrCorrupt)
		}
		return 0, ErrForeign
	}
	if json.Unmarshal(line, &first) != nil || first.Header == nil ||
		first.Header.Program != program || first.Header.Schema == nil {
		return 0, ErrForeign
	}
	version = *first.Header.Schema
	if version < 1 { // which no rule of the format is of
		return 0, fmt.Errorf("%w: line 1: header.schema is %d, want at least 1", ErrCorrupt, version)
	}
	if version > SchemaVersion {
		return 0, fmt.Errorf("%w: schema version %d, this one reads versions 1 to %d", ErrNewer, version, SchemaVersion)
	}
	return version, nil
}

// startsHeader reports whether a line begins as the header of some version does.
func startsHeader(line []byte) bool {
	if rest, sealed := bytes.CutPrefix(line, []byte(sealBegin)); sealed && len(rest) > checksumDigits {
		rest = bytes.TrimPrefix(rest[checksumDigits:], []byte(`","line":1`))
		return bytes.HasPrefix(bytes.TrimLeft(rest, `",`), []byte(`header":`))
	}
	return bytes.HasPrefix(line, []byte(`{"header":`))
}

var (
	errLong = fmt.Errorf("longer than %d bytes", MaxLine)
	errSize = fmt.Errorf("the file goes on after %d bytes", MaxSize)
)

// lines splits a file into lines without ever holding more than one of MaxLine.
type lines struct {
	from   *bufio.Reader
	number int // of the last line returned
	size   int64
	torn   bool // the last line returned does not end
	within bool // the last line returned goes on
}

// next returns a line without its end, io.EOF after the last, and the beginning of
// a line that is too long with errLong.
func (l *lines) next() ([]byte, error) {
	if err := l.skip(); err != nil {
		return nil, err
	}
	var line []byte
	l.number++
	for {
		part, err := l.from.ReadSlice('\n')
		l.size += int64(len(part))
		line = append(line, part...)
		switch {
		case len(line) > MaxLine:
			l.within = err == bufio.ErrBufferFull
			return line, errLong
		case l.size > MaxSize:
			return nil, errSize
		case err == nil:
			return line[:len(line)-1], nil
		case err == io.EOF && len(line) > 0:
			l.torn = true
			return line, nil
		case err != bufio.ErrBufferFull:
			return nil, err
		}
	}
}

// skip goes to the end of a line that was too long.
func (l *lines) skip() error {
	for l.within {
		part, err := l.from.ReadSlice('\n')
		l.size += int64(len(part))
		switch {
		case l.size > MaxSize:
			return errSize
		case err != nil && err != bufio.ErrBufferFull:
			return err
		}
		l.within = err != nil
	}
	return nil
}

// failed says why there is no next line: a limit is passed, or the file below
// cannot be read.
func (l *lines) failed(err error) error {
	if err == errLong || err == errSize {
		return l.corrupt(err)
	}
	return fmt.Errorf("line %d cannot be read: %w", l.number, err)
}

func (l *lines) corrupt(why error) error {
	return fmt.Errorf("%w: line %d: %w", ErrCorrupt, l.number, why)
}
