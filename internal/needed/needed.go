// Package needed is for tests that need a program, a library or a right which a machine may
// lack: without it a test is left out with a word, and fails where the variable
// PRIMEBENCH_REQUIRE_PROGRAMS is set, so that no skip goes unseen where all is known to be
// there.
package needed

import (
	"os"
	"os/exec"
	"testing"
)

const variable = "PRIMEBENCH_REQUIRE_PROGRAMS"

// Program returns the path of a program, from PATH or /usr/sbin, and leaves the test out
// where there is none.
func Program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		var absent error
		if path, absent = exec.LookPath("/usr/sbin/" + name); absent != nil {
			Without(t, err)
		}
	}
	return path
}

// Without leaves the test out, or fails it, for what it lacks.
func Without(t testing.TB, lack any) {
	t.Helper()
	if Demanded() {
		t.Fatalf("%v, and %s is set", lack, variable)
	}
	t.Skip("left out: ", lack)
}

// Demanded reports whether what is lacking is a failure.
func Demanded() bool { return os.Getenv(variable) != "" }
