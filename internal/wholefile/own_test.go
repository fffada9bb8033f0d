package wholefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"
)

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	open := func() *os.File {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	first := open()
	if err := Lock(first); err != nil {
		t.Fatal(err)
	}
	if err := Lock(open()); err == nil {
		t.Error("a second one has the lock too")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Lock(open()); err != nil {
		t.Errorf("after the first one's end: %v", err)
	}
}

// TestOwn: a file is one's own until it is closed or removed.
func TestOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	first, err := Own(path, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Own(path, 0o600); !errors.Is(err, ErrTaken) && canLock {
		t.Errorf("a second one: %v, want %v", err, ErrTaken)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Own(path, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := Disown(again); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	if _, err := Own(filepath.Join(path, "below"), 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
}

// TestOneOwner: of many that want a file, which each removes in the end, one has it at a
// time.
func TestOneOwner(t *testing.T) {
	if !canLock {
		t.Skip("no locks on this system")
	}
	path := filepath.Join(t.TempDir(), "a")
	var owners, had atomic.Int32
	var group errgroup.Group
	for range 8 {
		group.Go(func() error {
			for range 200 {
				file, err := Own(path, 0o600)
				if errors.Is(err, ErrTaken) {
					continue
				}
				if err != nil {
					return err
				}
				had.Add(1)
				if n := owners.Add(1); n != 1 {
					t.Errorf("%d owners", n)
				}
				owners.Add(-1)
				if err := Disown(file); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	if had.Load() == 0 {
		t.Error("nobody had it")
	}
}
