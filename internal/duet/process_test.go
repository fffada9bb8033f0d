// Players of real processes: this test's own program, which plays what its
// variable says.

package duet

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"primebench/internal/rng"
	"primebench/results"
)

const (
	// roleVariable makes the test's program play a role instead of testing.
	roleVariable = "DUET_TEST_ROLE"
	// upVariable names the file that a role makes once it is under way.
	upVariable = "DUET_TEST_UP"
)

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		os.Exit(m.Run())
	}
	code, err := play(role, os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 70
	}
	os.Exit(code)
}

// play acts as a build of primebench that does what the role says.
func play(role string, args []string) (code int, err error) {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	seed, kernel := flags.String("seed", "", ""), flags.String("kernel", "ifma", "")
	suite, budget, out := flags.String("suite", "", ""), flags.Duration("budget", 0, ""), flags.String("out", "", "")
	flags.Bool("quiet", false, "")
	if len(args) == 0 || args[0] != "run" {
		return 0, fmt.Errorf("called with %q, want the verb run", args)
	}
	if err := flags.Parse(args[1:]); err != nil {
		return 0, err
	}
	var text bytes.Buffer
	if err := writeRun(&text, *seed, *kernel, fmt.Sprintf("%s %v", *suite, *budget)); err != nil {
		return 0, err
	}
	whole := text.Bytes()
	switch role {
	case "a run":
	case "to a file":
		return 0, os.WriteFile(*out, whole, 0o666)
	case "torn":
		whole = whole[:len(whole)/2]
	case "cut short":
		whole = whole[:bytes.LastIndex(whole[:len(whole)-1], []byte("\n"))+1]
	case "crash":
		whole, code = whole[:len(whole)/2], 3
		fmt.Fprint(os.Stderr, strings.Repeat("goroutine 1\n", 1<<16), "\n  out of\tmemory\n")
	case "junk":
		whole = []byte("hello, world\n")
	case "nothing":
		whole, code = nil, 1
		fmt.Fprintln(os.Stderr, "primebench: unknown flag: --out")
	case "newer":
		whole = bytes.Replace(whole, []byte(`"schema":`), []byte(`"schema":2000`), 1) // before its own digits
	case "corrupt":
		lines := bytes.SplitAfter(whole, []byte("\n"))
		whole = bytes.Join(slices.Delete(lines, 2, 3), nil) // a sample that is missing without a trace
	case "endless", "endless run":
		line := []byte("y\n")
		if role == "endless run" {
			line = nil
			header, rest, _ := bytes.Cut(whole, []byte("\n"))
			sample, _, _ := bytes.Cut(rest, []byte("\n"))
			if _, err := os.Stdout.Write(append(header, '\n')); err != nil {
				return 0, err
			}
			line = append(sample, '\n')
		}
		for {
			if _, err := os.Stdout.Write(line); err != nil {
				return 0, err
			}
		}
	case "hang", "hang in the middle":
		if role == "hang in the middle" {
			if _, err := os.Stdout.Write(whole[:len(whole)/2]); err != nil {
				return 0, err
			}
		}
		if err := os.WriteFile(os.Getenv(upVariable), nil, 0o666); err != nil {
			return 0, err
		}
		time.Sleep(time.Hour)
	default:
		return 0, fmt.Errorf("no role %q", role)
	}
	_, err = os.Stdout.Write(whole)
	return code, err
}

// writeRun writes a run whose suite is the given text.
func writeRun(text *bytes.Buffer, seed, kernel, suite string) error {
	parsed, err := rng.ParseSeed(seed)
	if err != nil {
		return err
	}
	run := runOf(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), parsed, func() float64 { return 0.01 })
	run.Header.Suite, run.Header.GOMAXPROCS, run.Header.Samples = suite, 1, 20
	run.Header.Cells[0].Kernel = kernel
	w := results.NewWriter(text)
	err = w.Header(run.Header)
	for i, s := range run.Samples {
		s.Seq, s.Primes = i, 1
		err = errors.Join(err, w.Sample(s))
	}
	return errors.Join(err, w.Close(results.Closing{End: run.Header.Start.Add(time.Second), Reason: results.ReasonDone, ElapsedNS: 1e9}))
}

// program is the test's own, in a role.
func program(t *testing.T, role string, variables ...string) Program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Program{Path: self, Suite: "suite.yaml", Env: append(os.Environ(), append(variables, roleVariable+"="+role)...)}
}

