//go:build linux || freebsd

// Children that end with this process, where the system sees to that.

package child

import (
	"os/exec"
	"runtime"
	"syscall"
)

// Tied calls run, which starts a program and waits for its end. Where the system can, the
// program is killed when this process ends before, also by kill -9.
func Tied(cmd *exec.Cmd, run func() error) error {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = new(syscall.SysProcAttr)
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	// The signal comes at the end of the thread that started the program (prctl(2)).
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return run()
}
