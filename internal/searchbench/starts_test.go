package main

import (
	"context"
	"errors"
	"math/big"
	"os"
	"runtime"
	"strings"
	"testing"

	"primebench/dhgroup"
	"primebench/internal/stats"
)

// plantProgram writes a shell script in place of the program.
func plantProgram(t *testing.T, script string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no shell")
	}
	t.Chdir(t.TempDir())
	if err := os.Mkdir("bin", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestStartTimes(t *testing.T) {
	plantProgram(t, `test "$*" = "prime --bits 1024" && echo `+dhgroup.OfSize(startBits)[0].P.String())
	seconds, err := startTimes(context.Background())
	if err != nil || len(seconds) != starts || seconds[0] <= 0 {
		t.Errorf("%v, %v", seconds, err)
	}
}

// A program without the verb is absent, one that prints no prime is wrong.
func TestStartTimesOfAnotherProgram(t *testing.T) {
	plantProgram(t, `echo 'unknown command "prime"' >&2; exit 2`)
	if _, err := startTimes(context.Background()); !errors.Is(err, errNone) || !strings.Contains(err.Error(), "unknown command") {
		t.Errorf("without the verb: %v", err)
	}
	plantProgram(t, "echo 91")
	if _, err := startTimes(context.Background()); err == nil || errors.Is(err, errNone) {
		t.Errorf("a wrong prime: %v", err)
	}
}

func TestStartsAreAbsent(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := startTimes(context.Background()); !absentHere(t, err) {
		t.Error("times of a program that is not there")
	}
}

func TestCheckPrinted(t *testing.T) {
	p := dhgroup.OfSize(startBits)[0].P
	for _, line := range []string{p.String() + "\n", "0x" + p.Text(16) + "\n"} {
		if err := checkPrinted(line); err != nil {
			t.Error(err)
		}
	}
	for _, line := range []string{"", "17\n", "prime\n", new(big.Int).Add(p, big.NewInt(2)).String()} {
		if err := checkPrinted(line); err == nil {
			t.Errorf("%q is taken for a prime of %d bits", line, startBits)
		}
	}
	if need := stats.SamplesForQuantile(0.5); starts < need {
		t.Errorf("%d starts, a median's interval takes %d", starts, need)
	}
}
