package cli

import (
	"bytes"
	"context"
	"strings"
	"syscall"
	"testing"

	"primebench/internal/cli/ui"
)

// brokenPipe is a stdout on which every write fails.
type brokenPipe struct{ err error }

func (b brokenPipe) Write([]byte) (int, error) { return 0, b.err }

func TestStdoutThatFails(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string // on stderr
	}{
		{syscall.EPIPE, ""},
		{syscall.ENOSPC, "primebench: the version cannot be printed: no space left on device\n"},
	} {
		var stderr bytes.Buffer
		p := ui.NewProcess(strings.NewReader(""), brokenPipe{test.err}, &stderr, nil)
		if code := Execute(context.Background(), []string{"version"}, p); code != ui.ExitFailed {
			t.Errorf("%v: exit code %d, want %d", test.err, code, ui.ExitFailed)
		}
		if stderr.String() != test.want {
			t.Errorf("%v: stderr %q, want %q", test.err, stderr.String(), test.want)
		}
	}
}
