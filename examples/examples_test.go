package examples

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Every program is built, and prints what is expected of it.
func TestPrograms(t *testing.T) {
	folder := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", folder+string(filepath.Separator), "./...").CombinedOutput(); err != nil {
		t.Fatalf("go build ./...: %v\n%s", err, out)
	}
	run := filepath.Join("..", "results", "testdata", "v5", "complete.jsonl")
	tested := map[string]bool{}
	for _, c := range []struct {
		program string
		args    []string
		want    []string
	}{
		{"prime", []string{"-bits", "128", "-seed", "1"}, []string{"dcc17ee0eb1c5c337ee198a5e92bbd87"}},
		{"dhgroup", []string{"-bits", "256", "-seed", "1"}, []string{
			"-----BEGIN DH PARAMETERS-----",
			"MCYCIQDZkO+crS7qX8nTQizCYscM53C0nxGLDMR1b+38mb5udwIBAg==",
			"-----END DH PARAMETERS-----",
		}},
		{"isprime", []string{"0", "91", "0x7fffffffffffffffffffffffffffffff"}, []string{
			"0 false", "91 false", "0x7fffffffffffffffffffffffffffffff true",
		}},
		{"primesafter", []string{"-count", "3", "1000000000000000000000"}, []string{
			"1000000000000000000117", "1000000000000000000193", "1000000000000000000213",
		}},
		{"runcells", []string{run}, []string{
			"prime 512 onthefly search 2 samples",
			"prime 512 onthefly replay 2 samples",
			"safe 2048 hardcoded operations 2 samples",
			"random 2048 mt19937 operations 0 samples",
			"prime 512 onthefly stream 1 samples",
		}},
	} {
		tested[c.program] = true
		out, err := exec.Command(filepath.Join(folder, c.program), c.args...).CombinedOutput()
		if want := strings.Join(c.want, "\n") + "\n"; err != nil || string(out) != want {
			t.Errorf("%s %q: %v, output\n%swant\n%s", c.program, c.args, err, out, want)
		}
	}
	built, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range built {
		if name := strings.TrimSuffix(filepath.Base(path), ".exe"); !tested[name] {
			t.Errorf("%s is not tested", name)
		}
	}
}
