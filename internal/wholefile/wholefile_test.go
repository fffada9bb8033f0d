package wholefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// contents are the files of a folder and what is in them.
func contents(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Name()+"="+string(text))
	}
	return strings.Join(all, " ")
}

// TestWrite: all files are put in their places or none, and nothing is left beside them.
func TestWrite(t *testing.T) {
	for name, c := range map[string]struct {
		there   map[string]string
		replace bool
		gone    string
		want    string
		taken   bool
	}{
		"new":              {nil, false, "", "a=1 b=2", false},
		"first taken":      {map[string]string{"a": "x"}, false, "", "a=x", true},
		"second taken":     {map[string]string{"b": "x"}, false, "", "b=x", true},
		"replaced":         {map[string]string{"a": "x", "b": "y"}, true, "", "a=1 b=2", false},
		"nothing to go":    {nil, false, "c", "a=1 b=2", false},
		"one in the way":   {map[string]string{"c": "x"}, false, "c", "c=x", true},
		"one that goes":    {map[string]string{"c": "x"}, true, "c", "a=1 b=2", false},
		"another is there": {map[string]string{"d": "x"}, false, "c", "a=1 b=2 d=x", false},
	} {
		dir := t.TempDir()
		for file, text := range c.there {
			put(t, filepath.Join(dir, file), text)
		}
		files := []File{{Path: filepath.Join(dir, "a"), Data: []byte("1"), Mode: 0o666}, {Path: filepath.Join(dir, "b"), Data: []byte("2"), Mode: 0o666}}
		if c.gone != "" {
			files = append(files, File{Path: filepath.Join(dir, c.gone), Gone: true})
		}
		if err := Write(c.replace, files...); errors.Is(err, fs.ErrExist) != c.taken || !c.taken && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := contents(t, dir); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestNoRegularFile: a link or a folder is not replaced.
func TestNoRegularFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, replace := range []bool{false, true} {
		if err := Write(replace, File{Path: filepath.Join(dir, "folder"), Data: []byte("1"), Mode: 0o666}); err == nil {
			t.Errorf("replace %v: a folder is replaced", replace)
		}
	}
	if err := Write(false, File{Path: filepath.Join(dir, "missing", "a"), Mode: 0o666}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
}

// TestUmask: the system takes away from the mode what it takes away of any new file's.
func TestUmask(t *testing.T) {
	dir := t.TempDir()
	plain, err := os.OpenFile(filepath.Join(dir, "plain"), os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	if err := plain.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Write(false, File{Path: filepath.Join(dir, "public"), Mode: 0o666}, File{Path: filepath.Join(dir, "secret"), Mode: 0o600}); err != nil {
		t.Fatal(err)
	}
	mode := func(name string) fs.FileMode {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode()
	}
	if mode("public") != mode("plain") || runtime.GOOS != "windows" && mode("secret") != 0o600 {
		t.Errorf("modes %v and %v, want %v and 0600", mode("public"), mode("secret"), mode("plain"))
	}
}

// TestAtOnce: of many that write two files at once, one wins where nothing is replaced,
// and in any case both files are of the same one.
func TestAtOnce(t *testing.T) {
	for round := range 50 {
		for _, replace := range []bool{false, true} {
			dir := t.TempDir()
			won := make([]bool, 4)
			var writers errgroup.Group
			for i := range won {
				writers.Go(func() error {
					text := []byte(fmt.Sprint(i))
					err := Write(replace, File{Path: filepath.Join(dir, "a"), Data: text, Mode: 0o666}, File{Path: filepath.Join(dir, "b"), Data: text, Mode: 0o666})
					won[i] = err == nil
					if errors.Is(err, fs.ErrExist) && !replace {
						return nil
					}
					return err
				})
			}
			if err := writers.Wait(); err != nil {
				t.Fatalf("round %d, replace %v: %v", round, replace, err)
			}
			got, winners := contents(t, dir), 0
			for i, w := range won {
				if w {
					winners++
				}
				if w && !replace && got != fmt.Sprintf("a=%d b=%d", i, i) {
					t.Errorf("round %d: %d won, and there is %q", round, i, got)
				}
			}
			if !replace && winners != 1 || replace && winners != len(won) || len(got) != len("a=0 b=0") || got[2] != got[6] {
				t.Fatalf("round %d, replace %v: %d won, and there is %q", round, replace, winners, got)
			}
		}
	}
}

// TestSweep: what a killed process left is gone, and nothing else is.
func TestSweep(t *testing.T) {
	for name, sweep := range map[string]func(dir string) error{
		"sweep": func(dir string) error { Sweep(dir); return nil },
		"try":   Try,
	} {
		dir := t.TempDir()
		put(t, filepath.Join(dir, aside+"LEFT"), "half")
		put(t, filepath.Join(dir, "a"), "1")
		put(t, filepath.Join(dir, ".primebench-unfinished"), "2")
		if err := os.Mkdir(filepath.Join(dir, aside+"FOLDER"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := sweep(dir); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := os.Remove(filepath.Join(dir, aside+"FOLDER")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		want := ".primebench-unfinished=2 a=1"
		if !canLock {
			want = aside + "LEFT=half " + want
		}
		if got := contents(t, dir); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if err := Try(filepath.Join(t.TempDir(), "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestSweepSpares: what others are writing is not swept.
func TestSweepSpares(t *testing.T) {
	dir := t.TempDir()
	var group errgroup.Group
	for i := range 4 {
		group.Go(func() error {
			for range 50 {
				Sweep(dir)
				if err := Write(true, File{Path: filepath.Join(dir, fmt.Sprint(i)), Data: []byte("1"), Mode: 0o666}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	if got, want := contents(t, dir), "0=1 1=1 2=1 3=1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
