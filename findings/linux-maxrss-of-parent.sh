#!/bin/sh
# The peak memory that Linux tells of a command (ru_maxrss of wait4, which hyperfine,
# GNU time and Go's os.ProcessState pass on).
#
# Guess: it is the most that the command held, so that /bin/true has the same whoever starts
# it.
# Seen with Linux 6.18: /bin/true has 2 MiB, and 202 MiB where a program that holds 200 MiB
# starts it. Until it calls exec a child is its parent's copy, or shares its memory (vfork),
# and exec keeps that peak for the process. What is below the memory of whoever starts a
# command is not known.
#
# Ends with 0 as long as that is so, 1 when it is not, 2 when it cannot be tried.
set -eu
[ "$(uname)" = Linux ] || exit 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

func peak() int64 {
	cmd := exec.Command("/bin/true")
	if err := cmd.Run(); err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
	return int64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) / 1024
}

func main() {
	small := peak()
	ballast := make([]byte, 200<<20)
	for i := range ballast {
		ballast[i] = 1
	}
	large := peak()
	fmt.Printf("/bin/true: %d MiB, and %d MiB of a parent that holds %d MiB\n", small, large, len(ballast)>>20)
	if large < 150 || small > 50 {
		os.Exit(1)
	}
}
GO
go mod init finding >/dev/null 2>&1 && go build -o try . || exit 2
./try
