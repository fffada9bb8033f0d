package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// A generator that is broken is told by a line, the verdict and the exit code.
func TestSelfTestSaysNo(t *testing.T) {
	broken := ourDraws()
	broken.Fill = func(p []byte) error { clear(p); return nil }
	var out bytes.Buffer
	err := testSecrets(&out, broken)
	if exitCode(err) != exitNo || !strings.HasPrefix(err.Error(), "8 of ") {
		t.Errorf("exit code %d, error %v, want %d and eight tests that fail", exitCode(err), err, exitNo)
	}
	if strings.Count(out.String(), "FAILED\n") != 8 {
		t.Errorf("printed\n%s", out.String())
	}
}

func TestSelfTestWithoutRandomness(t *testing.T) {
	failed := errors.New("no randomness")
	var out bytes.Buffer
	broken := ourDraws()
	broken.Below = func(uint64) (uint64, error) { return 0, failed }
	if err := testSecrets(&out, broken); !errors.Is(err, failed) || out.Len() > 0 {
		t.Errorf("a generator that fails gives %v", err)
	}
}
