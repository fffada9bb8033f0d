package measure

import (
	"path/filepath"
	"strings"
	"testing"

	"primebench/internal/cli/clitest"
	"primebench/internal/cli/ui"
)

// TestBenchJSONLacks: a cell without a number, which a tracking action would not notice,
// ends the verb with an error that names it, after the others.
func TestBenchJSONLacks(t *testing.T) {
	run := filepath.Join("..", "..", "..", "results", "testdata", "v5", "complete.jsonl")
	got := clitest.Run(t, NewReportCmd, "", "--format", "bench-json", run)
	if got.Code != ui.ExitFailed || !strings.Contains(got.Stdout, `"name": "Prime/bits=512/`) {
		t.Errorf("code %d, stdout %s", got.Code, got.Stdout)
	}
	const want = "no number and no entry for 1 of 5 cells, which an action would not notice: Random/bits=2048/strategy=mt19937/"
	if got.Err == nil || !strings.Contains(got.Err.Error(), want) {
		t.Errorf("%v, want %q", got.Err, want)
	}
}
