//go:build linux

// How many workers a coordinator carries: they speak as workers do, and search for nothing.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"primebench/fleet/queue"
	"primebench/internal/fleet"
)

// Whoever asks for it by -tags long sees what was reached on the machine: with 1000 workers.
func TestManyWorkers(t *testing.T) {
	dir, address := filepath.Join(t.TempDir(), "job"), freeAddress(t)
	serve := program("primebench-fleet", "serve", "--dir", dir, "--listen", address, "--http", "127.0.0.1:0", "--claim", "10s", "--again", "0",
		"--job", "moduli", "--bits", "256", "--count", strconv.Itoa(manyLeases), "--lease", "1", "--seed", "1")
	stderr := start(t, serve)
	waitFor(t, func() bool { _, err := os.Stat(filepath.Join(dir, "keys", "worker1.nk")); return err == nil })
	seed, err := os.ReadFile(filepath.Join(dir, "keys", "worker1.nk"))
	if err != nil {
		t.Fatal(err)
	}
	ca, err := os.ReadFile(filepath.Join(dir, "keys", "server.pem"))
	if err != nil {
		t.Fatal(err)
	}
	access := queue.Access{Seed: seed[:len(seed)-1], CA: ca}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var connected, answered atomic.Int64
	var workers sync.WaitGroup
	began := time.Now()
	for n := range manyWorkers {
		workers.Go(func() {
			conn, err := queue.Connect(ctx, "tls://"+address, access, func(string) {})
			if err != nil {
				if ctx.Err() == nil {
					t.Error(err)
				}
				return
			}
			defer conn.Close()
			connected.Add(1)
			source := &queue.Source{Conn: conn, Worker: queue.WorkerName(fmt.Sprintf("w-%d", n), conn.Public())}
			for ctx.Err() == nil {
				if err := pretend(ctx, source); err != nil {
					if ctx.Err() == nil && !errors.Is(err, queue.ErrRefused) {
						t.Error(err)
					}
					return
				}
				answered.Add(1)
			}
		})
	}
	waitFor(t, func() bool { return connected.Load() == manyWorkers })
	t.Logf("%d workers are connected after %.1f s", manyWorkers, time.Since(began).Seconds())
	first, at := answered.Load(), time.Now()
	ended := make(chan error, 1)
	go func() { ended <- serve.Wait() }()
	peak := 0
	for running := true; running; {
		select {
		case <-ended: // with code 1: nothing was found
			running = false
		case <-time.After(100 * time.Millisecond):
			if now, err := peakMemory(serve.Process.Pid); err == nil {
				peak = max(peak, now)
			}
		}
	}
	took := time.Since(at).Seconds()
	stop()
	workers.Wait()
	t.Logf("processor time of the coordinator: %v", serve.ProcessState.UserTime()+serve.ProcessState.SystemTime())
	if want := regexp.MustCompile(`0 of \d+ finds of 256 bits are there`); !want.MatchString(stderr.String()) {
		t.Fatalf("it does not say %v: %s", want, stderr)
	}
	if wrong := onceInLedger(t, dir); len(wrong) > 0 {
		t.Errorf("called wrong: %q", wrong)
	}
	n := answered.Load() - first
	t.Logf("%d leases in %.1f s: %.0f a second; at most %d MiB", n, took, float64(n)/took, peak>>20)
}

// pretend takes a lease and answers that nothing is in it.
func pretend(ctx context.Context, source *queue.Source) error {
	held, err := source.Take(ctx)
	if err != nil {
		return err
	}
	defer held.Release()
	if err := source.Beat(ctx, fleet.Status{Schema: fleet.Schema, Worker: source.Worker, Lease: held.Lease().Index, Job: held.Lease().Job}); err != nil {
		return err
	}
	l, p := held.Lease(), held.Job().Parts[0]
	return held.Answer(ctx, fleet.Answer{
		Schema: fleet.Schema, Job: l.Job, Index: l.Index, Finds: []fleet.Find{}, Worker: source.Worker, WallNS: 1e9,
		Candidates: (l.To.Window-l.From.Window)*p.Length + l.To.Member - l.From.Member,
	})
}

// peakMemory is the most that a process had in memory so far, in bytes.
func peakMemory(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(text)
	if found == nil {
		return 0, errors.New("no VmHWM")
	}
	kib, err := strconv.Atoi(string(found[1]))
	return kib << 10, err
}
