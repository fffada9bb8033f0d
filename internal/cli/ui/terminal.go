// All that is printed to stderr goes through here. The rules of the terminal:
//
//  1. stdout carries results and nothing else. Everything else is on stderr.
//  2. An error is one line that begins with "primebench: ".
//  3. A line that is rewritten in place is drawn only on a terminal that can do
//     it (TERM is not "dumb"). It is never wider than the terminal, is wiped
//     before anything else is printed, and is gone at the end.
//  4. Elsewhere progress is a plain line now and then.
//  5. --quiet leaves errors only.
//  6. Colour is used on a terminal only, and not when NO_COLOR is set and not
//     empty (https://no-color.org) or TERM is "dumb".
//  7. No percentage of a search: it has no memory, so none is honest.

package ui

import (
	"io"
	"os"
	"sync"

	"golang.org/x/term"

	"primebench/report/doc"
)

const (
	wipeLine  = "\r\x1b[K"
	dim       = "\x1b[2m"
	plain     = "\x1b[0m"
	SomeWidth = 80 // where the terminal does not say
)

// A Terminal prints to stderr and keeps one line at the bottom that can be
// drawn anew. It may be used by several goroutines.
type Terminal struct {
	Rewrites bool // a line can be drawn in place
	colours  bool

	mu    sync.Mutex
	out   io.Writer
	drawn bool
	width func() int
}

// newTerminal looks at where stderr goes and at what the environment asks for.
func newTerminal(stderr io.Writer, env Environment) *Terminal {
	t := &Terminal{out: stderr, width: func() int { return SomeWidth }}
	file := terminalFile(stderr, env)
	if file == nil {
		return t
	}
	t.Rewrites = true
	t.colours = env.Value("NO_COLOR") == ""
	t.width = func() int {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
		return SomeWidth
	}
	return t
}

// TextOptions says how a document may look on a stream of results: as wide as the
// terminal and coloured, or plain and as wide as is usual.
func TextOptions(out io.Writer, env Environment) doc.Options {
	file := terminalFile(out, env)
	if file == nil {
		return doc.Options{}
	}
	opts := doc.Options{Colour: env.Value("NO_COLOR") == ""}
	if width, _, err := term.GetSize(int(file.Fd())); err == nil {
		opts.Width = width
	}
	return opts
}

// terminalFile is the terminal that a stream is, nil when it is none or one that
// can do nothing but print.
func terminalFile(stream io.Writer, env Environment) *os.File {
	file, ok := stream.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) || env.Value("TERM") == "dumb" {
		return nil
	}
	return file
}

// IsTerminal reports whether a stream of results is read on a terminal as it comes.
func IsTerminal(out io.Writer, env Environment) bool { return terminalFile(out, env) != nil }

// Write prints whole lines above the drawn one, which is wiped.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wipe()
	return t.out.Write(p)
}

// Draw puts a line in the place of the one drawn before. fit makes it as long as
// may be; what is longer all the same is cut.
func (t *Terminal) Draw(fit func(width int) string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	room := t.width() - 1 // a full line would wrap on some terminals
	line := cut(fit(room), room)
	if t.colours {
		line = dim + line + plain
	}
	// A terminal that is gone is no reason to stop measuring.
	_, _ = io.WriteString(t.out, wipeLine+line)
	t.drawn = true
}

// Clear wipes the drawn line.
func (t *Terminal) Clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.wipe()
}

func (t *Terminal) wipe() {
	if t.drawn {
		_, _ = io.WriteString(t.out, wipeLine)
		t.drawn = false
	}
}

// cut shortens a line to so many characters.
func cut(line string, width int) string {
	runes := []rune(line)
	if len(runes) <= width {
		return line
	}
	if width < 1 {
		return ""
	}
	return string(runes[:width-1]) + "…"
}
