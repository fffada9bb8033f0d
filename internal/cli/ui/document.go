// How verbs tell a document: the flags --format and --full, stdout, and the folder of
// --out.

package ui

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"primebench/report/doc"
)

// DefineFormat defines the flag --format of a verb that prints a document, which has
// the formats that are given, or doc.Formats. It is text where it is not given.
func DefineFormat(cmd *cobra.Command, formats ...doc.Format) *Single[doc.Format] {
	if len(formats) == 0 {
		formats = doc.Formats()
	}
	format := NewSingle("FORMAT", func(name string) (doc.Format, error) { return doc.ParseFormatAmong(name, formats) })
	format.Value = doc.FormatText
	var words []string
	for _, f := range formats {
		words = append(words, string(f))
	}
	Define(cmd.Flags(), format, "format", "what is printed to stdout: "+Listed(words)+" (default: text)")
	Offer(cmd, "format", words)
	return format
}

// DefineFull defines the flag --full of a verb whose text is one screen without it.
func DefineFull(cmd *cobra.Command) *Single[bool] {
	full := NewSingle("bool", ParseSwitch)
	DefineSwitch(cmd.Flags(), full, "full", fmt.Sprintf("print all, not the first screen of at most %d lines alone (text; the other formats are whole)", doc.ScreenLines))
	return full
}

// FirstScreen asks for the first screen of a document, which ends with where the whole is;
// nil where --full asks for that.
func FirstScreen(full *Single[bool], rest string) *doc.Screen {
	if full.Value {
		return nil
	}
	return &doc.Screen{All: "--full", Rest: rest}
}

// Print writes a document to stdout in one piece: as text its first screen alone, where one
// is given.
func (p Process) Print(ctx context.Context, d *doc.Document, f doc.Format, first *doc.Screen) error {
	opts := TextOptions(p.Stdout, p.Env)
	opts.Screen = first
	return p.Tell(ctx, d.Name, func(w io.Writer) error { return d.Write(w, f, opts) })
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
