//go:build unix

// A fleet whose processes are killed and stopped at random moments, whose ledger is torn
// and flipped and whose disk fills up: what it finds is what one machine finds.

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"primebench/internal/fleet"
	"primebench/internal/fleet/folder"
	"primebench/internal/needed"
)

const (
	faultWorkers = 3
	faultClaim   = 300 * time.Millisecond
)

// faults are jobs under attack.
type faults struct {
	t      *testing.T
	random *rand.Rand
	counts map[string]int // what was done to them, by kind
}

// Kills of each role are as many as the build asks for; jobs follow one another until
// there were so many.
func TestFleetFaults(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	f := &faults{t: t, random: rand.New(rand.NewPCG(seed, 0)), counts: map[string]int{}}
	jobs := 0
	for ; f.counts["worker killed"] < fleetKills || f.counts["fold killed"] < fleetKills || f.counts["plan killed"] < fleetKills; jobs++ {
		if !t.Run(fmt.Sprintf("job %d", jobs), func(t *testing.T) { (&faults{t, f.random, f.counts}).job(jobs) }) {
			return
		}
	}
	t.Logf("%d jobs: %v", jobs, f.counts)
}

// job does one job from its plan to what comes out of it.
func (f *faults) job(number int) {
	seed := fmt.Sprintf("%x", number+1)
	what := []string{"--bits", "768", "--count", "60", "--seed", seed}
	dir := filepath.Join(f.t.TempDir(), "job")
	f.plan(append([]string{"fleet", "plan", "--job", "moduli", "--dir", dir, "--lease", "2", "--claim", faultClaim.String()}, what...))

	var over atomic.Bool
	ended := make(chan map[string]int)
	for range faultWorkers {
		random := rand.New(rand.NewPCG(f.random.Uint64(), 0))
		go func() {
			ended <- f.attack(random, &over, nil, "worker", "fleet", "work", "--dir", dir, "--workers", "1")
		}()
	}
	random := rand.New(rand.NewPCG(f.random.Uint64(), 0))
	folded := filepath.Join(f.t.TempDir(), "folded")
	for kind, n := range f.attack(random, &over, func() { f.spoil(random, filepath.Join(dir, "ledger")) },
		"fold", "fleet", "fold", dir, "--wait", "--again", "5", "--out", folded, "--force") {
		f.counts[kind] += n
	}
	over.Store(true)
	for range faultWorkers {
		for kind, n := range <-ended {
			f.counts[kind] += n
		}
	}
	alone, err := exec.Command("primebench", append([]string{"moduli", "--out", "-", "--quiet"}, what...)...).Output()
	if err != nil {
		f.t.Fatal(err)
	}
	together, err := os.ReadFile(folded)
	if err != nil {
		f.t.Fatal(err)
	}
	times := regexp.MustCompile(`(?m)^[0-9]{14}`)
	if !bytes.Equal(times.ReplaceAll(alone, nil), times.ReplaceAll(together, nil)) {
		f.t.Errorf("the fleet found\n%s\nand one machine\n%s", together, alone)
	}
	f.onceInLedger(dir)
}

// plan is killed at random moments until it is let be.
func (f *faults) plan(args []string) {
	for range 1 + f.random.IntN(6) {
		cmd := exec.Command("primebench", args...)
		if err := cmd.Start(); err != nil {
			f.t.Fatal(err)
		}
		time.Sleep(time.Duration(f.random.IntN(60)) * time.Millisecond)
		_ = cmd.Process.Kill() // it may have ended
		if cmd.Wait() != nil {
			f.counts["plan killed"]++
		}
	}
	if out, err := exec.Command("primebench", args...).CombinedOutput(); err != nil {
		f.t.Fatalf("%v: %s", err, out)
	}
}

// attack runs a process again and again, kills it or stops it for longer than a claim
// lives, until it ends by itself with success, and counts what it did. Before each new
// start it calls between.
func (f *faults) attack(random *rand.Rand, over *atomic.Bool, between func(), role string, args ...string) map[string]int {
	counts := map[string]int{}
	for run := 0; ; run++ {
		var stderr bytes.Buffer
		cmd := exec.Command("primebench", args...)
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			f.t.Error(err)
			return counts
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		// Later ones live longer, so that the job comes to an end, on a slow machine too.
		life := time.Duration(50+random.IntN(400+10*run*run)) * time.Millisecond
		stops := random.IntN(4) == 0
		select {
		case err := <-ended:
			if err == nil || over.Load() {
				return counts
			}
			f.t.Errorf("%s: %v: %s", role, err, stderr.String())
			return counts
		case <-time.After(life):
		}
		if stops {
			_ = cmd.Process.Signal(syscall.SIGSTOP)
			time.Sleep(2 * faultClaim)
			_ = cmd.Process.Signal(syscall.SIGCONT)
			counts[role+" stopped"]++
			time.Sleep(life)
		}
		_ = cmd.Process.Kill() // it may have ended
		err := <-ended
		var exit *exec.ExitError
		switch {
		case err == nil:
			return counts
		case errors.As(err, &exit) && exit.ExitCode() == -1:
			counts[role+" killed"]++
		default:
			f.t.Errorf("%s: %v: %s", role, err, stderr.String())
			return counts
		}
		if between != nil {
			between()
		}
	}
}

