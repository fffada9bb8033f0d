package oracle

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// benchstat itself reads what the report writes for it: each benchmark once, in the
// unit of seconds, and without a complaint.
func TestBenchstatReadsTheReport(t *testing.T) {
	file := filepath.Join("..", "..", "pages", "testdata", "runs", "bench.txt.golden")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		if name, _, ok := strings.Cut(line, " "); ok && strings.HasPrefix(name, "Benchmark") {
			names[strings.TrimPrefix(name, "Benchmark")] = true
		}
	}
	if len(names) == 0 {
		t.Fatal("no benchmark in the report")
	}
	var out, complaints bytes.Buffer
	cmd := exec.Command("go", "tool", "benchstat", file)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil || complaints.Len() > 0 {
		t.Fatalf("%v, and it complains: %s", err, complaints.String())
	}
	table, _, _ := strings.Cut(out.String(), "geomean")
	if !strings.Contains(table, "sec/op") {
		t.Errorf("no column of seconds in\n%s", out.String())
	}
	for name := range names {
		if !strings.Contains(table, name) {
			t.Errorf("benchstat does not show %s", name)
		}
	}
}
