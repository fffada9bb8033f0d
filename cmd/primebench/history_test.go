// Commands of the scripts that make runs of other days, and what no script can
// make.

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"primebench/internal/cli/ui"
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
	onOwnMachine(run)
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
		ts.Check(writeSlower(filepath.Join(dir, ui.RunFile), run, slower))
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

// writeSlower writes a run whose samples take so many times as long.
func writeSlower(path string, run *results.Run, slower float64) error {
	slow := *run
	slow.Samples = slices.Clone(run.Samples)
	for i := range slow.Samples {
		s := &slow.Samples[i]
		s.WallNS, s.CPUNS = int64(float64(s.WallNS)*slower), int64(float64(s.CPUNS)*slower)
	}
	closing := *run.Closing
	slow.Closing = &closing
	lengthen(&closing, slow.Samples)
	slow.Notes, slow.Readings, slow.Predictions = nil, nil, nil
	return results.WriteFile(path, &slow)
}
