//go:build long

package dhgroup

import (
	"strings"
	"testing"

	"primebench/internal/needed"
)

// TestWeReadWhatSSHGenerates has ssh-keygen make moduli from nothing, which takes
// it minutes even at the smallest size and memory.
func TestWeReadWhatSSHGenerates(t *testing.T) {
	keygen := needed.Program(t, "ssh-keygen")
	folder := t.TempDir()
	if out, err := run(t, folder, keygen, strings.Fields("-M generate -O bits=512 -O memory=8 candidates")...); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%d moduli", len(screened(t, keygen, folder, "-O", "lines=400")))
}
