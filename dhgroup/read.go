// The way in: one function for all formats, with limits on what it takes, and
// errors that say where the fault is.

package dhgroup

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"

	"primebench/millerrabin"
)

// ErrUnreadable is wrapped by every error about a form that is wrong, as against
// ErrUnsound about a group that is. ErrLimit, which wraps it, is about input that
// is larger than Read was told to take.
var (
	ErrUnreadable = errors.New("cannot be read")
	ErrLimit      = fmt.Errorf("%w: above the limit", ErrUnreadable)
)

// A ReadError is an ErrUnreadable with its place.
type ReadError struct {
	Line   int   // from 1: of the fault, or of the PEM block around it; 0 in DER
	Offset int64 // bytes of DER before the faulty element; -1 in text
	Err    error // wraps ErrUnreadable
}

// Error returns one line, such as "dhgroup: line 3: cannot be read: type 4, want 2".
func (e *ReadError) Error() string {
	where := ""
	if e.Line > 0 {
		where = fmt.Sprintf("line %d: ", e.Line)
	}
	return "dhgroup: " + where + e.Unplaced().Error()
}

// Unplaced is the error without the line, for whoever names that beside the file.
func (e *ReadError) Unplaced() error {
	if e.Offset < 0 {
		return e.Err
	}
	return fmt.Errorf("DER offset %d: %w", e.Offset, e.Err)
}

// Unwrap returns Err.
func (e *ReadError) Unwrap() error { return e.Err }

// unreadable makes the error of a form that is wrong.
func unreadable(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrUnreadable}, args...)...)
}

// within adds to an error which part of a whole it is about.
func within(err error, part string) error { return fmt.Errorf("%w, in %s", err, part) }

// beyond makes the error of something too large.
func beyond(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrLimit}, args...)...)
}

// ReadOptions say what Read takes. The zero value takes any format within the
// default limits.
type ReadOptions struct {
	Format Format
	// MaxBytes is how much is read at most. 0 stands for DefaultMaxBytes of PEM, DER and
	// JSON, which are kept in memory as a whole, and for no limit on the other formats,
	// which are read line by line.
	MaxBytes int64
	// MaxBits is the size of the largest number that is taken; 0 stands for MaxBits,
	// which is also as far as Validate goes. Larger ones are refused by their
	// length, before any arithmetic.
	MaxBits int
	// MaxGroups is how many groups are taken; 0 stands for all of them.
	MaxGroups int
}

// DefaultMaxBytes is the limit on what is kept in memory where ReadOptions has none:
// 10,000 groups of 8192 bits in JSON.
const DefaultMaxBytes = 64 << 20

// withDefaults fills in what the zero value stands for, once the format is
// known.
func (o ReadOptions) withDefaults() ReadOptions {
	switch {
	case o.MaxBytes > 0:
	case o.Format == PEM || o.Format == DER || o.Format == JSON:
		o.MaxBytes = DefaultMaxBytes
	default:
		o.MaxBytes = math.MaxInt64
	}
	if o.MaxBits <= 0 {
		o.MaxBits = millerrabin.MaxBits
	}
	if o.MaxGroups <= 0 {
		o.MaxGroups = math.MaxInt
	}
	return o
}

// Read gives the groups in r, in order. It asks for the right form and no more:
// see Validate for whether a group is sound.
//
// An error stands in the place of what could not be read and wraps
// ErrUnreadable as a *ReadError. Reading goes on after it where it is clear what
// comes next: after a broken line of moduli or numbers, a PEM block of another
// kind, a JSON object that is no group. An input without a group is an error
// too. An error of r itself is passed on, and is the last.
func Read(r io.Reader, o ReadOptions) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		limited := &capped{in: r, left: math.MaxInt64, limit: math.MaxInt64}
		in := bufio.NewReaderSize(limited, lineLimit(o.withDefaults().MaxBits))
		c := &collector{o: o, yield: yield}
		if o.MaxBytes > 0 {
			limited.to(o.MaxBytes)
		}
		if o.Format == Auto && !c.detect(in) {
			return
		}
		c.o = c.o.withDefaults()
		limited.to(c.o.MaxBytes)
		c.read(in)
	}
}

// ReadOne reads the only group in r. A second one, or anything broken beside it,
// is an error.
func ReadOne(r io.Reader, o ReadOptions) (Entry, error) {
	o.MaxGroups = 1
	var only Entry
	for entry, err := range Read(r, o) {
		if err != nil {
			return Entry{}, err
		}
		only = entry
	}
	return only, nil
}

// A collector is one reading: it passes on what the format's reader finds.
type collector struct {
	o      ReadOptions
	yield  func(Entry, error) bool
	groups int
	failed bool
}

// detect settles the format by the beginning of the input.
func (c *collector) detect(in *bufio.Reader) bool {
	sample, err := in.Peek(lineLimit(0))
	if err != nil && err != io.EOF {
		c.broken(0, err)
		return false
	}
	if c.o.Format, err = detect(sample); err != nil {
		c.fault(0, err)
		return false
	}
	return true
}

// read reads all of the input in the format of the options.
func (c *collector) read(in *bufio.Reader) {
	var toEnd bool
	switch c.o.Format {
	case PEM:
		toEnd = c.pem(in)
	case DER:
		toEnd = c.der(in)
	case JSON:
		toEnd = c.json(in)
	case Moduli:
		toEnd = c.moduli(in)
	case Decimal, Hex:
		toEnd = c.numbers(in)
	default:
		c.yield(Entry{}, fmt.Errorf("dhgroup: %w %v", ErrFormat, c.o.Format))
	}
	if toEnd && c.groups == 0 && !c.failed {
		c.fault(0, unreadable("no group in it"))
	}
}

// found passes a group on, and returns whether to go on.
func (c *collector) found(line int, e Entry) bool {
	if c.groups == c.o.MaxGroups {
		if c.o.MaxGroups == 1 {
			c.fault(line, beyond("a second group, want one"))
		} else {
			c.fault(line, beyond("more than %d groups", c.o.MaxGroups))
		}
		return false
	}
	c.groups++
	e.Format, e.Line = c.o.Format, line
	return c.yield(e, nil)
}

// fault passes a fault of the text on, and returns whether to go on.
func (c *collector) fault(line int, err error) bool {
	c.failed = true
	return c.yield(Entry{}, &ReadError{Line: line, Offset: -1, Err: err})
}

// broken passes on what kept the input from being read to its end: the limit on
// its size, or an error of the reader below.
func (c *collector) broken(line int, err error) {
	if errors.Is(err, ErrLimit) {
		c.fault(line, err)
		return
	}
	c.failed = true
	c.yield(Entry{}, fmt.Errorf("dhgroup: reading: %w", err))
}

// whole returns all of the input.
func (c *collector) whole(in *bufio.Reader) ([]byte, bool) {
	data, err := io.ReadAll(in)
	if err != nil {
		c.broken(0, err)
		return nil, false
	}
	return data, true
}

// A capped reader fails where more than a number of bytes comes, unlike
// io.LimitReader, which would make a long input look like a short one.
type capped struct {
	in          io.Reader
	left, limit int64
}

// to sets the limit on all that is read, which is not below what was read before.
func (r *capped) to(limit int64) {
	r.left += limit - r.limit
	r.limit = limit
}

func (r *capped) Read(p []byte) (int, error) {
	if r.left == 0 {
		if n, err := r.in.Read(make([]byte, 1)); n == 0 {
			return 0, err
		}
		return 0, beyond("more than %d bytes", r.limit)
	}
	n, err := r.in.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	return n, err
}
