// Writes a run file record by record, so that what was measured is safe at
// once and what went wrong is known at once.

package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
)

// A Writer writes one run: Header, then any number of Sample, Note, Reading and Prediction, then
// Close. It is used by one goroutine at a time.
//
// A record that breaks a rule of the format is refused with an error and leaves
// the file as it is; the Writer can go on. After a failed write the end of the
// file is unknown: nothing is written any more, and each call returns that error.
type Writer struct {
	to       io.Writer
	file     *os.File // nil when the writer does not own a file
	envelope envelope
	before   sequence
	size     int64
	failed   error
	restored bool
}

// NewWriter returns a Writer to w, which stays the caller's to sync and close.
func NewWriter(w io.Writer) *Writer {
	return &Writer{to: w, envelope: envelope{version: SchemaVersion}}
}

// Create makes the file and returns a Writer to it. A file that is there already
// is never touched: the error then wraps fs.ErrExist.
func Create(path string) (*Writer, error) {
	file, err := create(path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil, fmt.Errorf("results: %q is not overwritten, choose another name: %w", path, fs.ErrExist)
	case err != nil:
		return nil, fmt.Errorf("results: %w", err)
	}
	w := NewWriter(file)
	w.file = file
	return w, nil
}

// create makes a new file, which can be read again should its name be taken away.
func create(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o666)
}

// WriteFile writes a whole run to a new file: what Read gives back. A run without a
// closing record stays without. Where damage left gaps in a cell's samples, they are
// numbered anew.
func WriteFile(path string, run *Run) error {
	w, err := Create(path)
	if err != nil {
		return err
	}
	return errors.Join(w.all(run), w.closeFile())
}

// all writes a whole run: the header, the samples, the notes, the predictions, the closing record.
func (w *Writer) all(run *Run) error {
	if err := w.Header(run.Header); err != nil {
		return err
	}
	readings := run.Readings
	upTo := func(samples int) error {
		for ; len(readings) > 0 && readings[0].Samples <= samples; readings = readings[1:] {
			if err := w.Reading(readings[0]); err != nil {
				return err
			}
		}
		return nil
	}
	for i, s := range run.Samples {
		if err := upTo(i); err != nil {
			return err
		}
		if cells := w.before.next; 0 <= s.Cell && s.Cell < len(cells) {
			s.Seq = cells[s.Cell]
		}
		if err := w.Sample(s); err != nil {
			return err
		}
	}
	if err := upTo(math.MaxInt); err != nil {
		return err
	}
	for _, n := range run.Notes {
		if err := w.Note(n); err != nil {
			return err
		}
	}
	for _, p := range run.Predictions {
		if err := w.Prediction(p); err != nil {
			return err
		}
	}
	if run.Closing == nil {
		return nil
	}
	return w.Close(*run.Closing)
}

// Header writes the first record and brings it to the disk, so that a folder
// that cannot take the run is known before anything is measured. Schema and
// Program are filled in. When it fails, a file that Create made is removed again.
func (w *Writer) Header(h Header) error {
	first := w.before.header == nil
	h = h.normal()
	h.Schema = SchemaVersion
	h.Program = program
	err := w.put(record{Header: &h})
	if err == nil {
		err = w.sync()
	}
	if err != nil && first {
		w.discard(err)
	}
	return err
}

// Sample writes a sample. It is not synced: a sync for each would disturb what is
// measured, and without it a killed program still loses nothing that was
// written; only a crash of the machine may.
func (w *Writer) Sample(s Sample) error {
	return w.put(record{Sample: &s})
}

// Note writes a note.
func (w *Writer) Note(n Note) error {
	n.Text = printable(n.Text)
	return w.put(record{Note: &n})
}

// Reading writes a reading. Its Samples is filled in.
func (w *Writer) Reading(r Reading) error {
	r.Samples = w.before.samples
	if r.Values == nil {
		r.Values = []Value{}
	}
	return w.put(record{Reading: &r})
}

// Prediction writes a prediction.
func (w *Writer) Prediction(p Prediction) error {
	return w.put(record{Prediction: &p})
}

