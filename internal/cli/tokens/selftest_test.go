package tokens

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"primebench/internal/cli/ui"
)

// A generator that is broken is told by a line, the verdict and the exit code.
func TestSelfTestSaysNo(t *testing.T) {
	broken := ourDraws()
	broken.Fill = func(p []byte) error { clear(p); return nil }
	var out bytes.Buffer
	err := testSecrets(&out, broken)
	if ui.ExitCode(err) != ui.ExitNo || !strings.HasPrefix(err.Error(), "8 of ") {
		t.Errorf("exit code %d, error %v, want %d and eight tests that fail", ui.ExitCode(err), err, ui.ExitNo)
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
