package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// startIn starts the program in the script's folder. One that hangs ends with the test
// rather than never.
func startIn(ts *testscript.TestScript, args []string, set func(*exec.Cmd)) *exec.Cmd {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	ts.Defer(cancel)
	program := exec.CommandContext(ctx, "primebench", args...)
	program.Dir = ts.MkAbs(".")
	program.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "TMPDIR=" + ts.Getenv("TMPDIR")}
	program.Stdout, program.Stderr = ts.Stdout(), ts.Stderr()
	set(program)
	ts.Check(program.Start())
	return program
}

// idle sends a signal to a program that waits for more of its input.
func idle(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: idle SIGNAL CODE PIPE ARGUMENT...")
	}
	var out, in *os.File
	var err error
	if args[2] == "-" {
		out, in, err = os.Pipe()
	} else { // with both ends, so that it is open whether or not the program opens it
		in, err = os.OpenFile(ts.MkAbs(args[2]), os.O_RDWR, 0)
	}
	ts.Check(err)
	program := startIn(ts, args[3:], func(c *exec.Cmd) {
		if out != nil {
			c.Stdin = out
		}
	})
	if out != nil {
		ts.Check(out.Close())
	}
	ended := make(chan error, 1)
	go func() {
		err := program.Wait()
		_ = in.Close() // which ends the writing below
		ended <- err
	}()
	// More than a pipe holds: when all is written, the program reads.
	if _, err := in.Write(bytes.Repeat([]byte("2053\n"), 1<<16)); err != nil {
		ts.Fatalf("it ended before it read: %v", <-ended)
	}
	ts.Check(program.Process.Signal(signalNamed(ts, args[0])))
	if got := codeOf(ts, <-ended); strconv.Itoa(got) != args[1] {
		ts.Fatalf("exit code %d after %s, want %s", got, args[0], args[1])
	}
}

// twice sends a signal again and again until the program ends, once a file is there in which
// one of its children tells its number, and wants that one dead too.
func twice(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: twice SIGNAL CODE FILE ARGUMENT...")
	}
	program := startIn(ts, args[3:], func(*exec.Cmd) {})
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	var child string
	for child == "" {
		select {
		case err := <-ended:
			ts.Fatalf("ended before it was time for the signal: %v", err)
		case <-time.After(5 * time.Millisecond):
			if text, err := os.ReadFile(ts.MkAbs(args[2])); err == nil && strings.HasSuffix(string(text), "\n") {
				child = strings.TrimSpace(string(text))
			}
		}
	}
	for {
		_ = program.Process.Signal(signalNamed(ts, args[0])) // it may have ended
		select {
		case err := <-ended:
			if got := codeOf(ts, err); strconv.Itoa(got) != args[1] {
				ts.Fatalf("exit code %d after %s, want %s", got, args[0], args[1])
			}
			for runs(child) {
				time.Sleep(time.Millisecond)
			}
			return
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// runs reports whether a process runs, as /proc has it: whoever was killed and not waited
// for does not. Without /proc nothing runs.
func runs(pid string) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return false
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z") && !strings.HasPrefix(state, "X")
}

func signalNamed(ts *testscript.TestScript, name string) os.Signal {
	sent := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "KILL": os.Kill}[name]
	if sent == nil {
		ts.Fatalf("unknown signal %s", name)
	}
	return sent
}
