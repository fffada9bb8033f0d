package find

import (
	"path/filepath"
	"runtime"
	"testing"

	"primebench/internal/cli/ui"
)

// Two runs do not write to one file: the second is refused until the first ends.
func TestPartIsLocked(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("this system has no flock")
	}
	out := ui.Output{Path: filepath.Join(t.TempDir(), "moduli")}
	first, err := openPart(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openPart(t.Context(), out); err == nil {
		t.Error("a second run opened it too")
	}
	first.close()
	second, err := openPart(t.Context(), out)
	if err != nil {
		t.Fatalf("after the first run's end: %v", err)
	}
	second.close()
}
