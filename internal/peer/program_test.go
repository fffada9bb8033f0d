package peer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// script writes a shell script and returns its path.
func script(t *testing.T, text string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no shell")
	}
	path := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRunProgram(t *testing.T) {
	got, err := RunProgram(t.Context(), script(t, `echo "$1 on $GOMAXPROCS"; echo "why" >&2`), "searching")
	if err != nil || got.Stdout != "searching on 1\n" || got.Stderr != "why\n" {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = RunProgram(t.Context(), script(t, `echo one >&2; echo " two " >&2; echo >&2; exit 3`))
	if err == nil || !strings.HasSuffix(err.Error(), "script: exit status 3: two") {
		t.Errorf("a program that fails: %v", err)
	}
	if _, err := RunProgram(t.Context(), filepath.Join(t.TempDir(), "absent")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no program: %v", err)
	}
}

// A context that ends is answered at once, and takes the children of the child with
// it.
func TestRunProgramIsKilledWhole(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	path := script(t, `sleep 1000 & echo $! >"$1.new"; mv "$1.new" "$1"; wait`)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := RunProgram(ctx, path, pid)
		done <- err
	}()
	var text []byte
	for text == nil {
		time.Sleep(time.Millisecond)
		text, _ = os.ReadFile(pid)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	grandchild, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	for isAlive(t, grandchild) { // it is killed, and gone as soon as somebody waits for it
		time.Sleep(time.Millisecond)
	}
	if _, err := RunProgram(ctx, path, pid); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before it began: %v", err)
	}
}

// isAlive reports whether a process runs, as /proc has it: whoever was killed and not
// waited for is dead. Without /proc nothing is alive.
func isAlive(t *testing.T, pid int) bool {
	t.Helper()
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return false
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z") && !strings.HasPrefix(state, "X")
}

func TestFindProgram(t *testing.T) {
	if _, err := FindProgram("no-such-program"); !errors.Is(err, ErrAbsent) || !strings.Contains(Reason(err), "no-such-program") {
		t.Errorf("absent: %v", err)
	}
	path := script(t, "")
	t.Setenv("PATH", filepath.Dir(path))
	if got, err := FindProgram("script"); err != nil || got != path {
		t.Errorf("in PATH: %q, %v, want %q", got, err, path)
	}
}
