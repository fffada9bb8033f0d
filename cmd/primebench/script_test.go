// The command line from outside: each script in testdata/script runs the real
// program in a folder of its own.
//
// Besides testscript's own commands:
//
//	exits CODE ARGUMENT...        runs primebench and wants that exit code
//	stops SIGNAL CODE FILE ARGUMENT...
//	                              runs primebench, waits for the first sample in
//	                              FILE, sends the signal and wants that exit
//	                              code (-1: killed by it)
//	blocked SIGNAL CODE FILE ARGUMENT...
//	                              the same with a stdout that nobody reads and
//	                              a FILE that has only to be there
//	idle SIGNAL CODE PIPE ARGUMENT...
//	                              runs primebench, which reads a named pipe or, for -,
//	                              stdin, sends the signal while it waits for more and
//	                              wants that exit code
//	twice SIGNAL CODE FILE ARGUMENT...
//	                              runs primebench until a child writes its number to
//	                              FILE, sends the signal again and again, and wants
//	                              that exit code and the child dead
//	killed FILE ARGUMENT...       runs primebench and kills it once FILE has changed
//	                              after it was first there
//	together ROUNDS PROCESSES FILE [--force] ARGUMENT...
//	                              runs primebench several times at once with --out FILE
//	sameprimes FILE FILE          wants the same primes from two run files
//	count N REGEXP FILE           wants N matches, ^ and $ being those of lines
//	$RUN                          is a real run file, to plan from
//	again FILE ARGUMENT...        runs primebench with the seed of a run file
//	garble N FILE COPY            copies FILE with line N broken in its middle
//	cutshort N FILE COPY          copies FILE without its last N bytes
//	nights N K FACTOR FILE DIR    makes N runs of FILE in DIR, the last of today and
//	                              each a day after the one before, of samples that
//	                              take FACTOR times as long from run K on
//	future FILE                   lets the run of FILE begin in a year
//	edited REGEXP TEXT FILE COPY  copies FILE with what matches replaced, and the
//	                              checksums of a run mended
//	retimed FACTOR SPREAD START FILE COPY
//	                              copies a run file as one of that start whose
//	                              samples take FACTOR ms, give or take SPREAD
//	blocks N SPREAD FILE DIR      makes N pairs of blocks of it, in DIR/base and
//	                              DIR/head

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"primebench/internal/cli/ui"
	"primebench/results"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"primebench": main, "hasty": hasty, "without-entropy": withoutEntropy})
}

func TestScripts(t *testing.T) {
	runScripts(t, "testdata/script")
}

func runScripts(t *testing.T, dir string) {
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			run, err := filepath.Abs(filepath.Join("..", "..", "internal", "pages", "testdata", "plans", "run.jsonl"))
			env.Setenv("RUN", run)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":      exits,
			"stops":      stops,
			"blocked":    blocked,
			"idle":       idle,
			"twice":      twice,
			"killed":     killed,
			"together":   together,
			"sameprimes": samePrimes,
			"count":      countMatches,
			"cutshort":   cutShort,
			"garble":     garble,
			"again":      again,
			"nights":     nights,
			"future":     future,
			"edited":     edited,
			"retimed":    retimed,
			"blocks":     blocks,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE ARGUMENT...")
	}
	err := ts.Exec("primebench", args[1:]...)
	if got := codeOf(ts, err); strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// codeOf is the exit code of a program that ran, -1 when a signal killed it.
func codeOf(ts *testscript.TestScript, err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return ui.ExitDone
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	ts.Fatalf("%v", err)
	return ui.ExitFailed
}

func stops(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: stops SIGNAL CODE FILE ARGUMENT...")
	}
	signalled(ts, args[0], args[1], args[3:], ts.Stdout(), func() bool { return hasSample(ts.MkAbs(args[2])) })
}

func blocked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: blocked SIGNAL CODE FILE ARGUMENT...")
	}
	unread, full, err := os.Pipe()
	ts.Check(err)
	defer unread.Close()
	defer full.Close()
	signalled(ts, args[0], args[1], args[3:], full, func() bool {
		_, err := os.Stat(ts.MkAbs(args[2]))
		return err == nil
	})
}

func killed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: killed FILE ARGUMENT...")
	}
	var first []byte
	signalled(ts, "KILL", "-1", args[1:], ts.Stdout(), func() bool {
		now, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && first == nil {
			first = now
		}
		return err == nil && !bytes.Equal(first, now)
	})
}

// signalled runs primebench, sends the signal once it is time, and wants the
// exit code.
func signalled(ts *testscript.TestScript, signal, code string, args []string, stdout io.Writer, itIsTime func() bool) {
	sent := signalNamed(ts, signal)
	program := startIn(ts, args, func(c *exec.Cmd) { c.Stdout = stdout })
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	for !itIsTime() {
		select {
		case err := <-ended:
			ts.Fatalf("ended before it was time for the signal: %v", err)
		case <-time.After(5 * time.Millisecond):
		}
	}
	ts.Check(program.Process.Signal(sent))
	if got := codeOf(ts, <-ended); strconv.Itoa(got) != code {
		ts.Fatalf("exit code %d after %s, want %s", got, signal, code)
	}
}

func hasSample(file string) bool {
	data, err := os.ReadFile(file)
	return err == nil && bytes.Contains(data, []byte(",\"sample\":"))
}

func samePrimes(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: sameprimes FILE FILE")
	}
	a, b := primesOf(ts, args[0]), primesOf(ts, args[1])
	if len(a) == 0 || len(a) != len(b) {
		ts.Fatalf("%d and %d primes", len(a), len(b))
	}
	if slices.Equal(a, b) == neg {
		ts.Fatalf("the same primes: %v, want %v:\n%q\n%q", !neg, neg, a, b)
	}
}

// primesOf lists the digests of a run's primes by cell and number. The digest
// stands for the prime: it is a hash of it.
func primesOf(ts *testscript.TestScript, file string) []string {
	run, err := results.ReadFile(ts.MkAbs(file))
	ts.Check(err)
	var digests []string
	for _, s := range run.Samples {
		if s.Op == results.OpSearch && run.Header.Cells[s.Cell].Seeded {
			digests = append(digests, strconv.Itoa(s.Cell)+"/"+strconv.Itoa(s.Seq)+" "+s.Digest)
		}
	}
	slices.Sort(digests)
	return digests
}

func countMatches(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: count N REGEXP FILE")
	}
	pattern, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	if got := len(pattern.FindAllString(ts.ReadFile(args[2]), -1)); strconv.Itoa(got) != args[0] {
		ts.Fatalf("%d matches of %q, want %s", got, args[1], args[0])
	}
}

func cutShort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: cutshort N FILE COPY")
	}
	data := ts.ReadFile(args[1])
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 0 || n > len(data) {
		ts.Fatalf("%s of %d bytes cannot be cut off", args[0], len(data))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(data[:len(data)-n]), 0o666))
}

func garble(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: garble N FILE COPY")
	}
	lines := strings.SplitAfter(ts.ReadFile(args[1]), "\n")
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 || n > len(lines) {
		ts.Fatalf("no line %s", args[0])
	}
	line := []byte(lines[n-1])
	line[len(line)/2] = 0
	lines[n-1] = string(line)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Join(lines, "")), 0o666))
}

func again(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: again FILE ARGUMENT...")
	}
	run, err := results.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(ts.Exec("primebench", append(args[1:], "--seed", run.Header.Seed)...))
}
