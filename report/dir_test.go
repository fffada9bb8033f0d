package report

import (
	"bytes"
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
	files, err := WriteDir(dir, scaled())
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range Formats() {
		want = append(want, filepath.Join(dir, fileName(f)))
	}
	for _, name := range []string{"cost-prime", "cost-safe", "times", "theory", "scaling", "phases"} {
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
	former, err := WriteDir(dir, &analysis.Analysis{Scaling: scaled().Scaling})
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
	files, err := WriteDir(dir, &analysis.Analysis{})
	if err != nil {
		t.Fatal(err)
	}
	if there := filesBelow(t, dir); len(there) != len(files)+1 || !slices.Contains(there, own) {
		t.Errorf("the folder holds %q, want %q and the stranger", there, files)
	}
}

func TestWriteDirSaysWhatItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	if files, err := WriteDir(file, fixture()); err == nil || len(files) > 0 || !strings.Contains(err.Error(), file) {
		t.Errorf("a file in the folder's place: got %q, %v", files, err)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "precious" {
		t.Errorf("the file was changed to %q, %v", data, err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "report.csv"), 0o755); err != nil {
		t.Fatal(err)
	}
	files, err := WriteDir(dir, fixture())
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
