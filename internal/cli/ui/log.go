// Diagnostics: log/slog with lines that a person reads.

package ui

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"primebench/report/doc"
)

// NewLogger prints to the terminal from the given level up.
func NewLogger(out io.Writer, level slog.Level) *slog.Logger {
	return slog.New(&lineHandler{out: out, level: level})
}

// A lineHandler prints "primebench: message (key value, key value)", with the
// level before the message where it is not Info.
type lineHandler struct {
	out   io.Writer
	level slog.Level
	attrs []slog.Attr
}

func (h *lineHandler) Enabled(_ context.Context, level slog.Level) bool { return level >= h.level }

func (h *lineHandler) Handle(_ context.Context, record slog.Record) error {
	var line strings.Builder
	line.WriteString("primebench: ")
	if record.Level > slog.LevelInfo {
		line.WriteString(strings.ToLower(record.Level.String()) + ": ")
	}
	line.WriteString(record.Message)
	attrs := h.attrs
	record.Attrs(func(a slog.Attr) bool {
		attrs = append(attrs[:len(attrs):len(attrs)], a)
		return true
	})
	for i, a := range attrs {
		separator := ", "
		if i == 0 {
			separator = " ("
		}
		fmt.Fprintf(&line, "%s%s %v", separator, a.Key, a.Value.Resolve())
	}
	if len(attrs) > 0 {
		line.WriteString(")")
	}
	_, err := io.WriteString(h.out, OneLine(line.String())+"\n")
	return err
}

func (h *lineHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	with := *h
	with.attrs = append(h.attrs[:len(h.attrs):len(h.attrs)], attrs...)
	return &with
}

// WithGroup ignores the group: the program's lines have none.
func (h *lineHandler) WithGroup(string) slog.Handler { return h }

// OneLine keeps several errors, or one that quotes somebody's file, from moving
// the cursor or turning the direction of the text.
func OneLine(text string) string {
	lines := strings.FieldsFunc(strings.TrimSpace(text), func(r rune) bool { return r == '\n' })
	return doc.Clean(strings.Join(lines, "; "))
}
