// A document as a folder: every format and every picture, each file either whole or not
// there.

package doc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"primebench/internal/wholefile"
)

// PictureFolder is the folder that WriteDir keeps pictures in, beside the document.
const PictureFolder = "plots"

// WriteDir writes NAME.txt, NAME.md, NAME.csv and NAME.json, where NAME is the
// document's, index.html, the files of Others, and plots/PICTURE.svg and
// plots/PICTURE.png of each picture into dir, which it makes when it is not there. A
// file is replaced as a whole once it is complete, so that a reader never sees half of
// one. Pictures of a former document go; see Document.PictureNames.
//
// When ctx ends, WriteDir returns the cause as soon as a file that is just being
// written is in its place. Nothing but whole files is left behind.
//
// It returns the paths of the files in the order of writing, up to the first error.
func (d *Document) WriteDir(ctx context.Context, dir string) ([]string, error) {
	pictures := d.pictures()
	into := dir
	if len(pictures) > 0 {
		into = filepath.Join(dir, PictureFolder)
	}
	if err := os.MkdirAll(into, 0o777); err != nil {
		return nil, fmt.Errorf("doc: making the output folder: %w", err)
	}
	var files []string
	for _, f := range d.contents(pictures) {
		if err := f.put(ctx, dir); err != nil {
			return files, err
		}
		files = append(files, filepath.Join(dir, f.name))
	}
	return files, d.removeStale(dir, pictures)
}

// fileName is what the document of a format is called in its folder.
func (d *Document) fileName(f Format) string {
	name := cmp.Or(fileSlug(d.Name), "document")
	switch f {
	case FormatHTML:
		return "index.html"
	case FormatText:
		return name + ".txt"
	case FormatMarkdown:
		return name + ".md"
	}
	return name + "." + string(f)
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

// contents begins to make the contents of all files, on as many goroutines as there
// are processors, and returns them in the order of writing. Drawing is what takes long,
// and it knows no context: it is left alone when nobody waits for it any more.
func (d *Document) contents(pictures []Picture) []*file {
	var files []*file
	add := func(name string) *file {
		f := &file{name: name, made: make(chan struct{})}
		files = append(files, f)
		return f
	}
	var jobs []func()
	for _, format := range Formats() {
		f := add(d.fileName(format))
		jobs = append(jobs, func() {
			f.make(func() ([]byte, error) { return d.set(format, Options{Pictures: PictureFolder}) })
		})
	}
	for _, o := range d.Others {
		f := add(o.File)
		jobs = append(jobs, func() { f.make(o.Set) })
	}
	for _, p := range pictures {
		name := filepath.Join(PictureFolder, fileSlug(p.Name))
		svg, png := add(name+".svg"), add(name+".png")
		jobs = append(jobs, func() { svg.make(p.Drawing.SVG); png.make(p.Drawing.PNG) })
	}
	var drawing errgroup.Group
	drawing.SetLimit(runtime.GOMAXPROCS(0))
	go func() {
		for _, job := range jobs {
			drawing.Go(func() error { job(); return nil })
		}
	}()
	return files
}

// put writes a file when its content is made. When ctx ends, the writing of a file that
// has begun is finished: it is short, and would leave a temporary file behind.
func (f *file) put(ctx context.Context, dir string) error {
	path := filepath.Join(dir, f.name)
	select {
	case <-ctx.Done():
	case <-f.made:
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("doc: writing %s: %w", path, context.Cause(ctx))
	case f.err != nil:
		return f.err
	}
	if err := wholefile.Write(true, wholefile.File{Path: path, Data: f.data, Mode: 0o666}); err != nil {
		return fmt.Errorf("doc: writing %s: %w", path, err)
	}
	return nil
}

// removeStale removes the pictures that a former document left and this one lacks.
func (d *Document) removeStale(dir string, drawn []Picture) error {
	keep := map[string]bool{}
	for _, p := range drawn {
		keep[fileSlug(p.Name)] = true
	}
	for _, name := range d.PictureNames {
		name = fileSlug(name)
		if keep[name] {
			continue
		}
		for _, ending := range []string{".svg", ".png"} {
			err := os.Remove(filepath.Join(dir, PictureFolder, name+ending))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("doc: removing the picture of a former document: %w", err)
			}
		}
	}
	return nil
}
