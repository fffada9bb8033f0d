// Tests that a planted fault does not stay unseen, built with Go's own tool.

package montgomery

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// needGo skips a test where there is no go command, and fails it where
// PRIMEBENCH_REQUIRE_PROGRAMS says that it must be there.
func needGo(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		if os.Getenv("PRIMEBENCH_REQUIRE_PROGRAMS") != "" {
			t.Fatalf("%v, and PRIMEBENCH_REQUIRE_PROGRAMS is set", err)
		}
		t.Skip(err)
	}
}

func TestPlantedFaultsAreFound(t *testing.T) {
	needGo(t)
	for _, test := range []string{"TestKernelArithmeticAtDigitBoundaries", "TestKernelArithmeticOnEveryHardPair"} {
		out, err := exec.Command("go", "test", "-tags", "plantedfault", "-run", "^"+test+"$", ".").CombinedOutput()
		if err == nil {
			t.Fatalf("%s passes with a lost carry:\n%s", test, out)
		}
		for _, name := range Kernels() {
			if !strings.Contains(string(out), "--- FAIL: "+test+"/"+name) {
				t.Errorf("%s does not fail for the kernel %s with a lost carry:\n%s", test, name, out)
			}
		}
	}
}
