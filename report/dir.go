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
	"runtime"

	"github.com/moby/sys/atomicwriter"
	"golang.org/x/sync/errgroup"

	"primebench/internal/analysis"
	"primebench/report/plot"
)

// plotFolder holds the plots, beside the reports.
const plotFolder = "plots"

// WriteDir writes report.txt, report.md, report.csv, report.json, index.html,
// bench.txt (FormatGoBench), bench.json (FormatBenchJSON), plots/NAME.svg and
// plots/NAME.png into dir, which it makes when it is not there. A file is replaced as a whole once it is complete, so that a reader
// never sees half of one. Files of a former report with the same names are
// replaced, and its other plots removed, for they would show another run.
//
// When ctx ends, WriteDir returns the cause as soon as a file that is just being
// written is in its place. Nothing but whole files is left behind.
//
// It returns the paths of the files in the order of writing, up to the first
// error.
func WriteDir(ctx context.Context, dir string, a *analysis.Analysis) ([]string, error) {
	plots := Plots(a)
	doc := document{Formats(), fileName, func(f Format) ([]byte, error) { return whole(f, a) }}
	files, err := doc.writeDir(ctx, dir, plots)
	if err != nil {
		return files, err
	}
	return files, removeStale(dir, plots)
}

// A document is what a report has in some formats, each in a file of a name.
type document struct {
	formats []Format
	name    func(Format) string
	write   func(Format) ([]byte, error)
}

// writeDir writes a document and its plots into dir.
func (doc document) writeDir(ctx context.Context, dir string, plots []plot.Plot) ([]string, error) {
	if err := os.MkdirAll(filepath.Join(dir, plotFolder), 0o755); err != nil {
		return nil, fmt.Errorf("report: making the output folder: %w", err)
	}
	d := &folder{dir: dir}
	for _, f := range doc.contents(plots) {
		if err := d.add(ctx, f); err != nil {
			return d.files, err
		}
	}
	return d.files, nil
}

// A file is one of the folder's, whose content is being made.
type file struct {
	name string // within the folder
	made chan struct{}
	data []byte // these two once made is closed
	err  error
}

// make makes the content.
func (f *file) make(content func() ([]byte, error)) {
	defer close(f.made)
	f.data, f.err = content()
}

// contents begins to make the contents of all files, the plots on as many
// goroutines as there are processors, and returns them in the order of writing.
// Drawing is what takes long, and it knows no context: it is left alone when
// nobody waits for it any more.
func (doc document) contents(plots []plot.Plot) []*file {
	var files []*file
	add := func(name string) *file {
		f := &file{name: name, made: make(chan struct{})}
		files = append(files, f)
		return f
	}
	var drawing errgroup.Group
	drawing.SetLimit(runtime.GOMAXPROCS(0))
	var jobs []func()
	for _, format := range doc.formats {
		f := add(doc.name(format))
		jobs = append(jobs, func() { f.make(func() ([]byte, error) { return doc.write(format) }) })
	}
	for _, p := range plots {
		name := filepath.Join(plotFolder, p.Name)
		svg, png := add(name+".svg"), add(name+".png")
		jobs = append(jobs, func() { svg.make(p.SVG); png.make(p.PNG) })
	}
	go func() {
		for _, job := range jobs {
			drawing.Go(func() error { job(); return nil })
		}
	}()
	return files
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
	case FormatGoBench:
		return "bench.txt"
	case FormatBenchJSON:
		return "bench.json"
	}
	return "report." + string(f)
}

func whole(f Format, a *analysis.Analysis) ([]byte, error) {
	var b bytes.Buffer
	err := Write(&b, f, a, Options{})
	return b.Bytes(), err
}

// add writes a file when its content is made. When ctx ends, the writing of a
// file that has begun is finished: it is short, and would leave a temporary file
// behind.
func (d *folder) add(ctx context.Context, f *file) error {
	select {
	case <-ctx.Done():
	case <-f.made:
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("report: writing %s: %w", filepath.Join(d.dir, f.name), context.Cause(ctx))
	case f.err != nil:
		return f.err
	default:
		return d.write(f.name, f.data)
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
func removeStale(dir string, drawn []plot.Plot) error {
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
