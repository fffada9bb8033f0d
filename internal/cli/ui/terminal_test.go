package ui

import (
	"bytes"
	"context"
	"log/slog"
	"strconv"
	"testing"

	"primebench/report/doc"
)

// fakeTerminal draws into a buffer as if it were a terminal.
func fakeTerminal(width int, colours bool) (*Terminal, *bytes.Buffer) {
	var out bytes.Buffer
	return &Terminal{out: &out, Rewrites: true, colours: colours, width: func() int { return width }}, &out
}

func always(line string) func(int) string { return func(int) string { return line } }

func TestDrawnLineIsWipedBeforePrinting(t *testing.T) {
	screen, out := fakeTerminal(40, false)
	screen.Draw(always("one"))
	screen.Draw(always("two"))
	if _, err := screen.Write([]byte("a message\n")); err != nil {
		t.Fatal(err)
	}
	screen.Draw(always("three"))
	screen.Clear()
	screen.Clear()
	const want = "\r\x1b[Kone" + "\r\x1b[Ktwo" + "\r\x1b[K" + "a message\n" + "\r\x1b[Kthree" + "\r\x1b[K"
	if out.String() != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestDrawnLineFitsTheTerminal(t *testing.T) {
	screen, out := fakeTerminal(10, false)
	screen.Draw(always("0123456789µµ"))
	if want := "\r\x1b[K01234567…"; out.String() != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestDrawingAsksForALineThatFits(t *testing.T) {
	screen, out := fakeTerminal(80, false)
	screen.Draw(func(width int) string { return strconv.Itoa(width) })
	if want := "\r\x1b[K79"; out.String() != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestColours(t *testing.T) {
	screen, out := fakeTerminal(10, true)
	screen.Draw(always("one"))
	if want := "\r\x1b[K\x1b[2mone\x1b[0m"; out.String() != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

func TestPipeIsNoTerminal(t *testing.T) {
	var out bytes.Buffer
	screen := newTerminal(&out, Environment{"TERM=xterm"})
	if screen.Rewrites || screen.colours || TextOptions(&out, nil) != (doc.Options{}) {
		t.Errorf("a buffer is taken for a terminal: %+v", screen)
	}
}

func TestLogLines(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out, slog.LevelInfo)
	log.Debug("unseen")
	log.Info("wrote the run", "folder", "runs/x", "cells", 3)
	log.With("cell", 7).Warn("slow")
	const want = "primebench: wrote the run (folder runs/x, cells 3)\nprimebench: warn: slow (cell 7)\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	if NewLogger(&out, slog.LevelError).Enabled(context.Background(), slog.LevelWarn) {
		t.Error("a warning gets through a logger of errors")
	}
}

func TestErrorsAreOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"one\ntwo":            "one; two",
		"name \x1b[2J\a\tend": `name \x1b[2J\a end`,
		" \nspaces \n":        "spaces",
		"":                    "",
	} {
		if got := OneLine(text); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", text, got, want)
		}
	}
}
