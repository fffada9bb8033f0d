// What the writer does to a file, in good times and in bad ones.

package results

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// header is a small run of one cell.
func header() Header {
	return Header{
		Version: "devel", Revision: "unknown", Go: "go1.26.8",
		Start:      time.Date(2025, 11, 22, 7, 0, 0, 5, time.FixedZone("", 3600)),
		Seed:       strings.Repeat("0f", 32),
		GOMAXPROCS: 2, Kernel: "generic", Samples: 3,
		Cells: []Cell{{
			Kind: KindPrime, Bits: 512, Strategy: "onthefly", Mode: ModeSearch, Workers: 2,
			Policy: Policy{Name: "mr4", Rounds: 4, Log2Error: -128}, Kernel: "generic", Seeded: true,
			Operations: []Operation{{Name: "base2", PerSearch: 18}},
		}},
	}
}

func sample(seq int) Sample {
	return Sample{Seq: seq, Op: OpSearch, Count: 1, WallNS: 1000, CPUNS: 900, Candidates: 3, Survivors: 2, Tests: 8, Primes: 1}
}

func closing() Closing {
	return Closing{End: time.Date(2025, 11, 22, 6, 1, 0, 0, time.UTC), Reason: ReasonDone, ElapsedNS: 60e9}
}

// writeRun writes a run of two samples and a note and stops at the first error.
func writeRun(w *Writer) error {
	if err := w.Header(header()); err != nil {
		return err
	}
	for seq := range 2 {
		if err := w.Sample(sample(seq)); err != nil {
			return err
		}
	}
	if err := w.Note(Note{Cell: -1, Code: "quota", Text: "1.5 cores"}); err != nil {
		return err
	}
	return w.Close(closing())
}

func TestCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.jsonl")
	w, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeRun(w); err != nil {
		t.Fatal(err)
	}
	var direct bytes.Buffer
	if err := writeRun(NewWriter(&direct)); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, direct.Bytes()) {
		t.Error("equal records give unequal bytes")
	}
	run, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if run.Closing == nil || run.Closing.Samples != 2 || !run.Header.Start.Equal(header().Start) {
		t.Errorf("read back: %+v", run)
	}

	_, err = Create(path)
	if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "not overwritten") {
		t.Errorf("a file that is there: %v", err)
	}
	if again, err := os.ReadFile(path); err != nil || !bytes.Equal(again, data) {
		t.Error("the file that was there has changed")
	}
	if _, err := Create(filepath.Join(path, "below")); err == nil {
		t.Error("a file was made below a file")
	}
}

// TestWriterBytes holds the encoding still: the kept file, read and written
// again, is the same to the byte.
func TestWriterBytes(t *testing.T) {
	want := complete(t)
	run, err := Read(bytes.NewReader(want))
	if err != nil {
		t.Fatal(err)
	}
	if run.Header.Schema != SchemaVersion {
		t.Skipf("the kept file is of version %d", run.Header.Schema)
	}
	w := NewWriter(io.Discard)
	for line, r := range map[int]record{1: {Header: &run.Header}, 2: {Sample: &run.Samples[0]}, 6: {Note: &run.Notes[0]}, 11: {Closing: run.Closing}} {
		w.envelope.run, w.before.records = "", line-1
		if line > 1 {
			w.envelope.bind(want)
		}
		got, err := w.encode(r)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(want, got) {
			t.Errorf("line %d is written as %s", line, got)
		}
	}
}

// limited takes room bytes and counts the calls to Write.
type limited struct {
	room, calls int
	got         bytes.Buffer
	err         error // nil: a short write without an error
}

func (l *limited) Write(p []byte) (int, error) {
	l.calls++
	n := min(len(p), l.room)
	l.room -= n
	l.got.Write(p[:n])
	if n < len(p) {
		return n, l.err
	}
	return n, nil
}

func TestOneWriteARecord(t *testing.T) {
	to := &limited{room: math.MaxInt}
	if err := writeRun(NewWriter(to)); err != nil {
		t.Fatal(err)
	}
	if records := strings.Count(to.got.String(), "\n"); to.calls != records || records != 5 {
		t.Errorf("%d writes of %d records", to.calls, records)
	}
}

// TestFullAnywhere lets the disk be full after every number of bytes.
func TestFullAnywhere(t *testing.T) {
	full := errors.New("no space left")
	whole := &limited{room: math.MaxInt}
	if err := writeRun(NewWriter(whole)); err != nil {
		t.Fatal(err)
	}
	for room := range whole.got.Len() {
		want := full
		to := &limited{room: room, err: full}
		if room%2 == 1 {
			to.err, want = nil, io.ErrShortWrite
		}
		w := NewWriter(to)
		if err := writeRun(w); !errors.Is(err, want) {
			t.Fatalf("room for %d bytes: %v, want %v", room, err, want)
		}
		calls := to.calls
		to.room = math.MaxInt
		if err := w.Sample(sample(2)); !errors.Is(err, want) {
			t.Fatalf("room for %d bytes: a later sample gives %v, want %v", room, err, want)
		}
		if err := w.Close(closing()); !errors.Is(err, want) {
			t.Fatalf("room for %d bytes: Close gives %v, want %v", room, err, want)
		}
		if to.calls != calls {
			t.Fatalf("room for %d bytes: written on after a failed write", room)
		}
	}
}

func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	defer full.Close()
	if err := NewWriter(full).Header(header()); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("the header on a full disk: %v", err)
	}
}

