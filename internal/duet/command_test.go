//go:build unix

// Commands that fail, hang, leave something, or write without end: one error, and
// nothing that goes on.

package duet

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"primebench/internal/needed"
)

// shell is a command of the test; $PIDS names the file for the processes that it begins.
func shell(t *testing.T, script string) *Command {
	t.Helper()
	pids := filepath.Join(t.TempDir(), "pids")
	c := &Command{Name: "base", Args: []string{"sh", "-c", script}, Limit: time.Minute, Env: append(os.Environ(), "PIDS="+pids)}
	if err := c.find(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		text, _ := os.ReadFile(pids)
		for _, word := range strings.Fields(string(text)) {
			pid, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			if alive(pid) {
				t.Errorf("process %d goes on", pid)
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	})
	return c
}

// alive reports whether a process has not ended, or is not off the list of them before
// long.
func alive(pid int) bool {
	for range 1000 {
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			return false
		}
		time.Sleep(5 * time.Millisecond)
	}
	return true
}

func TestCommandsThatAreNotMeasured(t *testing.T) {
	defer adopt()()
	for script, want := range map[string]string{
		`echo no room >&2; exit 3`:                             `the base, "SH -c 'echo no room >&2; exit 3'", ended with exit status 3; it said: no room`,
		`kill -9 $$`:                                           "ended with signal: killed; it said: nothing",
		`echo $$ >$PIDS; exec sleep 100`:                       "did not end within 300ms and was ended; it said: nothing",
		`sleep 100 & echo $! >$PIDS; wait`:                     "did not end within 300ms",
		`sleep 100 & echo $! >$PIDS`:                           "ended and left processes running, which were ended",
		`sleep 0.5 & echo $! >$PIDS`:                           "left processes running",
		`sleep 100 >/dev/null 2>&1 & echo $! >$PIDS`:           "left processes running",
		`(trap '' TERM HUP; sleep 100) & echo $! >$PIDS; exit`: "left processes running",
	} {
		c := shell(t, script)
		if strings.Contains(want, "300ms") {
			c.Limit = 300 * time.Millisecond
		}
		_, err := c.run(t.Context())
		want = strings.Replace(want, "SH", c.Args[0], 1)
		if !errors.Is(err, ErrCommand) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %s", script, err, want)
		}
	}
}

// TestLastOfCommand: what ends a moment after its command is in the wall time, and what
// takes longer is refused.
func TestLastOfCommand(t *testing.T) {
	defer adopt()()
	const moment = 20 * time.Millisecond
	got, err := shell(t, `sleep 0.02 & echo $! >$PIDS`).run(t.Context())
	if slow := errors.Is(err, ErrCommand) && strings.Contains(err.Error(), "left processes"); !slow && (err != nil || got.wall < moment) {
		t.Errorf("%+v, %v, want %v at least", got, err, moment)
	}
	c := shell(t, `true`)
	c.Prepare = `sleep 0.5 & echo $! >$PIDS`
	if _, err := c.run(t.Context()); !errors.Is(err, ErrCommand) || !strings.Contains(err.Error(), "left processes") || !strings.Contains(err.Error(), "the preparation of the base") {
		t.Errorf("%v", err)
	}
}

// TestStrays: processes that leave the group are found too, where orphans can be adopted.
func TestStrays(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("orphans are adopted on Linux alone")
	}
	needed.Program(t, "setsid")
	defer adopt()()
	other := exec.Command("sleep", "100") // a child of ours that is none of the command's
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{
		`setsid sh -c 'echo $$ >$PIDS; sleep 100 & echo $! >>$PIDS; wait' & while ! [ -s $PIDS ]; do sleep 0.01; done`,
		`setsid -f sh -c 'echo $$ >$PIDS; exec sleep 100' >/dev/null 2>&1; while ! [ -s $PIDS ]; do sleep 0.01; done`,
	} {
		if _, err := shell(t, script).run(t.Context()); !errors.Is(err, ErrCommand) || !strings.Contains(err.Error(), "left processes") {
			t.Errorf("%s: %v", script, err)
		}
	}
	if err := other.Process.Kill(); err != nil {
		t.Errorf("the process of another: %v", err)
	}
	if err := other.Wait(); err == nil || err.Error() != "signal: killed" {
		t.Errorf("the process of another ended with %v", err)
	}
}

