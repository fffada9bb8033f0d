//go:build unix

// A fleet on loopback whose processes are killed and stopped at random moments, whose queue
// is thrown away and whose ledger is torn: what it finds is what one machine finds.

package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	faultWorkers = 3
	faultClaim   = 500 * time.Millisecond
)

// faults are jobs under attack.
type faults struct {
	t      *testing.T
	random *rand.Rand
	counts map[string]int // what was done to them, by kind
}

// Kills of each role are as many as the build asks for; jobs follow one another until
// there were so many.
func TestFaults(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	f := &faults{t: t, random: rand.New(rand.NewPCG(seed, 0)), counts: map[string]int{}}
	jobs := 0
	for ; f.counts["worker killed"] < kills || f.counts["coordinator killed"] < kills; jobs++ {
		if !t.Run(fmt.Sprintf("job %d", jobs), func(t *testing.T) { (&faults{t, f.random, f.counts}).job(jobs) }) {
			return
		}
	}
	t.Logf("%d jobs: %v", jobs, f.counts)
}

// job does one job from its plan to what comes out of it.
func (f *faults) job(number int) {
	what := []string{"--bits", "768", "--count", "60", "--seed", fmt.Sprintf("%x", number+1)}
	dir, out, address := filepath.Join(f.t.TempDir(), "job"), filepath.Join(f.t.TempDir(), "out"), freeAddress(f.t)
	plan := append([]string{"fleet", "plan", "--job", "moduli", "--dir", dir, "--lease", "2", "--claim", faultClaim.String()}, what...)
	if text, err := program("primebench", plan...).CombinedOutput(); err != nil {
		f.t.Fatalf("%v: %s", err, text)
	}
	serve := []string{"serve", "--dir", dir, "--listen", address, "--http", "127.0.0.1:0", "--again", "10", "--out", out, "--force"}
	f.keys(dir, serve)

	var over atomic.Bool
	ended := make(chan map[string]int)
	for range faultWorkers {
		random := rand.New(rand.NewPCG(f.random.Uint64(), 0))
		go func() { ended <- f.attack(random, &over, nil, "worker", workArgs(dir, address)) }()
	}
	random := rand.New(rand.NewPCG(f.random.Uint64(), 0))
	for kind, n := range f.attack(random, &over, func() { f.spoil(random, dir) }, "coordinator", serve) {
		f.counts[kind] += n
	}
	over.Store(true)
	for range faultWorkers {
		for kind, n := range <-ended {
			f.counts[kind] += n
		}
	}
	sameModuli(f.t, out, alone(f.t, what...))
	if wrong := onceInLedger(f.t, dir); len(wrong) > 0 {
		f.t.Errorf("called wrong: %q", wrong)
	}
}

// keys lets the coordinator begin once, so that workers have their keys.
func (f *faults) keys(dir string, serve []string) {
	cmd := program("primebench-fleet", serve...)
	start(f.t, cmd)
	waitFor(f.t, func() bool { _, err := os.Stat(filepath.Join(dir, "keys", "worker1.nk")); return err == nil })
	_ = cmd.Process.Kill() // it may have ended
	_ = cmd.Wait()
}

// attack runs a process again and again, kills it or stops it for longer than a silent
// worker keeps its lease, until it ends by itself with success or all is over, and counts
// what it did. Before each new start it calls between.
func (f *faults) attack(random *rand.Rand, over *atomic.Bool, between func(), role string, args []string) map[string]int {
	counts := map[string]int{}
	for run := 0; !over.Load(); run++ {
		var stderr bytes.Buffer
		cmd := program("primebench-fleet", args...)
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			f.t.Error(err)
			return counts
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		// Later ones live longer, so that the job comes to an end.
		life := time.Duration(200+random.IntN(1500+100*run)) * time.Millisecond
		if random.IntN(4) == 0 && wait(ended, over, life/2) {
			_ = cmd.Process.Signal(syscall.SIGSTOP)
			time.Sleep(2 * faultClaim)
			_ = cmd.Process.Signal(syscall.SIGCONT)
			counts[role+" stopped"]++
		}
		wait(ended, over, life)
		_ = cmd.Process.Kill() // it may have ended
		err := <-ended
		var exit *exec.ExitError
		switch {
		case err == nil:
			return counts
		case errors.As(err, &exit) && exit.ExitCode() == -1:
			if !over.Load() {
				counts[role+" killed"]++
			}
		default:
			f.t.Errorf("%s: %v: %s", role, err, stderr.String())
			over.Store(true)
			return counts
		}
		if between != nil {
			between()
		}
	}
	return counts
}

// wait reports whether a process still runs after a time. It is cut short when all is over.
func wait(ended chan error, over *atomic.Bool, d time.Duration) bool {
	for until := time.Now().Add(d); time.Now().Before(until) && !over.Load(); {
		select {
		case err := <-ended:
			ended <- err
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}

// spoil throws the queue's store away, or tears the ledger or flips a bit of it, now and
// then.
func (f *faults) spoil(random *rand.Rand, dir string) {
	ledger := filepath.Join(dir, "ledger")
	text, err := os.ReadFile(ledger)
	if err != nil || len(text) == 0 {
		return
	}
	switch random.IntN(5) {
	case 0, 1:
		f.counts["queue lost"]++
		err = os.RemoveAll(filepath.Join(dir, "store"))
	case 2:
		f.counts["ledger torn"]++
		err = os.Truncate(ledger, int64(len(text)-1-random.IntN(min(len(text)-1, 200))))
	case 3:
		f.counts["ledger flipped"]++
		text[random.IntN(len(text))] ^= 1 << random.IntN(8)
		err = os.WriteFile(ledger, text, 0o600)
	}
	if err != nil {
		f.t.Error(err)
	}
}
