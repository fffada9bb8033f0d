// What the program is linked from, whoever imports it.

package house

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The queue of a fleet has a program of its own: this one has none of it.
func TestProgramHasNoQueue(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "./cmd/primebench")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	for _, name := range packages {
		if strings.Contains(name, "nats") {
			t.Errorf("primebench is linked from %s", name)
		}
	}
	if len(packages) < 100 {
		t.Errorf("go list names %d packages: it looks at the wrong program", len(packages))
	}
}
