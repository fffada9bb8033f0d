// Processes at once: a script's command that lets several of them write one file.

package main

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"primebench/internal/cli/ui"
)

// together runs several processes at once, for so many rounds, each of which writes FILE
// with its seed beside it. Without --force one of them wins, the others end with code 2;
// with it all win. Either way FILE is of the seed that is beside it.
func together(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: together ROUNDS PROCESSES FILE ARGUMENT...")
	}
	rounds, err := strconv.Atoi(args[0])
	ts.Check(err)
	processes, err := strconv.Atoi(args[1])
	ts.Check(err)
	file, forced := args[2], args[3] == "--force"
	verb := args[3:]
	if forced {
		verb = append(args[4:], "--force")
	}
	for round := range rounds {
		if err := os.Remove(ts.MkAbs(file)); err != nil && round > 0 {
			ts.Fatalf("round %d: %v", round, err)
		}
		_ = os.Remove(ts.MkAbs(file + ".seed"))
		codes := atOnce(ts, processes, append(verb, "--out", file))
		if forced && codes[ui.ExitDone] != processes || !forced && (codes[ui.ExitDone] != 1 || codes[ui.ExitUsage] != processes-1) {
			ts.Fatalf("round %d: exit codes and how many have them: %v", round, codes)
		}
		ts.Check(ts.Exec("primebench", "check", "--min-bits", "0", "--seed", file+".seed", file))
	}
}

// atOnce runs processes with the same arguments, and counts their exit codes.
func atOnce(ts *testscript.TestScript, processes int, args []string) map[int]int {
	programs := make([]*exec.Cmd, processes)
	stderr := make([]bytes.Buffer, processes)
	for i := range programs {
		programs[i] = exec.Command("primebench", args...)
		programs[i].Dir, programs[i].Stderr = ts.MkAbs("."), &stderr[i]
		ts.Check(programs[i].Start())
	}
	codes := map[int]int{}
	for i, program := range programs {
		code := codeOf(ts, program.Wait())
		codes[code]++
		if code != ui.ExitDone && code != ui.ExitUsage {
			ts.Logf("%s", stderr[i].String())
		}
	}
	return codes
}
