// The report as a folder: every format and every plot, each file either whole
// or not there.

package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/moby/sys/atomicwriter"

	"primebench/internal/analysis"
)

// plotFolder holds the plots, beside the reports.
const plotFolder = "plots"

// WriteDir writes report.txt, report.md, report.csv, report.json, index.html
// and plots/NAME.svg and plots/NAME.png into dir, which it makes when it is not
// there. A file is replaced as a whole once it is complete, so that a reader
// never sees half of one. Files of a former report with the same names are
// replaced, and its other plots removed, for they would show another run.
//
// When ctx ends, WriteDir returns the cause as soon as a file that is just being
// written is in its place. Nothing but whole files is left behind.
//
// It returns the paths of the files in the order of writing, up to the first
// error.
func WriteDir(ctx context.Context, dir string, a *analysis.Analysis) ([]string, error) {
	if err := os.MkdirAll(filepath.Join(dir, plotFolder), 0o755); err != nil {
		return nil, fmt.Errorf("report: making the output folder: %w", err)
	}
	d := &folder{dir: dir}
	for _, f := range Formats() {
		if err := d.add(ctx, fileName(f), func() ([]byte, error) { return whole(f, a) }); err != nil {
			return d.files, err
		}
	}
	plots := Plots(a)
	for _, p := range plots {
		name := filepath.Join(plotFolder, p.Name)
		if err := d.add(ctx, name+".svg", p.SVG); err != nil {
			return d.files, err
		}
		if err := d.add(ctx, name+".png", p.PNG); err != nil {
			return d.files, err
		}
	}
	return d.files, removeStale(dir, plots)
}

// A folder is one that reports are being written to.
type folder struct {
	dir   string
	files []string
}

// fileName is what the report of a format is called in its folder.
func fileName(f Format) string {
	switch f {
	case FormatText:
		return "report.txt"
	case FormatMarkdown:
		return "report.md"
	case FormatHTML:
		return "index.html"
	}
	return "report." + string(f)
}

func whole(f Format, a *analysis.Analysis) ([]byte, error) {
	var b bytes.Buffer
	err := Write(&b, f, a, Options{})
	return b.Bytes(), err
}

// add makes a file's content and writes it. Making takes long and knows no
// context, so that it is left alone when ctx ends; writing is short, and would
// leave a temporary file behind.
func (d *folder) add(ctx context.Context, name string, content func() ([]byte, error)) error {
	var data []byte
	var err error
	made := make(chan struct{})
	go func() {
		defer close(made)
		data, err = content()
	}()
	select {
	case <-ctx.Done():
	case <-made:
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("report: writing %s: %w", filepath.Join(d.dir, name), context.Cause(ctx))
	case err != nil:
		return err
	default:
		return d.write(name, data)
	}
}

// write puts a file into place and remembers it.
func (d *folder) write(name string, data []byte) error {
	path := filepath.Join(d.dir, name)
	if err := atomicwriter.WriteFile(path, data, 0o644); err != nil {
		return fmt.Errorf("report: writing %s: %w", path, err)
	}
	d.files = append(d.files, path)
	return nil
}

// removeStale removes the plots that a former report left and this one has no
// data for.
func removeStale(dir string, drawn []Plot) error {
	keep := map[string]bool{}
	for _, p := range drawn {
		keep[p.Name] = true
	}
	for _, name := range plotNames() {
		if keep[name] {
			continue
		}
		for _, ending := range []string{".svg", ".png"} {
			err := os.Remove(filepath.Join(dir, plotFolder, name+ending))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("report: removing the plot of a former report: %w", err)
			}
		}
	}
	return nil
}
