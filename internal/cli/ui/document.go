// How verbs tell a document: the flags --format, --brief and --full, stdout, and the folder
// of --out.

package ui

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"primebench/report/doc"
)

// A Telling is how a verb was asked to print its document.
type Telling struct {
	Format *Single[doc.Format]
	extent extent
}

// An extent is how much of a document text has; the other formats have the whole.
type extent int

const (
	firstScreen extent = iota
	brief
	whole
)

// DefineTelling defines the flags --format, --brief and --full of a verb that prints a
// document, which has the formats that are given, or doc.Formats. The first one is that
// where the flag is not given.
func DefineTelling(cmd *cobra.Command, formats ...doc.Format) *Telling {
	if len(formats) == 0 {
		formats = doc.Formats()
	}
	t := &Telling{Format: NewSingle("FORMAT", func(name string) (doc.Format, error) { return doc.ParseFormatAmong(name, formats) })}
	t.Format.Value = formats[0]
	var words []string
	for _, f := range formats {
		words = append(words, string(f))
	}
	flags := cmd.Flags()
	Define(flags, t.Format, "format", fmt.Sprintf("what is printed to stdout: %s (default: %s)", Listed(words), formats[0]))
	Offer(cmd, "format", words)
	for _, as := range []struct {
		extent      extent
		name, usage string
	}{
		{brief, "brief", "print the verdict and the answers alone (text; the other formats are whole)"},
		{whole, "full", fmt.Sprintf("print all, not the first screen of at most %d lines alone (text)", doc.ScreenLines)},
	} {
		DefineSwitch(flags, NewSingle("bool", t.asked(as.extent)), as.name, as.usage)
	}
	Exclude(flags, "brief", "full")
	return t
}

// asked parses the switch that asks for an extent; of several the last one counts.
func (t *Telling) asked(e extent) func(string) (bool, error) {
	return func(text string) (bool, error) {
		on, err := ParseSwitch(text)
		switch {
		case err != nil:
		case on:
			t.extent = e
		case t.extent == e:
			t.extent = firstScreen
		}
		return on, err
	}
}

// Whole reports whether text is to be printed that leaves nothing out.
func (t *Telling) Whole() bool { return t.extent == whole && t.Format.Value == doc.FormatText }

// Print writes a document to stdout in one piece. A first screen ends with where the rest is.
func (p Process) Print(ctx context.Context, d *doc.Document, t *Telling, rest string) error {
	opts := TextOptions(p.Stdout, p.Env)
	if t.extent != whole {
		opts.Screen = &doc.Screen{All: "--full", Rest: rest, Brief: t.extent == brief}
	}
	return p.Tell(ctx, d.Name, func(w io.Writer) error { return d.Write(w, t.Format.Value, opts) })
}

// Rest says where the whole of a document is that is printed and kept.
func (f Folder) Rest() string {
	if f.Path == "" {
		return "The whole: --full. With pictures: --out DIR."
	}
	return "The whole: --full, and " + f.File("index.html") + "."
}

// Keep writes a document in every format, with its pictures, to the folder, if there is
// one that --out names.
func (f Folder) Keep(ctx context.Context, log *slog.Logger, d *doc.Document) error {
	return f.Take(log, d.Name, func() error {
		_, err := d.WriteDir(ctx, f.Path)
		if Stopped(err) {
			log.Warn(fmt.Sprintf("stopped; the %s in %q is not whole", d.Name, f.Path))
		}
		return err
	})
}
