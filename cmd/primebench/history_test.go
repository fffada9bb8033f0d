// Commands of the scripts that make runs of other days, and what no script can
// make.

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"primebench/results"
)

func nights(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: nights N K FACTOR FILE DIR")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	from, err := strconv.Atoi(args[1])
	ts.Check(err)
	factor, err := strconv.ParseFloat(args[2], 64)
	ts.Check(err)
	run, err := results.ReadFile(ts.MkAbs(args[3]))
	ts.Check(err)
	today := run.Header.Start
	for i := range n {
		dir := filepath.Join(ts.MkAbs(args[4]), fmt.Sprintf("night%02d", i))
		ts.Check(os.MkdirAll(dir, 0o777))
		run.Header.Start = today.Add(-time.Duration(n-1-i) * 24 * time.Hour)
		run.Header.Revision = fmt.Sprintf("build%d", i)
		slower := 1 + 0.001*float64(i%3) // no two nights are quite alike
		if i >= from {
			slower *= factor
		}
		ts.Check(writeSlower(filepath.Join(dir, runFile), run, slower))
	}
}

func future(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: future FILE")
	}
	path := ts.MkAbs(args[0])
	run, err := results.ReadFile(path)
	ts.Check(err)
	ts.Check(os.Remove(path))
	run.Header.Start = time.Now().AddDate(1, 0, 0)
	ts.Check(writeSlower(path, run, 1))
}

// A folder that holds more than anybody's runs is refused before it is read.
func TestHistoryIsBounded(t *testing.T) {
	many, large := t.TempDir(), t.TempDir()
	for i := range maxHistoryFiles + 1 {
		if err := os.WriteFile(filepath.Join(many, strconv.Itoa(i)+runEnding), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	big := filepath.Join(large, "big"+runEnding)
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

// writeSlower writes a run whose samples take so many times as long.
func writeSlower(path string, run *results.Run, slower float64) error {
	w, err := results.Create(path)
	if err != nil {
		return err
	}
	if err := w.Header(run.Header); err != nil {
		return err
	}
	for _, s := range run.Samples {
		s.WallNS = int64(float64(s.WallNS) * slower)
		if err := w.Sample(s); err != nil {
			return err
		}
	}
	return w.Close(*run.Closing)
}
