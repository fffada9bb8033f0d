package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	passed = "fuzz: elapsed: 0s, gathering baseline coverage: 0/7 completed\n" +
		"fuzz: elapsed: 3s, execs: 2498 (832/sec), new interesting: 121 (total: 128)\n" +
		"fuzz: elapsed: 5s, execs: 7479 (2368/sec), new interesting: 197 (total: 204)\nPASS\n"
	deadline = "fuzz: elapsed: 5s, execs: 7479 (2368/sec), new interesting: 197 (total: 204)\n--- FAIL: FuzzRead (5.02s)\n    context deadline exceeded\nFAIL\n"
	found    = "fuzz: elapsed: 0s, execs: 12 (24/sec), new interesting: 1 (total: 3)\n--- FAIL: FuzzRead (0.02s)\n    --- FAIL: FuzzRead (0.00s)\n" +
		"        x_test.go:9: context deadline exceeded\n    \n    Failing input written to testdata/fuzz/FuzzRead/771e938e4458e983\nFAIL\n"
)

func TestOutput(t *testing.T) {
	for _, test := range []struct {
		name, text string
		executions int64
		raced      bool
	}{
		{"passed", passed, 7479, false},
		{"the end came too soon", deadline, 7479, true},
		{"a failing input", found, 12, false},
		{"nothing", "FAIL\tprimebench/results [build failed]\n", 0, false},
	} {
		if got := executions([]byte(test.text)); got != test.executions {
			t.Errorf("%s: %d executions, want %d", test.name, got, test.executions)
		}
		if got := raced([]byte(test.text)); got != test.raced {
			t.Errorf("%s: raced is %v", test.name, got)
		}
	}
}

func TestJudge(t *testing.T) {
	var of target
	if err := (outcome{executions: 5000, processor: 5 * time.Second}).judge(of); err != nil {
		t.Error(err)
	}
	for _, few := range []outcome{{executions: 15, processor: 25 * time.Second}, {}} {
		if err := few.judge(of); err == nil || !strings.Contains(err.Error(), "want at least 1000") {
			t.Errorf("%+v: %v", few, err)
		}
	}
}

// TestSharesAreOfTargets holds the shares to the targets that there are.
func TestSharesAreOfTargets(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	targets, err := list(nil)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, found := range targets {
		there[found.pkg.ImportPath+"."+found.name] = true
	}
	if !there["primebench/results.FuzzRead"] {
		t.Errorf("%d targets, and FuzzRead of results is none of them", len(targets))
	}
	for name, share := range shares {
		if !there[name] || share <= 0 || share >= 1 {
			t.Errorf("a share of %v for %q", share, name)
		}
	}
}

// TestFuzzAll fuzzes a small module: a target that does its work and one that fails.
func TestFuzzAll(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module small\n\ngo 1.26\n",
		"a_test.go": `package small

import "testing"

func FuzzGood(f *testing.F) { f.Add([]byte("x")); f.Fuzz(func(t *testing.T, b []byte) {}) }

func FuzzBad(f *testing.F) {
	f.Add([]byte("x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 3 {
			t.Fatal("long")
		}
	})
}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("GOFLAGS", "-mod=mod")
	var out strings.Builder
	err := fuzzAll(&out, 2*time.Second, nil)
	if err == nil || !strings.Contains(err.Error(), "1 of 2 targets failed:\nsmall FuzzBad") {
		t.Errorf("%v", err)
	}
	if !strings.Contains(out.String(), "Failing input written to") || !strings.Contains(out.String(), "of 2 targets\n") {
		t.Errorf("printed %s", &out)
	}
}