// called plays one block of two seconds' budget.
func called(t *testing.T, ctx context.Context, p Program) (*results.Run, error) {
	t.Helper()
	player, err := p.Player()
	if err != nil {
		t.Fatal(err)
	}
	return player(ctx, seedOf(t, "ab"), 2*time.Second)
}

func TestProgramIsCalled(t *testing.T) {
	p := program(t, "a run")
	p.Flags = []string{"--kernel", "generic"}
	run, err := called(t, t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	h := run.Header
	if h.Suite != "suite.yaml 2s" || h.Seed != seedOf(t, "ab").String() || h.Cells[0].Kernel != "generic" || len(run.Samples) != 20 || run.Closing == nil {
		t.Errorf("%+v with %d samples, closing %v", h, len(run.Samples), run.Closing)
	}
}

// A run that ends early is one, and says so.
func TestProgramThatStopsEarly(t *testing.T) {
	for role, damaged := range map[string]bool{"torn": true, "cut short": false} {
		run, err := called(t, t.Context(), program(t, role))
		if err != nil || run.Closing != nil || (len(run.Damage) > 0) != damaged {
			t.Errorf("%s: %v, %+v", role, err, run)
		}
	}
}

func TestProgramThatWillNotDo(t *testing.T) {
	here := t.TempDir()
	t.Chdir(here)
	for role, want := range map[string]struct {
		is    error
		texts []string
	}{
		"junk":        {nil, []string{"printed no run for --out - and said: nothing"}},
		"nothing":     {nil, []string{"printed no run", "said: primebench: unknown flag: --out"}},
		"to a file":   {nil, []string{"printed no run"}},
		"newer":       {results.ErrNewer, []string{"schema version 2000"}},
		"corrupt":     {results.ErrCorrupt, []string{"line 3", "a line is missing before it"}},
		"crash":       {nil, []string{"exit status 3", "goroutine 1 out of memory"}},
		"endless":     {nil, []string{"printed no run"}},
		"endless run": {results.ErrCorrupt, []string{"1001 lines are lost and 1 hold"}},
	} {
		run, err := called(t, t.Context(), program(t, role))
		if err == nil || run != nil || want.is != nil && !errors.Is(err, want.is) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 2*mostStderr {
			t.Errorf("%s: %v, %v", role, run, err)
			continue
		}
		for _, text := range append(want.texts, filepath.Base(os.Args[0])) {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%s: %.500v, want %q", role, err, text)
			}
		}
	}
}

// A program that hangs ends with the duet, and when its time is long over, whether
// or not it had begun to print.
func TestProgramThatHangs(t *testing.T) {
	ended := errors.New("ended from outside")
	for _, role := range []string{"hang", "hang in the middle"} {
		up := filepath.Join(t.TempDir(), "up")
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() {
			for ctx.Err() == nil {
				if _, err := os.Stat(up); err == nil {
					cancel(ended)
				}
				time.Sleep(time.Millisecond)
			}
		}()
		if run, err := called(t, ctx, program(t, role, upVariable+"="+up)); !errors.Is(err, ended) || run != nil {
			t.Errorf("%s: %v, %v, want the cause", role, run, err)
		}

		player, err := program(t, role, upVariable+"="+up).Player()
		if err != nil {
			t.Fatal(err)
		}
		const late = -slack + 200*time.Millisecond // a budget by which its time is soon over
		if run, err := player(t.Context(), seedOf(t, "ab"), late); !errors.Is(err, errLate) || run != nil {
			t.Errorf("%s: %v, %v, want %v", role, run, err, errLate)
		}
	}
}

func TestNoProgram(t *testing.T) {
	folder, plain := t.TempDir(), filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", "no-such-program", filepath.Join(folder, "absent"), folder, plain} {
		if _, err := (Program{Path: path}).Player(); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), fmt.Sprintf("%q", path)) {
			t.Errorf("%q: %v", path, err)
		}
	}
}

// What cannot be started is no run either.
func TestProgramThatDoesNotStart(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.exe")
	if err := os.WriteFile(broken, []byte("\x7fELF no program"), 0o755); err != nil {
		t.Fatal(err)
	}
	if run, err := called(t, t.Context(), Program{Path: broken}); err == nil || run != nil {
		t.Errorf("%v, %v", run, err)
	}
}
