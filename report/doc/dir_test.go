package doc_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"primebench/report/doc"
)

func TestWriteDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "for", "it")
	files, err := fixture().WriteDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range []string{"sample.txt", "sample.md", "sample.csv", "sample.json", "index.html", "plots/shifts.svg", "plots/shifts.png"} {
		want = append(want, filepath.Join(dir, filepath.FromSlash(name)))
	}
	if !slices.Equal(files, want) {
		t.Errorf("got files %q, want %q", files, want)
	}
	if there := filesBelow(t, dir); len(there) != len(want) {
		t.Errorf("the folder holds %q", there)
	}
	text, err := os.ReadFile(files[1])
	if err != nil || !strings.Contains(string(text), "](plots/shifts.svg)") {
		t.Errorf("Markdown does not show the picture: %v", err)
	}
}

func TestWriteDirRemovesPicturesOfAFormerDocument(t *testing.T) {
	dir := t.TempDir()
	if _, err := fixture().WriteDir(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, doc.PictureFolder, "notes.svg")
	if err := os.WriteFile(own, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := fixture()
	d.Sections[1].Pictures, d.PictureNames = nil, []string{"shifts", "never"}
	files, err := d.WriteDir(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if there := filesBelow(t, dir); len(there) != len(files)+1 || !slices.Contains(there, own) {
		t.Errorf("the folder holds %q, want %q and the stranger", there, files)
	}
}

// When the context ends in the midst of it, the cause comes back and only whole files
// stay.
func TestWriteDirStops(t *testing.T) {
	whole, err := fixture().WriteDir(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	why := errors.New("enough")
	for _, after := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
		ctx, stop := context.WithCancelCause(t.Context())
		dir := t.TempDir()
		watched := &countdown{Context: ctx, left: after, stop: func() { stop(why) }}
		files, err := fixture().WriteDir(watched, dir)
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
	if files, err := fixture().WriteDir(t.Context(), file); err == nil || len(files) > 0 || !strings.Contains(err.Error(), file) {
		t.Errorf("a file in the folder's place: got %q, %v", files, err)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "precious" {
		t.Errorf("the file was changed to %q, %v", data, err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sample.csv"), 0o755); err != nil {
		t.Fatal(err)
	}
	files, err := fixture().WriteDir(t.Context(), dir)
	if err == nil || !strings.Contains(err.Error(), "sample.csv") {
		t.Errorf("a folder in a document's place: got %v", err)
	}
	if len(files) != 2 {
		t.Errorf("got %q, want the two files before it", files)
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
