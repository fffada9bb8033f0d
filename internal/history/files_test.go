package history

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"primebench/results"
)

// A folder that holds more than anybody's runs is refused before it is read.
func TestHistoryIsBounded(t *testing.T) {
	many, large := t.TempDir(), t.TempDir()
	for i := range maxFiles + 1 {
		if err := os.WriteFile(filepath.Join(many, strconv.Itoa(i)+results.Ending), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	big := filepath.Join(large, "big"+results.Ending)
	if err := os.WriteFile(big, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(big, maxBytes+1); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{many: "more than 4096 run files", large: "run files of more than 1073741824 bytes"} {
		if _, err := Read(t.Context(), dir); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%v, want the folder and %q", err, want)
		}
	}
}

// Every run file of a folder is there in the order of the names, the bad ones with
// the reason.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	in := func(parts ...string) string { return filepath.Join(append([]string{dir}, parts...)...) }
	if err := os.MkdirAll(in("deep", "folder.jsonl"), 0o777); err != nil {
		t.Fatal(err)
	}
	run, err := os.ReadFile(filepath.Join("..", "..", "results", "testdata", "v5", "complete.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"b.jsonl": string(run), filepath.Join("deep", "a.jsonl"): string(run), "a.jsonl": "", "c.jsonl": "no run\n", "d.txt": "no run either\n",
	} {
		if err := os.WriteFile(in(name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want := [][2]string{{"a.jsonl", results.ErrEmpty.Error()}, {"b.jsonl", ""}, {"c.jsonl", results.ErrForeign.Error()}, {filepath.Join("deep", "a.jsonl"), ""}}
	if err := os.Symlink("b.jsonl", in("e.jsonl")); err == nil { // not every system lets everybody
		want = append(want, [2]string{"e.jsonl", "it is a symbolic link, and links are not followed"})
	}
	got, err := Read(t.Context(), dir)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d files, %v, want %d", len(got), err, len(want))
	}
	for i, run := range got {
		if run.File != in(want[i][0]) || run.Why != want[i][1] || (run.Analysis == nil) != (run.Why != "") {
			t.Errorf("file %d is %q with %q, want %q", i, run.File, run.Why, want[i])
		}
	}
}

func TestReadRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(t.Context(), file); !errors.Is(err, ErrNoFolder) {
		t.Errorf("a file: %v, want ErrNoFolder", err)
	}
	if _, err := Read(t.Context(), filepath.Join(file, "none")); err == nil || errors.Is(err, ErrNoFolder) {
		t.Errorf("a path that is not there: %v", err)
	}
	stopped := errors.New("stopped")
	ctx, stop := context.WithCancelCause(t.Context())
	stop(stopped)
	if err := os.WriteFile(filepath.Join(filepath.Dir(file), "run.jsonl"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(ctx, filepath.Dir(file)); !errors.Is(err, stopped) {
		t.Errorf("a context that ended: %v, want its cause", err)
	}
}
