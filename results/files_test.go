package results_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"primebench/results"
)

// A path is of the file that it names, or of all run files in a folder and below.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	for _, name := range []string{"b.jsonl", "a/c.jsonl", "a/b.txt", "a.jsonl/d.jsonl", "other"} {
		if err := os.MkdirAll(filepath.Dir(in(name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(in(name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string][]string{
		dir:         {in("a/c.jsonl"), in("a.jsonl/d.jsonl"), in("b.jsonl")},
		in("other"): {in("other")},
	} {
		if got, err := results.Files(path); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v, want %q", path, got, err, want)
		}
	}
}

func TestFilesRefuses(t *testing.T) {
	many, none := t.TempDir(), t.TempDir()
	for i := range 10_001 {
		if err := os.WriteFile(filepath.Join(many, strconv.Itoa(i)+results.Ending), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{many: "more than 10000 run files", none: "holds no run", filepath.Join(none, "gone"): "no runs: "} {
		if files, err := results.Files(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %d files and the error %v, want one with the path and %q", path, len(files), err, want)
		}
	}
}
