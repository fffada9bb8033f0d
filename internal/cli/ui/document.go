// How verbs tell a document: the flag --format, stdout, and the folder of --out.

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
	cmd.Flags().Var(format, "format", "what is printed to stdout: "+Listed(words)+" (default: text)")
	Offer(cmd, "format", words)
	return format
}

// Print writes a document to stdout in one piece.
func (p Process) Print(ctx context.Context, d *doc.Document, f doc.Format) error {
	return p.Tell(ctx, d.Name, func(w io.Writer) error { return d.Write(w, f, TextOptions(p.Stdout, p.Env)) })
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
