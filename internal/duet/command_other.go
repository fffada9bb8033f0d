//go:build !unix

// The process of a command where there are no process groups: its children are neither
// counted nor ended, and its memory is not known.

package duet

import (
	"os"
	"os/exec"
)

func adopt() (release func()) { return func() {} }

func group(*exec.Cmd) {}

func end(cmd *exec.Cmd) { _ = cmd.Process.Kill() }

func endRest(*exec.Cmd, map[int]bool) rest { return rest{} }

func awaitEnd(*exec.Cmd) (delay, bool) { return delay{}, false }

func children() map[int]bool { return nil }

func peakOf(*os.ProcessState) float64 { return 0 }
