//go:build unix

// The processes of a command on Unix: they are a process group, which is ended as a
// whole.

package duet

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// parting is how long processes that outlive the one that began the command may take to
// end: the last of a pipeline ends a moment after it. Longer would let a command leave
// its work behind.
const parting = 50 * time.Millisecond

// group makes the command the first of a process group.
func group(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// end kills the command's group.
func end(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// endRest waits for what outlives the command, and kills what does so for longer than
// parting.
func endRest(cmd *exec.Cmd, before map[int]bool) (found rest) {
	began := time.Now()
	for groupLives(cmd.Process.Pid, &found.processor) {
		if time.Since(began) > parting {
			found.left = true
			end(cmd)
			break
		}
		time.Sleep(time.Millisecond)
		found.wall = time.Since(began)
	}
	if endStrays(before) {
		found.left = true
	}
	return found
}

// groupLives reports whether a process of the group has not ended. What of it has
// become a child of ours is taken off, and its processor time added to took.
func groupLives(group int, took *time.Duration) bool {
	for {
		var usage unix.Rusage
		pid, err := unix.Wait4(-group, nil, unix.WNOHANG, &usage)
		if pid > 0 {
			*took += time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
		} else if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	return syscall.Kill(-group, 0) == nil
}

// peakOf is the memory of the largest process of a command that has ended, in bytes;
// 0 where that is not known. The system counts what the process held that started it,
// since it is a copy of that at first: what is no more than ours says nothing.
func peakOf(state *os.ProcessState) float64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	var own syscall.Rusage
	if !ok || syscall.Getrusage(syscall.RUSAGE_SELF, &own) != nil || usage.Maxrss <= own.Maxrss {
		return 0
	}
	const kibi = 1024
	if runtime.GOOS == "darwin" { // man 2 getrusage: in bytes there
		return float64(usage.Maxrss)
	}
	return float64(usage.Maxrss) * kibi
}