// spoil tears the last line of a ledger, or flips a bit of it, now and then.
func (f *faults) spoil(random *rand.Rand, path string) {
	text, err := os.ReadFile(path)
	if err != nil || len(text) == 0 {
		return
	}
	switch random.IntN(4) {
	case 0:
		f.counts["ledger torn"]++
		err = os.Truncate(path, int64(len(text)-1-random.IntN(min(len(text)-1, 200))))
	case 1:
		f.counts["ledger flipped"]++
		text[random.IntN(len(text))] ^= 1 << random.IntN(8)
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		f.t.Error(err)
	}
}

// onceInLedger holds the whole lines of a ledger to one a lease.
func (f *faults) onceInLedger(dir string) {
	d, err := folder.Open(dir)
	if err != nil {
		f.t.Fatal(err)
	}
	file, err := os.Open(d.LedgerPath())
	if err != nil {
		f.t.Fatal(err)
	}
	defer file.Close()
	entries, _, _, err := fleet.ReadLedger(file, d.Job)
	if err != nil {
		f.t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, e := range entries {
		if e.Distrust != nil {
			f.t.Errorf("worker %s is called wrong: %s", e.Distrust.Worker, e.Distrust.Why)
		}
		if e.Answer != nil {
			if seen[e.Answer.Index] {
				f.t.Errorf("lease %d is twice in the ledger", e.Answer.Index)
			}
			seen[e.Answer.Index] = true
		}
	}
}

// Two at once have one ledger: the second ends, and the first goes on.
func TestTwoFolds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "job")
	run := func(args ...string) (string, int) {
		out, err := exec.Command("primebench", args...).CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		code := 0
		if exit != nil {
			code = exit.ExitCode()
		}
		return string(out), code
	}
	if out, code := run("fleet", "plan", "--job", "dhparam", "--bits", "256", "--count", "20", "--dir", dir); code != 0 {
		t.Fatal(out)
	}
	first := exec.Command("primebench", "fleet", "fold", dir, "--wait")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	for { // until it has the ledger
		if info, err := os.Stat(filepath.Join(dir, "ledger")); err == nil && info.Size() > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if out, code := run("fleet", "fold", dir); code != 2 || !strings.Contains(out, "another coordinator works on it") {
		t.Errorf("the second: code %d, %s", code, out)
	}
	if out, code := run("fleet", "work", "--dir", dir, "--quiet"); code != 0 {
		t.Error(out)
	}
	if err := first.Wait(); err != nil {
		t.Errorf("the first: %v", err)
	}
}

// On a full disk a worker keeps its answer and fold stops before the answer counts; both go
// on when there is room again.
func TestFullDisk(t *testing.T) {
	if !canMount() {
		needed.Without(t, "this process may not mount a file system of its own")
	}
	const script = `set -eu
mount -t tmpfs -o size=512k tmpfs "$1"
dir=$1/job
primebench fleet plan --job moduli --bits 256 --count 30 --seed 5 --lease 3 --claim 200ms --dir "$dir" >"$2/leases"
dd if=/dev/zero of="$1/full" bs=1k count=1000 2>/dev/null || true
primebench fleet work --dir "$dir" --workers 1 2>"$2/worker" &
n=0
until grep -q 'no space left' "$2/worker"; do sleep 0.05; done
rm "$1/full"
wait $!
dd if=/dev/zero of="$1/full" bs=1k count=1000 2>/dev/null || true
if primebench fleet fold "$dir" >"$2/early" 2>"$2/fold"; then exit 9; fi
grep -q 'no space left' "$2/fold"
test ! -s "$2/early"
rm "$1/full"
primebench fleet fold "$dir" >"$2/folded" 2>>"$2/fold"
primebench moduli --bits 256 --count 30 --seed 5 --out - --quiet >"$2/alone"
sed -i 's/^[0-9]\{14\}//' "$2/folded" "$2/alone"
cmp "$2/folded" "$2/alone"
`
	if out, err := exec.Command("unshare", "-rm", "sh", "-c", script, "sh", t.TempDir(), t.TempDir()).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// canMount reports whether a namespace with a file system of its own can be made here.
func canMount() bool {
	cmd := exec.Command("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/tmp")
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	return cmd.Run() == nil
}
