//go:build unix

// primebench, which runs primebench-fleet for what needs a queue.

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// withFleet lets a command find primebench-fleet in PATH, and gives it a home of its own.
func withFleet(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	bin := t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\n%s=primebench-fleet exec '%s' \"$@\"\n", programVariable, os.Args[0])
	if err := os.WriteFile(filepath.Join(bin, "primebench-fleet"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(cmd.Env, "PATH="+bin+":"+os.Getenv("PATH"), "XDG_CACHE_HOME="+t.TempDir())
	return cmd
}

// The verbs print by a queue what they print alone, and leave nothing behind.
func TestVerbs(t *testing.T) {
	t.Parallel()
	at := freeAddress(t)
	start(t, program("nats-server", "one", at, t.TempDir()))
	url := "nats://" + at
	worker := withFleet(t, program("primebench", "fleet", "work", "--workers", "1", url))
	worker.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // killed with primebench-fleet
	start(t, worker)
	t.Cleanup(func() { _ = syscall.Kill(-worker.Process.Pid, syscall.SIGKILL) })

	list := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(list, []byte("2147483647\n2147483649\n170141183460469231731687303715884105727\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"prime", "--safe", "--bits", "256", "--count", "10", "--seed", "7"},
		{"prime", "--next", "0x80000000000000000000000000000001", "--count", "3"},
		{"check", list},
	} {
		want, _ := program("primebench", args...).Output() // check says no by its code
		cmd := withFleet(t, program("primebench", append(args, "--fleet", url)...))
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		got, err := cmd.Output()
		if !bytes.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: %q, and alone %q: %v: %s", strings.Join(args, " "), got, want, err, stderr.Bytes())
		}
	}
}

// Where there is no primebench-fleet the error says how to come by it; its own errors and
// codes are passed on.
func TestNoProgram(t *testing.T) {
	cmd := program("primebench", "fleet", "work", "nats://127.0.0.1:1")
	cmd.Env = append(cmd.Env, "PATH=")
	out, err := cmd.CombinedOutput()
	if code(err) != 2 || !strings.Contains(string(out), "make build-fleet builds it") {
		t.Errorf("%v: %s", err, out)
	}
	out, err = withFleet(t, program("primebench", "fleet", "serve", "--dir", t.TempDir())).CombinedOutput()
	if code(err) != 2 || strings.Count(string(out), "has no job") != 1 {
		t.Errorf("%v: %s", err, out)
	}
	for _, args := range [][]string{
		{"work", "http://127.0.0.1"}, {"work", "nats://name:secret@127.0.0.1:4222"}, {"serve", "--http", "0.0.0.0:80"}, {"serve"},
		{"work", "--nkey", "/nowhere", "nats://127.0.0.1:4222"},
	} {
		out, err := program("primebench-fleet", args...).CombinedOutput()
		if code(err) != 2 || !strings.HasPrefix(string(out), "primebench-fleet: ") || strings.Contains(string(out), "secret") {
			t.Errorf("%q: %v: %s", args, err, out)
		}
	}
}

func code(err error) int {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode()
	}
	return 0
}

// Two coordinators of one job: the second ends.
func TestTwoCoordinators(t *testing.T) {
	t.Parallel()
	dir, address := filepath.Join(t.TempDir(), "job"), freeAddress(t)
	first := start(t, program("primebench-fleet", "serve", "--dir", dir, "--listen", address, "--http", "127.0.0.1:0", "--job", "dhparam", "--bits", "256", "--count", "20"))
	waitFor(t, func() bool { return strings.Contains(first.String(), "how it stands") })
	out, err := program("primebench-fleet", "serve", "--dir", dir, "--listen", freeAddress(t), "--http", "127.0.0.1:0").CombinedOutput()
	if code(err) != 2 || !strings.Contains(string(out), "another coordinator works on it") {
		t.Errorf("the second: %v: %s", err, out)
	}
}
