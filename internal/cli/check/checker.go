// The walk through what is to be checked, in order: operands, files and what is in them.

package check

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"os"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"

	"primebench/dhgroup"
	"primebench/internal/cli/ui"
	"primebench/internal/inspect"
	"primebench/internal/keyfile"
	"primebench/internal/pages"
	"primebench/internal/proof"
)

// A checker checks and tells. What it found waits until there is enough to check side by
// side.
type checker struct {
	process   ui.Process
	settings  *checkSettings
	inspector inspect.Inspector

	beside   *big.Int // the number behind an operand; nil: none, or a proof has taken it
	waiting  []thing
	weight   int               // of what waits, in numbers
	findings []inspect.Finding // of the numbers that waited last, whose memory serves again
	groups   uint64            // that were checked
	found    pages.Checks      // of a document what it shows
	told     bytes.Buffer      // and not printed yet
	checked  atomic.Int64      // so far, for whoever waits
}

// A place is where something stands: a number as it was given, or a file with a line, 0
// where it has none.
type place struct {
	number string
	file   string
	line   int
}

func (at place) String() string {
	switch {
	case at.file == "":
		return at.number
	case at.line == 0:
		return at.file
	}
	return at.file + ":" + strconv.Itoa(at.line)
}

// operands checks every operand.
func (c *checker) operands(ctx context.Context, args []string) error {
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		c.beside = nil
		if len(args) > 0 {
			if n, err := c.number(args[0]); err == nil {
				c.beside = n
			}
		}
		stood := c.beside != nil
		if err := c.operand(ctx, arg); err != nil {
			return err
		}
		if stood && c.beside == nil {
			args = args[1:]
		}
	}
	return c.flush(ctx)
}

// number reads an operand that is a number.
func (c *checker) number(arg string) (*big.Int, error) {
	return dhgroup.ParseNumber(arg, c.settings.maxBits.Value)
}

// operand checks a number, or what is in a file or a folder or comes from stdin.
func (c *checker) operand(ctx context.Context, arg string) error {
	if arg == ui.StdinName {
		return c.input(ctx, "stdin", c.process.Stdin, true)
	}
	n, err := c.number(arg)
	if err == nil {
		return c.wait(ctx, thing{at: place{number: arg}, item: keyfile.Item{Number: n}})
	}
	info, statErr := os.Stat(arg)
	switch {
	case statErr != nil:
		return c.wait(ctx, thing{at: place{file: arg}, fault: fmt.Errorf("%w, and no number: %w", plain(statErr), err)})
	case info.IsDir() && c.settings.recursive.Value:
		return c.folder(ctx, arg)
	case info.IsDir():
		return c.wait(ctx, thing{at: place{file: arg}, fault: errors.New("a folder; add -r for what is in it, or name a file")})
	}
	return c.file(ctx, arg, true)
}

// plain is the error of a file without the name, which stands before it.
func plain(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// file checks all that a file holds. Nobody named a file that a folder has.
func (c *checker) file(ctx context.Context, path string, named bool) error {
	// A named pipe is opened when somebody writes to it.
	file, err := ui.Await(ctx, func() (*os.File, error) { return os.Open(path) })
	if ctx.Err() != nil {
		return err
	}
	if err != nil {
		return c.wait(ctx, thing{at: place{file: path}, fault: plain(err)})
	}
	defer file.Close()
	return c.input(ctx, path, file, named)
}

// proofBegins matches the beginning of a file that proof.Write wrote.
var proofBegins = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*\{\s*"format"\s*:\s*"primebench proof`)
})

// input checks all that comes from a reader.
func (c *checker) input(ctx context.Context, name string, r io.Reader, named bool) error {
	in := bufio.NewReaderSize(&stoppable{ctx: ctx, r: r}, 1<<16)
	if begin, _ := in.Peek(256); proofBegins().Match(begin) {
		return c.proof(ctx, name, in, named)
	}
	for item, err := range keyfile.Read(in, keyfile.Options{MaxBits: c.settings.maxBits.Value, Unnamed: !named}) {
		found := thing{at: place{file: name, line: item.Line}, item: item}
		switch {
		case err != nil:
			if found, err = unread(name, err); err != nil {
				return err
			}
		case item.Passed != "" && c.settings.strict.Value:
			found.fault = errors.New(item.Passed)
		}
		if err := c.wait(ctx, found); err != nil {
			return err
		}
	}
	return nil
}

// unread is what an error stands for that is about a part of a file, or about the file. Any
// other it returns.
func unread(name string, err error) (thing, error) {
	var fault *dhgroup.ReadError
	var path *fs.PathError
	switch {
	case errors.As(err, &fault):
		return thing{at: place{file: name, line: fault.Line}, fault: fault.Unplaced()}, nil
	case errors.As(err, &path):
		return thing{at: place{file: name}, fault: path.Err}, nil
	}
	return thing{}, fmt.Errorf("%q: %w", name, err)
}

// stoppable is a reader that ends with a context, also while it waits for what nobody
// writes.
type stoppable struct {
	ctx context.Context
	r   io.Reader
	got []byte // of the read that may go on unseen
}

func (s *stoppable) Read(p []byte) (int, error) {
	if len(s.got) < len(p) {
		s.got = make([]byte, len(p))
	}
	n, err := ui.Await(s.ctx, func() (int, error) { return s.r.Read(s.got[:len(p)]) })
	return copy(p, s.got[:n]), err
}

// proof checks a proof. One that was named is held to the number behind it, which is none to
// be checked by itself then.
func (c *checker) proof(ctx context.Context, name string, r io.Reader, named bool) error {
	if err := c.flush(ctx); err != nil {
		return err
	}
	at := place{file: name}
	p, err := proof.Read(r, c.settings.maxBits.Value)
	if errors.Is(err, proof.ErrInvalid) {
		return c.refuse(at, err)
	}
	if err != nil {
		return err
	}
	var of *big.Int
	if named {
		of, c.beside = c.beside, nil
	}
	// A step takes a second at the largest sizes, and nothing stops it.
	f, err := ui.Await(ctx, func() (inspect.Finding, error) { return c.inspector.Proof(ctx, p, of) })
	if err != nil {
		return err
	}
	return c.tell(at, &f)
}
