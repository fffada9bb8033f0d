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
// end: the last of a pipeline ends a moment after it.
const parting = time.Second

// group makes the command the first of a process group.
func group(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// end kills the command's group.
func end(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// endRest kills what the command left, and reports whether there was something.
func endRest(cmd *exec.Cmd, before map[int]bool) (left bool) {
	for deadline := time.Now().Add(parting); groupLives(cmd.Process.Pid); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			left = true
			end(cmd)
			break
		}
	}
	return endStrays(before) || left
}

// groupLives reports whether a process of the group has not ended. What of it has
// become a child of ours is taken off.
func groupLives(group int) bool {
	for {
		pid, err := unix.Wait4(-group, nil, unix.WNOHANG, nil)
		if pid <= 0 && !errors.Is(err, unix.EINTR) {
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
