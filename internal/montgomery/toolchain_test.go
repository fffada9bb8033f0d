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
	for _, c := range []struct{ tag, test string }{
		{"plantedfault", "TestKernelArithmeticAtDigitBoundaries"},
		{"plantedfault", "TestKernelArithmeticOnEveryHardPair"},
		{"plantedladderfault", "TestKernelLadderSteps"},
		{"plantedladderfault", "TestLucasAgreesWithMathBig"},
	} {
		out, err := exec.Command("go", "test", "-tags", c.tag, "-run", "^"+c.test+"$", ".").CombinedOutput()
		if err == nil {
			t.Fatalf("%s passes with a lost carry:\n%s", c.test, out)
		}
		for _, name := range Kernels() {
			if !strings.Contains(string(out), "--- FAIL: "+c.test+"/"+name) {
				t.Errorf("%s does not fail for the kernel %s with a lost carry:\n%s", c.test, name, out)
			}
		}
	}
}
