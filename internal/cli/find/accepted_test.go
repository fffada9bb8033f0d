package find

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

// TestWarnOfSSHSizes: what is said of sizes, by what OpenSSH's clients are given of them.
func TestWarnOfSSHSizes(t *testing.T) {
	for _, c := range []struct {
		sizes []int
		want  []string // what is said, in order; nothing else is
	}{
		{[]int{3072, 7680, 8192}, nil},
		{moduliSizes, []string{"get none of 2048, 4096, 6144;"}},
		{[]int{2048}, nil},
		{[]int{4096}, nil},
		{[]int{6144, 4096}, nil},
		{[]int{8192, 4096}, nil},
		{[]int{8192, 6144, 4096}, []string{"get none of 6144;"}},
		{[]int{2047, 8192, 8193}, []string{"groups of 2047 bits are too weak", "sshd takes no groups of 8193 bits"}},
		{[]int{1024}, []string{"groups of 1024 bits are too weak"}},
	} {
		var said bytes.Buffer
		warnOfSSHSizes(slog.New(slog.NewTextHandler(&said, nil)), c.sizes)
		lines := strings.Split(strings.TrimSpace(said.String()), "\n")
		if said.Len() == 0 {
			lines = nil
		}
		if len(lines) != len(c.want) {
			t.Errorf("%v: %q, want %q", c.sizes, lines, c.want)
			continue
		}
		for i, line := range lines {
			if !strings.Contains(line, c.want[i]) {
				t.Errorf("%v: %q, want %q", c.sizes, line, c.want[i])
			}
		}
	}
}
