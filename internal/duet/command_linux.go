// What Linux tells of a command besides: how long it had no processor, and the
// processes that left its group.

package duet

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// adopt makes orphans of commands children of this process, wherever they are, until
// release is called. They can be found and ended then.
func adopt() (release func()) {
	if unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != nil {
		return func() {}
	}
	return func() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0) }
}

// awaitEnd waits until the command has ended and not been waited for, and reads what
// is known of its first thread until then (Documentation/scheduler/sched-stats.rst).
func awaitEnd(cmd *exec.Cmd) (delay, bool) {
	pid := cmd.Process.Pid
	for {
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return delay{}, false
		}
		break
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
	fields := strings.Fields(string(text))
	if err != nil || len(fields) != 3 {
		return delay{}, false
	}
	ran, wrong := strconv.ParseInt(fields[0], 10, 64)
	queued, alsoWrong := strconv.ParseInt(fields[1], 10, 64)
	return delay{ran: time.Duration(ran), queued: time.Duration(queued)}, wrong == nil && alsoWrong == nil
}

// children are the processes that this one has begun or adopted; nil where the system
// does not list them.
func children() map[int]bool {
	err := unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
	if errors.Is(err, unix.ECHILD) {
		return nil
	}
	lists, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		return nil
	}
	all := map[int]bool{}
	for _, list := range lists {
		text, _ := os.ReadFile(list) // a thread that has ended has none
		for _, word := range strings.Fields(string(text)) {
			if pid, err := strconv.Atoi(word); err == nil {
				all[pid] = true
			}
		}
	}
	return all
}

// endStrays kills children that were not there before, and those that they leave in
// turn, and reports whether one was alive. One that may not be killed, being of another
// user, is given up.
func endStrays(before map[int]bool) (alive bool) {
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		seen := false
		for pid := range children() {
			if before[pid] {
				continue
			}
			seen = true
			if got, err := unix.Wait4(pid, nil, unix.WNOHANG, nil); got == 0 && err == nil {
				alive = true
				_ = unix.Kill(pid, unix.SIGKILL)
			}
		}
		if !seen || time.Now().After(deadline) {
			return alive
		}
	}
}
