// The report as a folder: every format and every plot, each file either whole
// or not there.

package report

import (
	"bytes"
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
// It returns the paths of the files in the order of writing, up to the first
// error.
func WriteDir(dir string, a *analysis.Analysis) ([]string, error) {
	if err := os.MkdirAll(filepath.Join(dir, plotFolder), 0o755); err != nil {
		return nil, fmt.Errorf("report: making the output folder: %w", err)
	}
	d := &folder{dir: dir}
	for _, f := range Formats() {
		if err := d.writeReport(f, a); err != nil {
			return d.files, err
		}
	}
	plots := Plots(a)
	for _, p := range plots {
		if err := d.writePlot(p); err != nil {
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

func (d *folder) writeReport(f Format, a *analysis.Analysis) error {
	var b bytes.Buffer
	if err := Write(&b, f, a, Options{}); err != nil {
		return err
	}
	return d.write(fileName(f), b.Bytes())
}

func (d *folder) writePlot(p Plot) error {
	svg, err := p.SVG()
	if err != nil {
		return err
	}
	if err := d.write(filepath.Join(plotFolder, p.Name+".svg"), svg); err != nil {
		return err
	}
	png, err := p.PNG()
	if err != nil {
		return err
	}
	return d.write(filepath.Join(plotFolder, p.Name+".png"), png)
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
