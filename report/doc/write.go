// The way to every format of a document.

package doc

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrFormat is wrapped by the error of an unknown format.
var ErrFormat = errors.New("unknown format")

// A Format is a way to write a whole document to one stream.
type Format string

// The formats.
const (
	FormatText     Format = "text"
	FormatMarkdown Format = "markdown"
	FormatCSV      Format = "csv"
	FormatJSON     Format = "json"
	FormatHTML     Format = "html"
)

// Formats lists the formats, the terminal's first.
func Formats() []Format {
	return []Format{FormatText, FormatMarkdown, FormatCSV, FormatJSON, FormatHTML}
}

// ParseFormat returns the format of that name. The error of an unknown one wraps
// ErrFormat and lists the known ones.
func ParseFormat(name string) (Format, error) { return ParseFormatAmong(name, Formats()) }

// ParseFormatAmong returns that of some formats which has the name, as ParseFormat does.
func ParseFormatAmong(name string, formats []Format) (Format, error) {
	known := make([]string, 0, len(formats))
	for _, f := range formats {
		if string(f) == name {
			return f, nil
		}
		known = append(known, string(f))
	}
	return "", fmt.Errorf("%w %.80q, want one of %s", ErrFormat, name, strings.Join(known, ", "))
}

// Options is how a document is set. The zero value is right for a file.
type Options struct {
	Colour bool // text: mark headings and asides by bold and dim type
	Width  int  // text: of the terminal in characters; 0 means DefaultWidth
	// Screen has text set the first screen alone; nil: the whole.
	Screen *Screen
	// Pictures is the folder that Markdown finds the pictures in, as SVG, relative to
	// itself; "": it leaves them out.
	Pictures string
}

// Write writes the document in a format. The same document always gives the same
// bytes. Nothing is written when an error wraps ErrFormat or a picture cannot be drawn.
func (d *Document) Write(w io.Writer, f Format, opts Options) error {
	data, err := d.set(f, opts)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("doc: writing %s: %w", f, err)
	}
	return nil
}

func (d *Document) set(f Format, opts Options) ([]byte, error) {
	switch f {
	case FormatText:
		if opts.Screen != nil {
			return d.setScreen(opts), nil
		}
		return d.setText(opts), nil
	case FormatMarkdown:
		return d.setMarkdown(opts), nil
	case FormatCSV:
		return d.setCSV()
	case FormatJSON:
		return JSON(d.Object)
	case FormatHTML:
		return d.setHTML()
	}
	known := Formats()
	for _, o := range d.Others {
		if o.Format == f {
			return o.Set()
		}
		known = append(known, o.Format)
	}
	_, err := ParseFormatAmong(string(f), known)
	return nil, err
}
