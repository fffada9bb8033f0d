// The walk through what is to be checked, in order: groups and proofs one by one,
// numbers in batches.

package check

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"os"
	"regexp"
	"sync/atomic"

	"primebench/dhgroup"
	"primebench/engine"
	"primebench/internal/cli/find"
	"primebench/internal/cli/ui"
	"primebench/internal/inspect"
	"primebench/internal/pages"
	"primebench/internal/proof"
	"primebench/sieve"
)

// A checker checks and prints. Numbers wait until there are enough of them.
type checker struct {
	process   ui.Process
	settings  *checkSettings
	inspector inspect.Inspector

	numbers []*big.Int
	labels  []string     // of the numbers
	groups  uint64       // seen so far
	found   pages.Checks // of a document what it shows
	checked atomic.Int64 // so far, for whoever waits
}

// operands checks every operand.
func (c *checker) operands(ctx context.Context, args []string) error {
	for _, arg := range args {
		if err := c.operand(ctx, arg); err != nil {
			return err
		}
	}
	return c.flush(ctx)
}

// operand checks a number, or what is in a file or comes from stdin.
func (c *checker) operand(ctx context.Context, arg string) error {
	if arg == "-" {
		return c.input(ctx, "stdin", c.process.Stdin)
	}
	n, err := dhgroup.ParseNumber(arg, c.settings.maxBits.Value)
	if err == nil {
		return c.number(ctx, arg, n)
	}
	file, openErr := os.Open(arg)
	if openErr != nil {
		var path *fs.PathError
		if errors.As(openErr, &path) {
			openErr = path.Err // the operand is named as the source
		}
		return c.refuse(ctx, arg, fmt.Errorf("%w, and no number: %w", openErr, err))
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return c.refuse(ctx, arg, errors.New("a folder; name a file"))
	}
	return c.input(ctx, arg, file)
}

// proofBegins matches the beginning of a file that proof.Write wrote.
var proofBegins = regexp.MustCompile(`^\s*\{\s*"format"\s*:\s*"primebench proof`)

