package report

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"primebench/internal/analysis"
)

func TestWriteDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "for", "it")
	files, err := WriteDir(t.Context(), dir, scaled())
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range Formats() {
		want = append(want, filepath.Join(dir, fileName(f)))
	}
	for _, name := range []string{"answer", "cost-prime", "cost-safe", "times", "theory", "scaling", "phases"} {
		want = append(want, filepath.Join(dir, "plots", name+".svg"), filepath.Join(dir, "plots", name+".png"))
	}
	if !slices.Equal(files, want) {
		t.Errorf("got files %q, want %q", files, want)
	}
	if there := filesBelow(t, dir); len(there) != len(want) {
		t.Errorf("the folder holds %q", there)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		switch filepath.Ext(f) {
		case ".png":
			img, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Errorf("%s: %v", f, err)
			} else if img.Bounds().Dx() != 1600 {
				t.Errorf("%s is %d pixels wide", f, img.Bounds().Dx())
			}
		case ".svg":
			checkMarkup(t, data)
		}
	}
}

func TestWriteDirRemovesPlotsOfAFormerReport(t *testing.T) {
	dir := t.TempDir()
	former, err := WriteDir(t.Context(), dir, &analysis.Analysis{Scaling: scaled().Scaling})
	if err != nil {
		t.Fatal(err)
	}
	if plot := filepath.Join(dir, "plots", "scaling.svg"); !slices.Contains(former, plot) {
		t.Fatalf("got %q without %s", former, plot)
	}
	own := filepath.Join(dir, "plots", "notes.svg")
	if err := os.WriteFile(own, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	files, err := WriteDir(t.Context(), dir, &analysis.Analysis{})
	if err != nil {
		t.Fatal(err)
	}
	if there := filesBelow(t, dir); len(there) != len(files)+1 || !slices.Contains(there, own) {
		t.Errorf("the folder holds %q, want %q and the stranger", there, files)
	}
}

// TestWriteDirStops: when the context ends in the midst of it, the cause comes
// back and only whole files stay.
func TestWriteDirStops(t *testing.T) {
	whole, err := WriteDir(t.Context(), t.TempDir(), scaled())
	if err != nil {
		t.Fatal(err)
	}
	why := errors.New("enough")
	for _, after := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
		ctx, stop := context.WithCancelCause(t.Context())
		dir := t.TempDir()
		watched := &countdown{Context: ctx, left: after, stop: func() { stop(why) }}
		files, err := WriteDir(watched, dir, scaled())
		if !errors.Is(err, why) || len(files) != after {
			t.Errorf("stopped after %d files: got %d, %v", after, len(files), err)
		}
		if there := filesBelow(t, dir); len(there) != len(files) {
			t.Errorf("stopped after %d files: the folder holds %q", after, there)
		}
	}
}

// A countdown ends when it has been asked for its end a number of times.
type countdown struct {
	context.Context
	left int
	stop func()
}

func (c *countdown) Done() <-chan struct{} {
	if c.left == 0 {
		c.stop()
	}
	c.left--
	return c.Context.Done()
}

func TestWriteDirSaysWhatItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	if files, err := WriteDir(t.Context(), file, fixture()); err == nil || len(files) > 0 || !strings.Contains(err.Error(), file) {
		t.Errorf("a file in the folder's place: got %q, %v", files, err)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "precious" {
		t.Errorf("the file was changed to %q, %v", data, err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "report.csv"), 0o755); err != nil {
		t.Fatal(err)
	}
	files, err := WriteDir(t.Context(), dir, fixture())
	if err == nil || !strings.Contains(err.Error(), "report.csv") {
		t.Errorf("a folder in a report's place: got %v", err)
	}
	if len(files) != 2 {
		t.Errorf("got %q, want the two reports before it", files)
	}
}

func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrorsSurface(t *testing.T) {
	for _, f := range Formats() {
		if err := Write(fullDisk{}, f, fixture(), Options{}); !errors.Is(err, errFull) || !strings.Contains(err.Error(), string(f)) {
			t.Errorf("%s: got error %v", f, err)
		}
	}
}

func TestParseFormat(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ParseFormat(string(f)); err != nil || got != f {
			t.Errorf("%s: got %q, %v", f, got, err)
		}
	}
	for _, name := range []string{"", "Text", "pdf"} {
		if _, err := ParseFormat(name); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "markdown") {
			t.Errorf("%q: got error %v", name, err)
		}
	}
	if err := Write(&bytes.Buffer{}, "pdf", fixture(), Options{}); !errors.Is(err, ErrFormat) {
		t.Errorf("Write: got error %v", err)
	}
}

func TestNothingToReport(t *testing.T) {
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := Write(&b, f, &analysis.Analysis{}, Options{}); err != nil || b.Len() == 0 {
			t.Errorf("%s of an empty analysis: %d bytes, %v", f, b.Len(), err)
		}
	}
	if plots := Plots(&analysis.Analysis{}); len(plots) > 0 {
		t.Errorf("%d plots of nothing", len(plots))
	}
}
