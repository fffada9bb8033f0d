// What a seed finds, on every machine: testdata/finds.golden holds commands and what they
// print. With -update it is written again, which is right only where a change of finds is
// meant and stands in the changelog.

package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"primebench/internal/cpu"
)

var update = flag.Bool("update", false, "write testdata/finds.golden again")

const findsFile = "testdata/finds.golden"

// seededCommands cover both kinds, sizes on either side of what the kernels' digits and
// words divide, streams and bulk, and walks.
var seededCommands = []string{
	"prime --bits 64 --count 4 --seed 0123456789abcdef",
	"prime --bits 65 --count 3 --seed 0123456789abcdef",
	"prime --bits 127 --count 3 --seed 0123456789abcdef",
	"prime --bits 512 --count 3 --seed 0123456789abcdef",
	"prime --bits 1024 --seed 0123456789abcdef",
	"prime --bits 96 --safe --count 3 --seed 0123456789abcdef",
	"prime --bits 256 --safe --seed 0123456789abcdef",
	"prime --bits 128 --safe --bulk --count 4 --seed 0123456789abcdef",
	"prime --next 18446744073709551557",
	"prime --next 0x100000000000000000000000000000000000000000000000000000000000000",
	"prime --prev 340282366920938463463374607431768211456",
	"dhparam --bits 256 --generator 5 --seed 0123456789abcdef",
}

// transcript is what the commands print when a program made by start runs them.
func transcript(t *testing.T, start func(args ...string) *exec.Cmd) []byte {
	t.Helper()
	var all bytes.Buffer
	for _, line := range seededCommands {
		var stderr bytes.Buffer
		cmd := start(append(strings.Fields(line), "--quiet", "--workers", "1")...)
		cmd.Stderr = &stderr
		text, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %v: %s", cmd, err, stderr.Bytes())
		}
		all.WriteString("$ primebench " + line + "\n")
		all.Write(text)
	}
	return all.Bytes()
}

// same reports each line in which a transcript differs from the golden one.
func same(t *testing.T, where string, got []byte) {
	t.Helper()
	want, err := os.ReadFile(findsFile)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	have, wanted := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(have), len(wanted)) {
		if have[i] != wanted[i] {
			t.Errorf("%s: line %d of %s: %q, want %q", where, i+1, findsFile, have[i], wanted[i])
		}
	}
	if len(have) != len(wanted) {
		t.Errorf("%s: %d lines, want %d", where, len(have), len(wanted))
	}
}

// TestFindsByKernel: each kernel of this machine finds what the golden file has.
func TestFindsByKernel(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, kernel := range cpu.Kernels() {
		got := transcript(t, func(args ...string) *exec.Cmd {
			cmd := exec.Command(self, args...)
			cmd.Args[0] = "primebench" // by which testscript.Main tells the program from the tests
			cmd.Env = append(os.Environ(), "PRIMEBENCH_KERNEL="+kernel)
			return cmd
		})
		if *update {
			if err := os.WriteFile(findsFile, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "kernel "+kernel, got)
	}
}
