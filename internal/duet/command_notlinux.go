//go:build unix && !linux

// What systems of the Unix family other than Linux do not tell of a command.

package duet

import "os/exec"

// adopt does nothing: a process that leaves the command's group is not found again.
func adopt() (release func()) { return func() {} }

// awaitEnd does not know how long the command had no processor.
func awaitEnd(*exec.Cmd) (delay, bool) { return delay{}, false }

// children are not listed.
func children() map[int]bool { return nil }

func endStrays(map[int]bool) (alive bool) { return false }
