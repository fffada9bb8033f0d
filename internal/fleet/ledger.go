// The ledger: the append-only record of answers, which alone says what was done.

package fleet

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"primebench/internal/wholefile"
)

// An Entry is a line of the ledger: the job in the first one, and then an answer, a second
// answer that was the same, or a worker that is not believed any more, whose answers before
// count for nothing.
type Entry struct {
	Schema   int       `json:"schema"`
	Job      string    `json:"job,omitempty"`
	Answer   *Answer   `json:"answer,omitempty"`
	Again    bool      `json:"again,omitempty"` // the lease was done again, with the same answer
	Second   *Second   `json:"second,omitempty"`
	Distrust *Distrust `json:"distrust,omitempty"`
}

// A Second says that another worker answered a lease the same.
type Second struct {
	Index  int    `json:"index"`
	Worker string `json:"worker"`
}

// A Distrust says why nothing that a worker said counts.
type Distrust struct {
	Worker string `json:"worker"`
	Why    string `json:"why"`
}

// A Ledger is open for one process at a time. Each line has the SHA-256 of its text
// before it, and is on the disk when Append returns.
type Ledger struct {
	file    *os.File
	size    int64 // of the lines that are whole
	Damaged []int // lines that do not have their sum, and were left out
}

// ErrTaken is wrapped by the error about a ledger that another process has open.
var ErrTaken = errors.New("fleet: another coordinator works on it")

// OpenLedger begins the ledger of a job at path, or takes up the one that is there, and
// returns its entries. A last line that a crash cut short is dropped, and damaged ones are
// left out, so that their leases count as open. The error wraps ErrTaken, ErrNewer, or
// ErrFormat for a ledger of another job.
func OpenLedger(path string, job Job) (*Ledger, []Entry, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, nil, err
	}
	l := &Ledger{file: file}
	entries, err := l.begin(job)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return l, entries, nil
}

func (l *Ledger) begin(job Job) ([]Entry, error) {
	if err := wholefile.Lock(l.file); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTaken, err)
	}
	entries, size, damaged, err := ReadLedger(l.file, job)
	if err != nil {
		return nil, fmt.Errorf("ledger %q: %w", l.file.Name(), err)
	}
	l.size, l.Damaged = size, damaged
	if err := l.file.Truncate(size); err != nil {
		return nil, err
	}
	if size == 0 {
		return nil, l.Append(Entry{Job: job.ID()})
	}
	return entries, nil
}

// ReadLedger reads the entries of a ledger, how many bytes its whole lines have, and the
// numbers of those that are damaged.
func ReadLedger(r io.Reader, job Job) (entries []Entry, size int64, damaged []int, err error) {
	lines := bufio.NewReaderSize(r, 1<<16)
	for number := 1; ; number++ {
		line, err := readLine(lines)
		if err == io.EOF {
			return entries, size, damaged, nil // what is there of a line was cut short
		}
		if err != nil {
			return nil, 0, nil, err
		}
		size += int64(len(line))
		text, ok := unsealed(line)
		if !ok {
			damaged = append(damaged, number)
			continue
		}
		e, err := readEntry(text, job)
		if err != nil {
			return nil, 0, nil, fmt.Errorf("line %d: %w", number, err)
		}
		entries = append(entries, e)
	}
}

// readLine reads a line with its end, and io.EOF without.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if err == nil || !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
		if len(line) > 2*MaxAnswer {
			return nil, badFormat("a line of more than %d bytes", 2*MaxAnswer)
		}
	}
}

func readEntry(text []byte, job Job) (Entry, error) {
	var e Entry
	if err := decode(text, 2*MaxAnswer, &e); err != nil {
		return Entry{}, err
	}
	switch {
	case e.Job != "" && e.Job != job.ID():
		return Entry{}, badFormat("a ledger of the job %.40q, want %s", e.Job, job.ID())
	case e.Answer != nil:
		return e, e.Answer.check(job)
	case e.Second != nil && (e.Second.Index < 0 || e.Second.Index >= job.Count()):
		return Entry{}, badFormat("a second answer to lease %d, want one of %d", e.Second.Index, job.Count())
	case e.Second != nil:
		return e, CheckName(e.Second.Worker)
	case e.Distrust != nil:
		return e, CheckName(e.Distrust.Worker)
	}
	return e, nil
}

// sumDigits is how many digits of a line's SHA-256 are kept.
const sumDigits = 16

func lineSum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])[:sumDigits]
}

// unsealed returns the text of a line that has its sum.
func unsealed(line []byte) ([]byte, bool) {
	sum, text, found := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte(" "))
	return text, found && string(sum) == lineSum(text)
}

// Append adds entries, which are on the disk when it returns without an error. After one
// the ledger is as before, as far as the disk lets it.
func (l *Ledger) Append(entries ...Entry) error {
	var lines []byte
	for _, e := range entries {
		e.Schema = Schema
		text, err := encode(e)
		if err != nil {
			return err
		}
		lines = append(append(append(lines, lineSum(text)+" "...), text...), '\n')
	}
	_, err := l.file.WriteAt(lines, l.size)
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		_ = l.file.Truncate(l.size) // or the next one that opens it drops the torn line
		return fmt.Errorf("the ledger cannot be written: %w", err)
	}
	l.size += int64(len(lines))
	return nil
}

// Close lets another process have the ledger.
func (l *Ledger) Close() error { return l.file.Close() }