// input checks all that a file holds.
func (c *checker) input(ctx context.Context, name string, r io.Reader) error {
	in := bufio.NewReaderSize(&stoppable{ctx, r}, 1<<16)
	if begin, _ := in.Peek(256); proofBegins.Match(begin) {
		return c.proof(ctx, name, in)
	}
	for entry, err := range dhgroup.Read(in, dhgroup.ReadOptions{MaxBits: c.settings.maxBits.Value}) {
		switch {
		case errors.Is(err, dhgroup.ErrUnreadable):
			err = c.refuse(ctx, name, err)
		case err != nil:
			return fmt.Errorf("%q: %w", name, err)
		case entry.G == nil:
			err = c.number(ctx, label(name, entry.Line), entry.P)
		default:
			err = c.group(ctx, label(name, entry.Line), entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mostRefused is how many of what cannot be read are named on stderr.
const mostRefused = 1000

// stoppable is a reader that ends with a context, between two reads.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

func label(name string, line int) string {
	if line == 0 {
		return name
	}
	return fmt.Sprintf("%s:%d", name, line)
}

func (c *checker) proof(ctx context.Context, name string, r io.Reader) error {
	if err := c.flush(ctx); err != nil {
		return err
	}
	p, err := proof.Read(r, c.settings.maxBits.Value)
	if errors.Is(err, proof.ErrInvalid) {
		return c.refuse(ctx, name, err)
	}
	if err != nil {
		return err
	}
	// A step takes a second at the largest sizes, and nothing stops it.
	f, err := ui.Await(ctx, func() (inspect.Finding, error) { return c.inspector.Proof(ctx, p) })
	if err != nil {
		return err
	}
	return c.print(name, f)
}

// number checks a number with others, when there are enough.
func (c *checker) number(ctx context.Context, label string, n *big.Int) error {
	c.numbers, c.labels = append(c.numbers, n), append(c.labels, label)
	if len(c.numbers) < c.inspector.Workers*inspect.ChunkSize {
		return nil
	}
	return c.flush(ctx)
}

// flush checks the numbers that wait.
func (c *checker) flush(ctx context.Context) error {
	findings, err := c.inspector.Numbers(ctx, c.numbers)
	if err != nil {
		return err
	}
	for i, f := range findings {
		if err := c.print(c.labels[i], f); err != nil {
			return err
		}
	}
	c.numbers, c.labels = c.numbers[:0], c.labels[:0]
	return nil
}

func (c *checker) group(ctx context.Context, label string, entry dhgroup.Entry) error {
	if err := c.flush(ctx); err != nil {
		return err
	}
	f, err := c.inspector.Group(ctx, entry)
	if err != nil {
		return err
	}
	if c.settings.seed.Given && (f.Sound || f.Weak) {
		if err := c.derive(ctx, &f, entry.Group); err != nil {
			return err
		}
	}
	c.groups++
	return c.print(label, f)
}

// derive finds a group again from the seed, as dhparam found it.
func (c *checker) derive(ctx context.Context, f *inspect.Finding, g dhgroup.Group) error {
	if !find.TakesGenerator(g.G) {
		f.Sound, f.Weak, f.Reason = false, false, fmt.Sprintf("dhparam finds no group with the generator %.40v", g.G)
		return nil
	}
	config, err := find.GroupSearch(*c.settings.seed.Value, g.G.Uint64())
	if err != nil {
		return err
	}
	config.Workers, config.Kernel = c.settings.workers.Value, c.settings.kernel.Value
	searcher, err := engine.New(sieve.Safe, g.P.BitLen(), config)
	if err != nil {
		return err
	}
	found, err := searcher.Search(ctx, c.groups)
	if err != nil {
		return err
	}
	if found.P.Cmp(g.P) != 0 {
		f.Sound, f.Weak, f.Reason = false, false, fmt.Sprintf("it is not group %d of the seed", c.groups+1)
		return nil
	}
	f.Remarks = append(f.Remarks, fmt.Sprintf("it is group %d of the seed", c.groups+1))
	return nil
}

// refuse names what cannot be read and goes on.
func (c *checker) refuse(ctx context.Context, name string, err error) error {
	if flushErr := c.flush(ctx); flushErr != nil {
		return flushErr
	}
	refused := pages.Checked{Source: name, Refused: true, Finding: inspect.Finding{Reason: err.Error()}}
	c.keep(refused)
	if c.settings.json.Value {
		return c.object(refused)
	}
	text := ui.OneLine(name + ": " + err.Error())
	switch n := c.found.Refused; {
	case n > mostRefused+1:
		return nil
	case n > mostRefused:
		text = fmt.Sprintf("%d could not be read; what follows is counted, and not named", mostRefused)
	}
	// When stderr is closed, the exit code still tells.
	_, _ = fmt.Fprintf(c.process.Screen, "primebench: %s\n", text)
	return nil
}

// print counts a finding and prints it.
func (c *checker) print(label string, f inspect.Finding) error {
	found := pages.Checked{Source: label, Finding: f}
	c.keep(found)
	switch {
	case !c.settings.streams():
		return nil
	case c.settings.json.Value:
		return c.object(found)
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s: %s\n", ui.OneLine(label), ui.OneLine(f.Sentence()))
	for _, remark := range f.Remarks {
		fmt.Fprintf(&text, "  %s\n", remark)
	}
	_, err := c.process.Stdout.Write(text.Bytes())
	return err
}

// keep counts what was found, and keeps what a document will tell of it. Lines are gone
// when they are printed, and a screen has room for few, so that a list of any length takes
// no memory.
func (c *checker) keep(found pages.Checked) {
	c.checked.Add(1)
	c.found.Add(found, c.settings.brief())
}

// object prints a finding as JSON.
func (c *checker) object(found pages.Checked) error {
	line, err := json.Marshal(found)
	if err != nil {
		return err
	}
	_, err = c.process.Stdout.Write(append(line, '\n'))
	return err
}

// close ends what was printed as it came with how many there were.
func (c *checker) close() error {
	text := []byte(c.found.Totals.String() + "\n")
	if c.settings.json.Value {
		line, err := json.Marshal(struct {
			Totals pages.Totals `json:"totals"`
		}{c.found.Totals})
		if err != nil {
			return err
		}
		text = append(line, '\n')
	}
	_, err := c.process.Stdout.Write(text)
	return err
}
