package wholefile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

// TestScratch: a folder is there until it is removed, whoever sweeps meanwhile, and those
// that killed processes left are swept.
func TestScratch(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary) // of Windows
	folder, remove, err := Scratch()
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(folder, "a"), "1")
	left, empty := strings.Replace(scratchPattern, "*", "left", 1), strings.Replace(scratchPattern, "*", "empty", 1)
	for _, name := range []string{left, empty, "primebench-other"} {
		if err := os.Mkdir(filepath.Join(temporary, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(temporary, left, scratchLock), "")
	put(t, filepath.Join(temporary, left, "a"), "1")
	SweepScratch()
	if got := contents(t, folder); got != "a=1 lock=" {
		t.Errorf("%q after a sweep", got)
	}
	remove()
	names, err := filepath.Glob(filepath.Join(temporary, "*"))
	if err != nil || len(names) != 1 && canLock {
		t.Errorf("left: %q, %v", names, err)
	}
}

// TestScratchAtOnce: folders that are made while others sweep are whole.
func TestScratchAtOnce(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	var group errgroup.Group
	for range 8 {
		group.Go(func() error {
			for range 50 {
				SweepScratch()
				folder, remove, err := Scratch()
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(folder, "a"), []byte("1"), 0o600); err != nil {
					return err
				}
				SweepScratch()
				if _, err := os.Stat(filepath.Join(folder, "a")); err != nil {
					return err
				}
				remove()
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	if names, err := filepath.Glob(filepath.Join(temporary, "*")); err != nil || len(names) != 0 {
		t.Errorf("left: %q, %v", names, err)
	}
}
