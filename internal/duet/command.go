// One run of any command: what it took, with its children, and that nothing of it is
// left running.

package duet

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"primebench/internal/child"
)

// ErrCommand is wrapped by the error for a command that cannot be measured: it failed,
// did not end, left something running or printed no figure.
var ErrCommand = errors.New("duet: the command is not measured")

const (
	// mostLine is the longest line in which a figure is looked for, in bytes. What is
	// longer is parted there.
	mostLine = 64 << 10
	// lastWords is how long the pipes of a command are read after its end: what it wrote
	// lies in them already.
	lastWords = 2 * time.Second
)

// A Command is a program with its arguments, started without a shell.
type Command struct {
	Name    string   // that messages have for it, "base" or "head"
	Args    []string // the program, as exec.LookPath takes it, and its arguments
	Env     []string
	Prepare string        // what a shell does before each run, beside the clock; "": nothing
	Limit   time.Duration // after which a run is ended, above 0
	// Figure finds the number that the command prints of itself, on stdout: the first group of
	// the last match, or all of it where there is no group. nil: none is looked for.
	Figure *regexp.Regexp
}

// A reading is what one run of a command took, its children included as far as it
// waited for them.
type reading struct {
	wall      time.Duration
	processor time.Duration // user and system time
	// waiting is about how long it was ready to run and had no processor, known where the
	// system says so.
	waiting time.Duration
	known   bool
	peak    float64 // bytes of the largest of its processes; 0: not known
	figure  float64 // that it printed
}

