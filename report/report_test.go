package report_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"primebench/report"
	"primebench/report/doc"
	"primebench/results"
)

// replays is a run of ten replays that take about so many milliseconds.
func replays(seed string, start time.Time, ms int64) *results.Run {
	run := &results.Run{
		Header: results.Header{
			Schema: results.SchemaVersion, Program: "primebench", Version: "v1", Revision: "r1", Go: "go1.26", Start: start, Seed: strings.Repeat(seed, 64),
			GOMAXPROCS: 2, Kernel: "ifma", Samples: 10,
			Host: results.Host{OS: "linux", Arch: "amd64", CPU: "Example 9000", LogicalCores: 2, PhysicalCores: 2, ThreadsPerCore: 1, Features: []string{}},
			Cells: []results.Cell{{
				Kind: results.KindPrime, Bits: 2048, Strategy: results.StrategyOnTheFly, Mode: results.ModeReplay, Workers: 1, Kernel: "ifma", Seeded: true,
				Policy: results.Policy{Name: "mr3", Rounds: 3, Log2Error: -128}, List: strings.Repeat("0a", 32), Operations: []results.Operation{},
			}},
		},
		Closing: &results.Closing{End: start.Add(time.Minute), Reason: results.ReasonDone, Samples: 10, ElapsedNS: 6e10},
	}
	for i := range int64(10) {
		ns := ms*1e6 + 10_000*(i*7%10) + 1000*int64(seed[0]%7)
		run.Samples = append(run.Samples, results.Sample{
			Seq: int(i), Op: results.OpReplay, Count: 1, WallNS: ns, CPUNS: ns, Candidates: 71, Survivors: 71, Tests: 71, Primes: 1, Digest: "0123456789abcdef",
		})
	}
	return run
}

func ExampleRun() {
	d, err := report.Run(replays("a", time.Date(2026, 5, 1, 3, 0, 0, 0, time.UTC), 100))
	if err != nil {
		fmt.Println(err)
		return
	}
	var page bytes.Buffer
	if err := d.Write(&page, doc.FormatHTML, doc.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.HasPrefix(page.String(), "<!DOCTYPE html>"), strings.Contains(page.String(), "100"))
	// Output:
	// true true
}

func TestComparisonOfFiles(t *testing.T) {
	dir := t.TempDir()
	start := time.Date(2026, 5, 1, 3, 0, 0, 0, time.UTC)
	var files [2][]string
	for i := range 8 {
		for side, ms := range []int64{100, 120} {
			name := filepath.Join(dir, fmt.Sprintf("%d-%d.jsonl", side, i))
			run := replays(fmt.Sprintf("%x", i), start.Add(time.Duration(2*i+side)*time.Hour), ms)
			if err := results.WriteFile(name, run); err != nil {
				t.Fatal(err)
			}
			files[side] = append(files[side], name)
		}
	}
	d, err := report.Comparison(files[0], files[1], 0.05)
	if err != nil || d.Verdict.Word != "regression" {
		t.Fatalf("20 %% slower: %v", err)
	}
	same, err := report.Comparison(files[0], files[0], 0)
	if err != nil || same.Verdict.Word != "not comparable" {
		t.Errorf("a side beside itself: %v", err)
	}
	if _, err := report.Comparison(files[0], []string{filepath.Join(dir, "none")}, 0); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := report.Comparison(files[0], files[1], 7); err == nil || !strings.Contains(err.Error(), "7") {
		t.Errorf("a tolerance of 7: %v", err)
	}
	h, err := report.History(t.Context(), dir)
	if err != nil || len(h.Sections) == 0 {
		t.Errorf("history: %v", err)
	}
	if _, err := report.History(t.Context(), filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) && err == nil {
		t.Errorf("no folder: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := report.History(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestRunThatIsNone(t *testing.T) {
	run := replays("a", time.Now(), 100)
	run.Samples[3].Cell = 5
	if _, err := report.Run(run); err == nil || !strings.Contains(err.Error(), "sample 3") {
		t.Errorf("a sample of no cell: %v", err)
	}
}
