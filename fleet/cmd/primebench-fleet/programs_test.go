//go:build unix

// The programs as processes: the test binary is both of them, by a variable.

package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"primebench/fleet/cli"
	maincli "primebench/internal/cli"
	"primebench/internal/cli/ui"
	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
)

const programVariable = "PRIMEBENCH_TEST_PROGRAM"

func TestMain(m *testing.M) {
	p := ui.NewProcess(os.Stdin, os.Stdout, os.Stderr, os.Environ())
	switch p.Env.Value(programVariable) {
	case "primebench":
		p.Stops.Listen()
		os.Exit(maincli.Execute(context.Background(), os.Args[1:], p))
	case "primebench-fleet":
		p.Stops.Listen()
		os.Exit(cli.Execute(context.Background(), os.Args[1:], p))
	case "nats-server":
		if err := serveQueue(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(ui.ExitFailed)
		}
	}
	os.Exit(m.Run())
}

// program is a command that runs one of them.
func program(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), programVariable+"="+name)
	return cmd
}

// alone is what one machine finds, as a moduli file.
func alone(t *testing.T, what ...string) []byte {
	t.Helper()
	out, err := program("primebench", append([]string{"moduli", "--out", "-", "--quiet"}, what...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sameModuli compares moduli files but for their times.
func sameModuli(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	times := regexp.MustCompile(`(?m)^[0-9]{14}`)
	if !bytes.Equal(times.ReplaceAll(got, nil), times.ReplaceAll(want, nil)) {
		t.Errorf("the fleet found\n%s\nand one machine\n%s", got, want)
	}
}

// onceInLedger holds a ledger to one answer a lease, and returns what it says of workers
// that are not believed.
func onceInLedger(t *testing.T, dir string) (distrusted []string) {
	t.Helper()
	d, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(d.LedgerPath())
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	entries, _, _, err := fleet.ReadLedger(file, d.Job)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, e := range entries {
		if e.Distrust != nil {
			distrusted = append(distrusted, e.Distrust.Worker+": "+e.Distrust.Why)
		}
		if e.Answer != nil && seen[e.Answer.Index] {
			t.Errorf("lease %d is twice in the ledger", e.Answer.Index)
		}
		if e.Answer != nil {
			seen[e.Answer.Index] = true
		}
	}
	return distrusted
}

// freeAddress is one on loopback that nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// workArgs are those of a worker at the queue of a job's folder.
func workArgs(dir, address string) []string {
	keys := filepath.Join(dir, "keys")
	return []string{"work", "--workers", "1", "--nkey", filepath.Join(keys, "worker1.nk"), "--ca", filepath.Join(keys, "server.pem"), "tls://" + address}
}

// A said buffer is what a process says, also while it runs.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// start starts a process whose end is the test's.
func start(t *testing.T, cmd *exec.Cmd) *said {
	t.Helper()
	stderr := new(said)
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s:\n%s", strings.Join(cmd.Args[1:], " "), stderr)
		}
	})
	return stderr
}

// waitFor waits until something is so, or the test's time is over.
func waitFor(t *testing.T, so func() bool) {
	t.Helper()
	for !so() {
		if t.Context().Err() != nil {
			t.Fatal("the test is over")
		}
		time.Sleep(20 * time.Millisecond)
	}
}
