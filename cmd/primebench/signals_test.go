package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// stubborn is a program that the first signal does not end.
func stubborn() {
	ctx, _ := untilSignal(context.Background(), func(os.Signal) {})
	fmt.Println("ready")
	<-ctx.Done()
	fmt.Println(context.Cause(ctx))
	time.Sleep(5 * time.Minute)
}

func TestSecondSignalExitsAtOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("this system cannot send a signal to another process")
	}
	for _, test := range []struct {
		first, second syscall.Signal
		code          int
	}{
		{syscall.SIGINT, syscall.SIGINT, exitInterrupted},
		{syscall.SIGINT, syscall.SIGTERM, exitTerminated},
	} {
		program := exec.Command("stubborn")
		out, err := program.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := program.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for _, step := range []struct {
			line string
			send syscall.Signal
		}{{"ready", test.first}, {"stopped by " + test.first.String(), test.second}} {
			if !lines.Scan() || lines.Text() != step.line {
				t.Fatalf("printed %q, want %q", lines.Text(), step.line)
			}
			if err := program.Process.Signal(step.send); err != nil {
				t.Fatal(err)
			}
		}
		if err := program.Wait(); err == nil || program.ProcessState.ExitCode() != test.code {
			t.Errorf("%v, then %v: %v, want exit code %d", test.first, test.second, err, test.code)
		}
	}
}
