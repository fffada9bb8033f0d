//go:build unix

// Killing a child with its own children, where processes have groups.

package peer

import (
	"os/exec"
	"syscall"
)

// killWhole gives a program that is not started yet a group of its own, and has the
// whole group killed.
func killWhole(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