// String is the command as people write it.
func (c *Command) String() string {
	words := make([]string, len(c.Args))
	for i, word := range c.Args {
		if words[i] = word; word == "" || strings.ContainsAny(word, " \t\n\"'\\$|&;<>()*?#~`") {
			words[i] = "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

// find looks up the program, so that the clock does not.
func (c *Command) find() error {
	if len(c.Args) == 0 {
		return fmt.Errorf("%w: no command of the %s", ErrConfig, c.Name)
	}
	path, err := exec.LookPath(c.Args[0])
	if err != nil {
		return fmt.Errorf("%w: %q is no program: %w", ErrConfig, c.Args[0], err)
	}
	c.Args = append([]string{path}, c.Args[1:]...)
	return nil
}

// refuse is the error of a run, with what the command said.
func (c *Command) refuse(what, said string) error {
	return fmt.Errorf("%w: the %s, %.200q, %s; it said: %s", ErrCommand, c.Name, c.String(), what, said)
}

// run prepares and runs the command once.
func (c *Command) run(ctx context.Context) (reading, error) {
	if err := c.prepare(ctx); err != nil {
		return reading{}, err
	}
	cmd := exec.Command(c.Args[0], c.Args[1:]...)
	cmd.Env = c.Env
	var said tail
	stderr, err := listen(func(r io.Reader) { _, _ = io.Copy(&said, r) })
	if err != nil {
		return reading{}, err
	}
	cmd.Stderr = stderr.in
	var printed figures
	stdout := ear{}
	if c.Figure != nil {
		if stdout, err = listen(func(r io.Reader) { printed.read(c.Figure, r) }); err != nil {
			stderr.hush()
			return reading{}, err
		}
		cmd.Stdout = stdout.in
	}
	group(cmd)
	var found reading
	err = child.Tied(cmd, func() (err error) {
		found, err = c.timed(ctx, cmd)
		return err
	})
	words := "nothing that could be read to its end"
	if stderr.hush() {
		words = said.text()
	}
	heard := stdout.hush()
	switch {
	case err == nil:
	case errors.Is(err, errLate):
		return found, c.refuse(fmt.Sprintf("did not end within %v and was ended", c.Limit), words)
	case ctx.Err() != nil:
		return found, context.Cause(ctx)
	case errors.Is(err, errLeft):
		return found, c.refuse("ended and left processes running, which were ended: what they do is in no time of it", words)
	default:
		return found, c.refuse("ended with "+err.Error(), words)
	}
	switch {
	case c.Figure == nil:
	case !heard:
		return found, c.refuse("left its output open after its end", words)
	default:
		if found.figure, err = printed.last(); err != nil {
			return found, c.refuse(fmt.Sprintf("printed no number above 0 that %q matches: %v", c.Figure, err), words)
		}
	}
	return found, nil
}

// errLeft is the end of a command some of whose processes go on.
var errLeft = errors.New("left processes running")

// A rest is what processes did that outlived the first one of a command.
type rest struct {
	left            bool // one did not end by itself
	wall, processor time.Duration
}

// timed runs the process. Whatever of it is left is ended.
func (c *Command) timed(ctx context.Context, cmd *exec.Cmd) (found reading, err error) {
	ctx, done := context.WithTimeoutCause(ctx, c.Limit, errLate)
	defer done()
	before := children()
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return found, err
	}
	stop := context.AfterFunc(ctx, func() { end(cmd) })
	waited, known := awaitEnd(cmd)
	found.wall = time.Since(start)
	err = cmd.Wait()
	stop()
	rest := endRest(cmd, before)
	found.wall += rest.wall
	if ctx.Err() != nil {
		return found, context.Cause(ctx)
	}
	if err == nil && rest.left {
		err = errLeft
	}
	state := cmd.ProcessState
	found.processor, found.peak = state.UserTime()+state.SystemTime()+rest.processor, peakOf(state)
	if known && waited.ran > 0 {
		// The thread that began the command stands for its others.
		scaled := time.Duration(float64(waited.queued) * float64(found.processor) / float64(waited.ran))
		found.waiting, found.known = min(scaled, max(waited.queued, found.wall-found.processor)), true
	}
	return found, err
}

// A delay is how long a thread ran, and how long it stood in a queue to.
type delay struct{ ran, queued time.Duration }

// prepare lets a shell do what goes before a run.
func (c *Command) prepare(ctx context.Context) error {
	if c.Prepare == "" {
		return nil
	}
	shell := []string{"sh", "-c"}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/C"}
	}
	before := Command{Name: "preparation of the " + c.Name, Args: append(shell, c.Prepare), Env: c.Env, Limit: c.Limit}
	if err := before.find(); err != nil {
		return err
	}
	_, err := before.run(ctx)
	return err
}

// An ear reads what a command writes.
type ear struct {
	in   *os.File // that the command writes to; nil: there is none
	out  *os.File
	done chan struct{}
}

// listen reads a new pipe to its end.
func listen(read func(io.Reader)) (ear, error) {
	out, in, err := os.Pipe()
	if err != nil {
		return ear{}, err
	}
	e := ear{in: in, out: out, done: make(chan struct{})}
	go func() {
		defer close(e.done)
		read(out)
	}()
	return e, nil
}

// hush ends the reading once all is read that was written, and reports whether that is
// so: of a writer that outlives its command nothing is known.
func (e ear) hush() bool {
	if e.in == nil {
		return true
	}
	e.in.Close()
	defer e.out.Close()
	select {
	case <-e.done:
		return true
	case <-time.After(lastWords):
		return false
	}
}

// figures is the last number of a command's output.
type figures struct {
	text  string
	found bool
}

// read looks at the output line by line. It reads to the end, so that the command is
// never held up for long.
func (f *figures) read(figure *regexp.Regexp, r io.Reader) {
	lines := bufio.NewReaderSize(r, mostLine)
	for {
		line, err := lines.ReadSlice('\n')
		if at := lastMatch(figure, line); at != nil {
			f.text, f.found = string(bytes.TrimSpace(at)), true
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

func lastMatch(figure *regexp.Regexp, line []byte) []byte {
	all := figure.FindAllSubmatch(line, -1)
	if len(all) == 0 {
		return nil
	}
	match := all[len(all)-1]
	return match[min(1, len(match)-1)]
}

func (f *figures) last() (float64, error) {
	if !f.found {
		return 0, errors.New("nothing matches")
	}
	v, err := strconv.ParseFloat(f.text, 64)
	if err != nil || !(v > leastFigure && v < mostFigure) {
		return 0, fmt.Errorf("%.80q", f.text)
	}
	return v, nil
}

// The figures that can be compared: quotients of them are numbers too.
const (
	leastFigure = 1e-30
	mostFigure  = 1e30
)
