package folder_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
)

// Hosts that begin together have one seed, whoever comes first; one that was silent does not
// count, and one that comes late hears of it.
func TestBegin(t *testing.T) {
	const hosts = 5
	path := filepath.Join(t.TempDir(), "runs")
	if err := os.MkdirAll(filepath.Join(path, "hosts"), 0o777); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(path, "hosts", "gone")
	if err := os.WriteFile(gone, []byte("v1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	aged(t, gone, time.Minute)
	starts := make([]folder.Start, hosts)
	var group sync.WaitGroup
	for i := range hosts {
		group.Go(func() {
			start, err := folder.Begin(t.Context(), path, fmt.Sprintf("h-%d", i), "v1", fmt.Sprintf("seed %d", i), hosts, func(there int) {
				if there < 1 || there > hosts {
					t.Errorf("%d hosts are there", there)
				}
			})
			if err != nil {
				t.Error(err)
			}
			starts[i] = start
		})
	}
	group.Wait()
	for i, start := range starts {
		if len(start.Hosts) != hosts || !slices.Contains(start.Hosts, fmt.Sprintf("h-%d", i)) || start.Seed == "" || start.Seed != starts[0].Seed {
			t.Errorf("host %d: %+v, and host 0: %+v", i, start, starts[0])
		}
	}
	if _, err := folder.Begin(t.Context(), path, "late", "v1", "", hosts, func(int) {}); !errors.Is(err, folder.ErrBegun) {
		t.Errorf("one that comes late: %v, want ErrBegun", err)
	}
}

// A host waits until it is told to stop, and leaves nothing; one of another version is told.
func TestBeginWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs")
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped")
	if _, err := folder.Begin(ctx, path, "h-1", "v1", "", 2, func(int) { cancel(stopped) }); !errors.Is(err, stopped) {
		t.Errorf("%v, want the cause", err)
	}
	if left, err := os.ReadDir(filepath.Join(path, "hosts")); err != nil || len(left) > 0 {
		t.Errorf("%v, %v are left", left, err)
	}
	if err := os.WriteFile(filepath.Join(path, "hosts", "other"), []byte("v2\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Begin(t.Context(), path, "h-1", "v1", "", 2, func(int) {}); !errors.Is(err, fleet.ErrFormat) {
		t.Errorf("beside another version: %v, want ErrFormat", err)
	}
}
