// Tests that a planted fault does not stay unseen, built with Go's own tool.

package montgomery

import (
	"os/exec"
	"strings"
	"testing"

	"primebench/internal/needed"
)

func TestPlantedFaultsAreFound(t *testing.T) {
	needed.Program(t, "go")
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
