package tokens

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"primebench/internal/cli/ui"
	"primebench/internal/randtest"
)

// tested is what the self-test of a generator prints, and how it ends.
func tested(t *testing.T, subject randtest.Subject) (string, error) {
	t.Helper()
	var out bytes.Buffer
	p := ui.NewProcess(nil, &out, new(bytes.Buffer), nil)
	err := testSecrets(t.Context(), p, ui.DefineTelling(&cobra.Command{}), subject)
	return out.String(), err
}

// A generator that is broken is told by a line, the verdict and the exit code.
func TestSelfTestSaysNo(t *testing.T) {
	broken := ourDraws()
	broken.Fill = func(p []byte) error { clear(p); return nil }
	out, err := tested(t, broken)
	if ui.ExitCode(err) != ui.ExitNo || !strings.HasPrefix(err.Error(), "8 of ") {
		t.Errorf("exit code %d, error %v, want %d and eight tests that fail", ui.ExitCode(err), err, ui.ExitNo)
	}
	if strings.Count(out, "FAILED\n") != 8 {
		t.Errorf("printed\n%s", out)
	}
}

func TestSelfTestWithoutRandomness(t *testing.T) {
	failed := errors.New("no randomness")
	broken := ourDraws()
	broken.Below = func(uint64) (uint64, error) { return 0, failed }
	if out, err := tested(t, broken); !errors.Is(err, failed) || out != "" {
		t.Errorf("a generator that fails gives %v", err)
	}
}
