// Tests that need Go's own tool: what the generator writes is what stands here,
// and a planted fault does not stay unseen.

package montgomery

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func needGo(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
}

func TestGeneratedCodeIsWhatTheGeneratorWrites(t *testing.T) {
	needGo(t)
	folder := t.TempDir()
	if out, err := exec.Command("go", "run", "-C", "_asm", ".", folder).CombinedOutput(); err != nil {
		t.Fatalf("the generator failed: %v\n%s", err, out)
	}
	files, err := filepath.Glob("z*_amd64.s")
	if err != nil || len(files) == 0 {
		t.Fatalf("generated files: %v, %v", files, err)
	}
	for _, name := range files {
		have, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, want) {
			t.Errorf("%s is not what the generator writes: run go generate", name)
		}
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
