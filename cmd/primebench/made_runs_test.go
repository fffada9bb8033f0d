// Run files with made times for the scripts, so that verdicts on them do not hang
// on the machine.

package main

import (
	"cmp"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"primebench/internal/rng"
	"primebench/results"
)

func edited(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: edited REGEXP TEXT FILE COPY")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	text := ts.ReadFile(args[2])
	if !pattern.MatchString(text) {
		ts.Fatalf("no %q in %s", args[0], args[2])
	}
	text = pattern.ReplaceAllString(text, args[1])
	// Whoever edits a run file mends its checksums: of what they find, scripts of
	// their own tell.
	header := "" // its checksum, which those of the lines after it cover
	text = regexp.MustCompile(`(?m)^\{"crc":"[0-9a-f]{8}",(.*)\}$`).ReplaceAllStringFunc(text, func(line string) string {
		record := line[len(`{"crc":"12345678",`) : len(line)-1]
		sum := fmt.Sprintf("%08x", crc32.Checksum([]byte(header+record), crc32.MakeTable(crc32.Castagnoli)))
		header = cmp.Or(header, sum)
		return fmt.Sprintf(`{"crc":"%s",%s}`, sum, record)
	})
	ts.Check(os.WriteFile(ts.MkAbs(args[3]), []byte(text), 0o666))
}

func retimed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: retimed FACTOR SPREAD START FILE COPY")
	}
	start, err := time.Parse(time.RFC3339, args[2])
	ts.Check(err)
	run, err := results.ReadFile(ts.MkAbs(args[3]))
	ts.Check(err)
	run.Header.Start = start
	giveTimes(ts, run, number(ts, args[0]), number(ts, args[1]))
	ts.Check(results.WriteFile(ts.MkAbs(args[4]), run))
}

func blocks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: blocks N SPREAD FILE DIR")
	}
	run, err := results.ReadFile(ts.MkAbs(args[2]))
	ts.Check(err)
	start, seed := run.Header.Start, seedOf(ts, run)
	for i := range int(number(ts, args[0])) {
		run.Header.Seed = seed.Derive(strconv.Itoa(i)).String()
		for _, side := range []string{"base", "head"} {
			start = start.Add(time.Second)
			run.Header.Start = start
			giveTimes(ts, run, 1, number(ts, args[1]))
			dir := ts.MkAbs(filepath.Join(args[3], side))
			ts.Check(os.MkdirAll(dir, 0o777))
			ts.Check(results.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.jsonl", i+1)), run))
		}
	}
}

// giveTimes makes the samples take so many milliseconds, drawn evenly from as much
// below as above by the run's seed and start, on a machine that was the run's own.
func giveTimes(ts *testscript.TestScript, run *results.Run, milliseconds, spread float64) {
	luck := seedOf(ts, run).Derive(run.Header.Start.String()).Stream(0)
	for i := range run.Samples {
		even := float64(luck.Uint64()>>11) / (1 << 52) // 0 to 2
		s := &run.Samples[i]
		s.WallNS = int64(1e6 * milliseconds * (1 + spread*(even-1)))
	}
	onOwnMachine(run)
	lengthen(run.Closing, run.Samples)
}

// lengthen makes a run as long as its samples, if it is shorter.
func lengthen(closing *results.Closing, samples []results.Sample) {
	total := int64(0)
	for _, s := range samples {
		total += s.WallNS
	}
	closing.ElapsedNS = max(closing.ElapsedNS, total)
}

// onOwnMachine has the run's workers have had all of their processors.
func onOwnMachine(run *results.Run) {
	for i := range run.Samples {
		s := &run.Samples[i]
		s.CPUNS, s.StoppedNS = s.WallNS*int64(run.Header.Cells[s.Cell].Workers), 0
	}
	run.Readings = nil
}

func seedOf(ts *testscript.TestScript, run *results.Run) rng.Seed {
	seed, err := rng.ParseSeed(run.Header.Seed)
	ts.Check(err)
	return seed
}

func number(ts *testscript.TestScript, text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	ts.Check(err)
	return v
}
