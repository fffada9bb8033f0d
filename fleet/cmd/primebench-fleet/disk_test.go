//go:build linux

// Disks that are full: the ledger's and the store's of the queue.

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"primebench/internal/needed"
)

// smallDisk returns a folder on a file system of a size, such as 1m, which is gone with
// the test.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	at := t.TempDir()
	// It is in the name space of a process that waits, and is reached through it.
	holder := exec.Command("unshare", "-rm", "sh", "-c", `mount -t tmpfs -o size="$1" tmpfs "$2" && echo there && read -r end`, "sh", size, at)
	in, err := holder.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := holder.StdoutPipe()
	if err == nil {
		err = holder.Start()
	}
	if err != nil {
		needed.Without(t, err)
	}
	t.Cleanup(func() { _, _ = in.Close(), holder.Wait() }) // read ends with code 1
	if _, err := out.Read(make([]byte, 1)); err != nil {
		needed.Without(t, "this process may not mount a file system of its own")
	}
	return fmt.Sprintf("/proc/%d/root%s", holder.Process.Pid, at)
}

// fill leaves no room on a disk, until the function that it returns is called.
func fill(t *testing.T, disk string) (empty func()) {
	t.Helper()
	path := filepath.Join(disk, "full")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for err == nil {
		_, err = file.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// A diskJob is a job whose folder or whose store is on a small disk.
type diskJob struct {
	dir, out, address string
	what              []string
}

func newDiskJob(t *testing.T, dir string) *diskJob {
	t.Helper()
	return &diskJob{dir: dir, out: filepath.Join(t.TempDir(), "out"), address: freeAddress(t), what: []string{"--bits", "512", "--count", "40", "--seed", "d"}}
}

// serve is the coordinator, who plans the job when it is run first.
func (j *diskJob) serve(plan bool) *exec.Cmd {
	args := []string{"serve", "--dir", j.dir, "--listen", j.address, "--http", "127.0.0.1:0", "--out", j.out}
	if plan {
		args = append(append(args, "--job", "moduli", "--lease", "2", "--claim", "1s"), j.what...)
	}
	return program("primebench-fleet", args...)
}

// goesOn runs serve once more, and holds what comes out of it to what one machine finds.
func (j *diskJob) goesOn(t *testing.T) {
	t.Helper()
	again := j.serve(false)
	stderr := start(t, again)
	if err := again.Wait(); err != nil {
		t.Fatalf("%v: %s", err, stderr)
	}
	sameModuli(t, j.out, alone(t, j.what...))
	if wrong := onceInLedger(t, j.dir); len(wrong) > 0 {
		t.Errorf("called wrong: %q", wrong)
	}
}

// written reports whether there is something in the file of a pattern below a folder.
func written(dir, pattern string) bool {
	paths, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(paths) == 0 {
		return false
	}
	info, err := os.Stat(paths[0])
	return err == nil && info.Size() > 0
}

// Without room serve ends and says for what, before an answer counts and while workers keep
// theirs; it goes on when there is room and it is run again.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	const storeFailed = "the store of the queue cannot be written: "
	for _, c := range []struct {
		what, size string
		after      string // what serve has written before there is no room, in its folder
		said       string
	}{
		{what: "ledger", size: "1m", after: "ledger", said: "the ledger cannot be written: "},
		{what: "store of leases", size: "4m", after: "ledger", said: storeFailed},
		{what: "store of answers", size: "4m", after: "store/jetstream/*/streams/PRIMEBENCH_LEASES/msgs/1.blk", said: storeFailed},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			disk := smallDisk(t, c.size)
			job, store := filepath.Join(disk, "job"), t.TempDir()
			if c.said == storeFailed {
				job, store = filepath.Join(t.TempDir(), "job"), disk
			}
			if err := os.Mkdir(job, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(store, filepath.Join(job, "store")); err != nil {
				t.Fatal(err)
			}
			j := newDiskJob(t, job)
			first := j.serve(true)
			stderr := start(t, first)
			waitFor(t, func() bool { return strings.Contains(stderr.String(), "how it stands") && written(j.dir, c.after) })
			empty := fill(t, disk)
			start(t, program("primebench-fleet", workArgs(j.dir, j.address)...))
			if err := first.Wait(); code(err) != 1 || !strings.Contains(stderr.String(), "primebench-fleet: "+c.said) || !strings.Contains(stderr.String(), "no space left") {
				t.Errorf("%v: %s", err, stderr)
			}
			empty()
			j.goesOn(t)
		})
	}
}
