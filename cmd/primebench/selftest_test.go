package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
)

// A generator that is broken is told by a line, the verdict and the exit code.
func TestSelfTestSaysNo(t *testing.T) {
	broken := ourDraws()
	broken.Fill = func(p []byte) error { clear(p); return nil }
	var out bytes.Buffer
	err := testSecrets(context.Background(), &out, broken)
	if exitCode(err) != exitNo || !strings.HasPrefix(err.Error(), "8 of ") {
		t.Errorf("exit code %d, error %v, want %d and eight tests that fail", exitCode(err), err, exitNo)
	}
	if strings.Count(out.String(), "FAILED\n") != 8 {
		t.Errorf("printed\n%s", out.String())
	}
}

func TestSelfTestEnds(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(stopError{syscall.SIGINT})
	if err := testSecrets(ctx, new(bytes.Buffer), ourDraws()); !stopped(err) {
		t.Errorf("a signal ends it with %v", err)
	}
	failed := errors.New("no randomness")
	broken := ourDraws()
	broken.Below = func(uint64) (uint64, error) { return 0, failed }
	if err := testSecrets(context.Background(), new(bytes.Buffer), broken); !errors.Is(err, failed) {
		t.Errorf("a generator that fails gives %v", err)
	}
}
