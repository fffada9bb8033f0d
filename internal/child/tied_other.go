//go:build !(linux || freebsd)

// Children where the system does not end them with this process.

package child

import "os/exec"

// Tied calls run, which starts a program and waits for its end. Where the system can, the
// program is killed when this process ends before, also by kill -9.
func Tied(_ *exec.Cmd, run func() error) error { return run() }
