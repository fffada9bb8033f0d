package ui

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the program staged of this test.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"staged": staged})
}

// staged is a program of as many stages as its argument says, each of which goes
// on until a signal, and of a rest that no signal ends in good order.
func staged() {
	stages, err := strconv.Atoi(os.Args[1])
	if err != nil {
		os.Exit(ExitUsage)
	}
	var stops Stopper
	stops.Listen()
	for range stages {
		ctx := stops.Stage(context.Background(), func() {})
		fmt.Println("ready")
		<-ctx.Done()
		fmt.Println(context.Cause(ctx))
	}
	fmt.Println("ready")
	time.Sleep(5 * time.Minute)
}

// TestSignals: each stage takes one signal, and the next one ends the program,
// whether it comes before, in or after the stages.
func TestSignals(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("this system cannot send a signal to another process")
	}
	for _, test := range []struct {
		signals []syscall.Signal // the last one ends the program
		code    int
	}{
		{[]syscall.Signal{syscall.SIGINT}, exitInterrupted},
		{[]syscall.Signal{syscall.SIGTERM}, exitTerminated},
		{[]syscall.Signal{syscall.SIGINT, syscall.SIGINT}, exitInterrupted},
		{[]syscall.Signal{syscall.SIGINT, syscall.SIGTERM}, exitTerminated},
		{[]syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGINT}, exitInterrupted},
	} {
		stages := test.signals[:len(test.signals)-1]
		program := exec.Command("staged", strconv.Itoa(len(stages)))
		out, err := program.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := program.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		expect := func(want string) {
			if !lines.Scan() || lines.Text() != want {
				t.Fatalf("%v: printed %q, want %q", test.signals, lines.Text(), want)
			}
		}
		for i, sig := range test.signals {
			expect("ready")
			if err := program.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			if i < len(stages) {
				expect("stopped by " + sig.String())
			}
		}
		if err := program.Wait(); err == nil || program.ProcessState.ExitCode() != test.code {
			t.Errorf("%v: %v, want exit code %d", test.signals, err, test.code)
		}
	}
}

func TestAwait(t *testing.T) {
	var stops Stopper
	ctx := stops.Stage(t.Context(), func() {})
	if got, err := Await(ctx, func() (int, error) { return 7, nil }); got != 7 || err != nil {
		t.Errorf("got %d, %v, want 7", got, err)
	}
	forever := make(chan int)
	stops.end(stopError{signal: os.Interrupt})
	if _, err := Await(ctx, func() (int, error) { return <-forever, nil }); !Stopped(err) || ExitCode(err) != exitInterrupted {
		t.Errorf("got %v, want the signal", err)
	}
}