func TestStoppedCommand(t *testing.T) {
	defer adopt()()
	c := shell(t, `sleep 100 & echo $! >$PIDS; echo up >&2; wait`)
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(200*time.Millisecond, func() { cancel(why) })
	if _, err := c.run(ctx); !errors.Is(err, why) {
		t.Errorf("%v, want %v", err, why)
	}
}

func TestFigures(t *testing.T) {
	for _, test := range []struct {
		script, figure string
		want           float64
		wrong          string
	}{
		{script: `echo 'took 12.5 ms'`, figure: `took ([0-9.]+) ms`, want: 12.5},
		{script: `echo 'took 1 ms'; echo 'took 2 ms, took 3 ms'; echo done`, figure: `took ([0-9.]+) ms`, want: 3},
		{script: `echo 1e3`, figure: `.+`, want: 1000},
		{script: `printf 7`, figure: `\d`, want: 7},
		{script: `true`, figure: `.+`, wrong: `printed no number above 0 that ".+" matches: nothing matches`},
		{script: `echo 5 >&2`, figure: `.+`, wrong: "nothing matches; it said: 5"},
		{script: `echo fast`, figure: `.+`, wrong: `matches: "fast"`},
		{script: `echo 0`, figure: `.+`, wrong: `matches: "0"`},
		{script: `echo -1`, figure: `.+`, wrong: `"-1"`},
		{script: `echo 1e300`, figure: `.+`, wrong: `"1e300"`},
		{script: `echo NaN`, figure: `.+`, wrong: `"NaN"`},
		{script: `head -c 30000000 /dev/zero; echo; echo x=4`, figure: `x=(\d)`, want: 4},
		{script: `head -c 30000000 /dev/zero >&2; echo x=4`, figure: `x=(\d)`, want: 4},
	} {
		c := shell(t, test.script)
		c.Figure = regexp.MustCompile(test.figure)
		got, err := c.run(t.Context())
		switch {
		case test.wrong != "":
			if !errors.Is(err, ErrCommand) || !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("%s: %v, want %s", test.script, err, test.wrong)
			}
		case err != nil || got.figure != test.want:
			t.Errorf("%s: %v, %v, want %v", test.script, got.figure, err, test.want)
		}
	}
}

// TestReading: what a command takes holds what its children do.
func TestReading(t *testing.T) {
	const work = `i=0; while [ $i -lt 30000 ]; do i=$((i+1)); done`
	got, err := shell(t, `(`+work+`) & (`+work+`) & wait`).run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	one, err := shell(t, work).run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if one.processor <= 0 || one.wall < one.processor/8 {
		t.Errorf("%+v", one)
	}
	if got.processor < one.processor {
		t.Errorf("two take %v and one %v of processor time", got.processor, one.processor)
	}
	if runtime.GOOS == "linux" && one.known && one.waiting > one.wall {
		t.Errorf("waited for %v of %v", one.waiting, one.wall)
	}
}

// TestPrepare: a shell prepares each run, and its failure is told as such.
func TestPrepare(t *testing.T) {
	c := shell(t, `cat $PIDS.txt`)
	c.Prepare = `echo 1 | tee -a $PIDS.txt`
	c.Figure = regexp.MustCompile(`\d`)
	for range 2 {
		if got, err := c.run(t.Context()); err != nil || got.figure != 1 {
			t.Errorf("%v, %v", got, err)
		}
	}
	c.Prepare = "exit 4"
	if _, err := c.run(t.Context()); !errors.Is(err, ErrCommand) || !strings.Contains(err.Error(), "the preparation of the base, ") {
		t.Errorf("%v", err)
	}
}

func TestCommandString(t *testing.T) {
	c := Command{Args: []string{"a/b", "-x", "", "it's", "a b", "$HOME"}}
	if got, want := c.String(), `a/b -x '' 'it'\''s' 'a b' '$HOME'`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
