// The mistakes of a generator that must not reach the assembly.

package asm_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"primebench/internal/montgomery/_asm/asm"
)

// open returns a file of 16 registers with a function open in it.
func open() *asm.Text {
	t := asm.New(asm.YMM)
	t.Function(asm.Function{Name: "f", Doc: "is a test."})
	return t
}

func TestMistakesWithRegisters(t *testing.T) {
	const here = `asm/register_test\.go:\d+`
	for _, mistake := range []struct {
		name  string
		make  func(text *asm.Text)
		fails string // a regular expression of the whole message
	}{
		{
			name: "use after free",
			make: func(text *asm.Text) {
				r := text.Take("carry")
				text.Free(r)
				text.Zero(r)
			},
			fails: "asm: HERE: Y0 as carry, taken at HERE, is used, but it was freed at HERE",
		},
		{
			name: "use after another took it",
			make: func(text *asm.Text) {
				r := text.TakeAt("carry", 3)
				text.Free(r)
				text.TakeAt("column", 3)
				text.Store(r, "(DI)")
			},
			fails: "asm: HERE: Y3 as carry, taken at HERE, is used, but it was freed at HERE and holds column, taken at HERE",
		},
		{
			name: "free twice",
			make: func(text *asm.Text) {
				row := text.TakeRow("sums", 4, 2)
				text.Free(row...)
				text.Free(row[1])
			},
			fails: `asm: HERE: Y5 as sums\[1\], taken at HERE, is freed, but it was freed at HERE`,
		},
		{
			name: "one too many",
			make: func(text *asm.Text) {
				for i := range 17 {
					text.Take(fmt.Sprint("column", i))
				}
			},
			fails: "asm: HERE: no register is left for column16: Y0 holds column0, taken at HERE; .*; Y15 holds column15, taken at HERE",
		},
		{
			name:  "beyond the last",
			make:  func(text *asm.Text) { text.TakeAt("carry", 16) },
			fails: "asm: HERE: carry wants Y16, and the last register is Y15",
		},
		{
			name: "held by another",
			make: func(text *asm.Text) {
				text.Take("carry")
				text.TakeAt("column", 0)
			},
			fails: "asm: HERE: column wants Y0, which holds carry, taken at HERE",
		},
		{
			name: "use on another branch",
			make: func(text *asm.Text) {
				jump := text.Held()
				r := text.Take("carry")
				text.Resume(jump)
				text.Zero(r)
			},
			fails: "asm: HERE: Y0 as carry, taken at HERE, is used, but it is taken on another branch",
		},
		{
			name: "held where a function begins",
			make: func(text *asm.Text) {
				text.Take("carry")
				text.Function(asm.Function{Name: "g"})
			},
			fails: "asm: HERE: g begins, and registers are held: Y0 holds carry, taken at HERE",
		},
		{
			name: "held where the file ends",
			make: func(text *asm.Text) {
				text.Take("carry")
				text.Bytes()
			},
			fails: "asm: HERE: the file ends, and registers are held: Y0 holds carry, taken at HERE",
		},
	} {
		t.Run(mistake.name, func(t *testing.T) {
			defer func() {
				got := fmt.Sprint(recover())
				if !regexp.MustCompile("^" + strings.ReplaceAll(mistake.fails, "HERE", here) + "$").MatchString(got) {
					t.Errorf("panics with %q, want %q", got, mistake.fails)
				}
			}()
			mistake.make(open())
		})
	}
}

func TestRegistersAreTakenFromTheLowest(t *testing.T) {
	text := open()
	text.TakeAt("carry", 1)
	first, second := text.Take("first"), text.Take("second")
	text.Free(first)
	text.Add(text.Take("third"), second)
	want(t, text, "\tVPADDQ Y0, Y2, Y2\n")
}

func TestWhatAJumpHeldIsHeldAgain(t *testing.T) {
	text := open()
	r := text.Take("carry")
	jump := text.Held()
	text.Free(r)
	text.Resume(jump)
	text.Move(r, r)
	want(t, text, "\tVMOVDQA Y0, Y0\n")
}

// want fails unless the function of a file is these lines.
func want(t *testing.T, text *asm.Text, lines string) {
	t.Helper()
	text.Resume(asm.Held{})
	_, got, found := strings.Cut(string(text.Bytes()), "TEXT ·f(SB), NOSPLIT, $0-0\n")
	got = regexp.MustCompile("(?m)^\t//.*\n").ReplaceAllString(got, "")
	if !found || got != lines {
		t.Errorf("the file is\n%s\nwant\n%s", text.Bytes(), lines)
	}
}