// TestNothingLeft sees that a run that never began leaves no file to be in the
// way of the next one.
func TestNothingLeft(t *testing.T) {
	bad := header()
	bad.Seed = "12"
	tests := map[string]func(w *Writer) error{
		"refused header": func(w *Writer) error { return w.Header(bad) },
		"no header":      func(w *Writer) error { return w.Close(closing()) },
		"broken file": func(w *Writer) error {
			w.file.Close()
			return w.Header(header())
		},
	}
	for name, do := range tests {
		path := filepath.Join(t.TempDir(), "run.jsonl")
		w, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := do(w); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: the file is still there: %v", name, err)
		}
		if err := w.Sample(sample(0)); err == nil {
			t.Errorf("%s: a sample was taken afterwards", name)
		}
	}
}

// TestDeletedWhileWritten: a run whose file, or whose folder, is taken away is written again.
func TestDeletedWhileWritten(t *testing.T) {
	var want bytes.Buffer
	if err := writeRun(NewWriter(&want)); err != nil {
		t.Fatal(err)
	}
	for name, take := range map[string]func(path string) error{
		"nothing": func(string) error { return nil },
		"deleted": os.Remove,
		"moved":   func(path string) error { return os.Rename(path, path+".old") },
		"folder":  func(path string) error { return os.RemoveAll(filepath.Dir(path)) },
	} {
		path := filepath.Join(t.TempDir(), "runs", "run.jsonl")
		if err := os.Mkdir(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		w, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Header(header()), w.Sample(sample(0)), take(path), w.Sample(sample(1)),
			w.Note(Note{Cell: -1, Code: "quota", Text: "1.5 cores"}), w.Close(closing())); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(got, want.Bytes()) || w.Restored() != (name != "nothing") {
			t.Errorf("%s: restored %v, %v, the file holds\n%s", name, w.Restored(), err, got)
		}
	}
}

// TestReplacedWhileWritten: what stands in the place of the run's file is not touched.
func TestReplacedWhileWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.jsonl")
	w, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Header(header()), w.Sample(sample(0)), os.Remove(path), os.WriteFile(path, []byte("mine"), 0o666)); err != nil {
		t.Fatal(err)
	}
	err = w.Close(closing())
	if !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "its 1 samples cannot be written there again") || w.Restored() {
		t.Errorf("%v, want fs.ErrExist", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "mine" {
		t.Errorf("the file in its place holds %q: %v", got, err)
	}
}

func TestWriterRefuses(t *testing.T) {
	var to bytes.Buffer
	w := NewWriter(&to)
	if err := w.Sample(sample(0)); err == nil {
		t.Error("a sample before the header was taken")
	}
	if err := w.Header(header()); err != nil {
		t.Fatal(err)
	}
	size := to.Len()
	instant, early, nan := sample(0), sample(1), header()
	instant.WallNS = 0
	nan.Host.CgroupCores = math.NaN()
	refused := map[string]error{
		"no time":       w.Sample(instant),
		"sequence":      w.Sample(early),
		"second header": w.Header(header()),
		"note nowhere":  w.Note(Note{Cell: 1, Code: "x"}),
		"long note":     w.Note(Note{Cell: -1, Code: "x", Text: strings.Repeat("x", MaxLine)}),
		"NaN":           NewWriter(io.Discard).Header(nan),
	}
	for name, err := range refused {
		if err == nil || !strings.HasPrefix(err.Error(), "results: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if to.Len() != size {
		t.Error("a refused record was written")
	}
	if err := w.Sample(sample(0)); err != nil {
		t.Errorf("after refused records: %v", err)
	}
	if err := w.Close(closing()); err != nil {
		t.Error(err)
	}
	if err := w.Close(closing()); err == nil {
		t.Error("the run was closed twice")
	}
}

func TestHostileText(t *testing.T) {
	var to bytes.Buffer
	w := NewWriter(&to)
	h := header()
	h.Host.CPU = "fast\x1b[31m\xff\u202e\ufffd é"
	if err := w.Header(h); err != nil {
		t.Fatal(err)
	}
	last := closing()
	last.Reason, last.Error = ReasonFailed, "one\ntwo <&>"
	if err := w.Close(last); err != nil {
		t.Fatal(err)
	}
	run, err := Read(&to)
	if err != nil {
		t.Fatal(err)
	}
	if want := `fast\x1b[31m\xff\u202e\ufffd é`; run.Header.Host.CPU != want {
		t.Errorf("CPU is %q, want %q", run.Header.Host.CPU, want)
	}
	if want := `one\ntwo <&>`; run.Closing.Error != want {
		t.Errorf("error is %q, want %q", run.Closing.Error, want)
	}
	if h.Host.CPU[4] != '\x1b' {
		t.Error("the caller's header has changed")
	}
}

func TestWriteFile(t *testing.T) {
	run, err := Read(bytes.NewReader(complete(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, closing := range []*Closing{run.Closing, nil} {
		run.Closing = closing
		path := filepath.Join(t.TempDir(), "run.jsonl")
		if err := WriteFile(path, run); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path)
		if err != nil || !reflect.DeepEqual(got, run) {
			t.Errorf("read %+v, %v, wrote %+v", got, err, run)
		}
		if err := WriteFile(path, run); !errors.Is(err, fs.ErrExist) {
			t.Errorf("a file that is there: %v", err)
		}
	}
}
