package compare

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"primebench/internal/cli/ui"
)

// A folder that holds more than anybody's runs is refused before it is read.
func TestHistoryIsBounded(t *testing.T) {
	many, large := t.TempDir(), t.TempDir()
	for i := range maxHistoryFiles + 1 {
		if err := os.WriteFile(filepath.Join(many, strconv.Itoa(i)+ui.RunEnding), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	big := filepath.Join(large, "big"+ui.RunEnding)
	if err := os.WriteFile(big, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(big, maxHistoryBytes+1); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{many: "more than 4096 run files", large: "run files of more than 1073741824 bytes"} {
		if _, err := pastRuns(t.Context(), dir); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%v, want the folder and %q", err, want)
		}
	}
}