// Close writes the last record and closes the file, whatever happens: an error
// says that the run is not complete on the disk. Samples is filled in. Without a
// header there is nothing to close with: the file is closed and removed. A file of
// Create that was deleted or moved meanwhile is written again, with its folder, which
// Restored then reports.
func (w *Writer) Close(c Closing) error {
	c.Error = printable(c.Error)
	c.End = c.End.UTC().Round(0)
	c.Samples = w.before.samples
	err := w.put(record{Closing: &c})
	if err == nil {
		err = w.sync()
	}
	if w.before.header == nil {
		w.discard(err)
		return err
	}
	if restoreErr := w.restore(); err == nil {
		err = restoreErr
	}
	if closeErr := w.closeFile(); err == nil {
		err = closeErr
	}
	return err
}

// Restored reports whether Close wrote the file again since it was not where it was made.
func (w *Writer) Restored() bool { return w.restored }

// restore writes the run again where its name is no longer that of the file: as long as
// that is open, the system keeps what is in it.
func (w *Writer) restore() error {
	if w.file == nil {
		return nil
	}
	path := w.file.Name()
	held, err := w.file.Stat()
	if err != nil {
		return w.fail(err)
	}
	if there, err := os.Stat(path); err == nil && os.SameFile(held, there) {
		return nil
	}
	if err := w.copyTo(path); err != nil {
		return fmt.Errorf("results: %q was deleted or moved while the run was written, and its %d samples cannot be written there again: %w",
			path, w.before.samples, err)
	}
	w.restored = true
	return nil
}

// copyTo goes on with a new file that holds the same.
func (w *Writer) copyTo(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	again, err := create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(again, io.NewSectionReader(w.file, 0, w.size))
	if err = errors.Join(err, again.Sync()); err != nil {
		return errors.Join(err, again.Close(), os.Remove(path))
	}
	_ = w.file.Close() // without a name nobody reads it again
	w.file = again
	return nil
}

// put checks and writes a record in one call to Write: a program that is killed
// leaves at most one record torn, the last.
func (w *Writer) put(r record) error {
	if w.failed != nil {
		return w.failed
	}
	line, err := w.encode(r)
	if err != nil {
		return err
	}
	room := int64(MaxSize)
	if r.Closing == nil {
		room -= MaxLine // kept for the closing record
	}
	if len(line) > MaxLine || w.size+int64(len(line)) > room {
		return fmt.Errorf("results: a record of %d bytes after %d bytes is past the limits of %d a line and %d a file",
			len(line), w.size, MaxLine, MaxSize)
	}
	if err := w.before.accept(r); err != nil {
		return fmt.Errorf("results: %w", err)
	}
	if r.Header != nil {
		w.envelope.bind(line)
	}
	n, err := w.to.Write(line)
	if err == nil && n < len(line) {
		err = io.ErrShortWrite
	}
	w.size += int64(n)
	return w.fail(err)
}

// encode writes a record as the next line. Fields stand in the order of the structs,
// so equal records are equal bytes.
func (w *Writer) encode(r record) ([]byte, error) {
	key, of := r.named()
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(of); err != nil {
		return nil, fmt.Errorf("results: %w", err)
	}
	return w.envelope.seal(w.before.records+1, key, bytes.TrimSuffix(body.Bytes(), []byte("\n"))), nil
}

func (w *Writer) sync() error {
	if w.file == nil {
		return nil
	}
	return w.fail(w.file.Sync())
}

// fail remembers the first error of the file below.
func (w *Writer) fail(err error) error {
	if err != nil && w.failed == nil {
		w.failed = fmt.Errorf("results: the run cannot be written: %w", err)
	}
	return w.failed
}

func (w *Writer) closeFile() error {
	if w.file == nil {
		return nil
	}
	file := w.file
	w.file = nil
	return w.fail(file.Close())
}

// discard removes a file that holds nothing of use. The error that led here is
// what the caller is told.
func (w *Writer) discard(err error) {
	w.failed = err
	if w.file == nil {
		return
	}
	name := w.file.Name()
	w.file.Close()
	w.file = nil
	os.Remove(name)
}
