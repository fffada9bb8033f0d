// The assembly that stands here against what its generators write, and the tests of
// the generators, which are a module of their own.

package montgomery

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"primebench/internal/needed"
)

const generators = "_asm"

// dependOnGenerators makes the result of a test stale when a generator changes: the
// go command notes which files a test asks for, but not what its children read.
func dependOnGenerators(t *testing.T) {
	err := filepath.WalkDir(generators, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAssemblyIsWhatTheGeneratorsWrite(t *testing.T) {
	needed.Program(t, "go")
	dependOnGenerators(t)
	fresh := t.TempDir()
	if out, err := exec.Command("go", "run", "-C", generators, ".", fresh).CombinedOutput(); err != nil {
		t.Fatalf("the generators fail: %v\n%s", err, out)
	}
	have, want := assemblyIn(t, "."), assemblyIn(t, fresh)
	if !slices.Equal(have, want) || len(want) == 0 {
		t.Fatalf("the assembly is %q, and the generators write %q", have, want)
	}
	for _, name := range want {
		if d := difference(lines(t, name), lines(t, filepath.Join(fresh, name))); d != "" {
			t.Errorf("%s:%s\nwrite the assembly again with: go generate ./internal/montgomery", name, d)
		}
	}
}

func TestGenerators(t *testing.T) {
	needed.Program(t, "go")
	dependOnGenerators(t)
	if out, err := exec.Command("go", "test", "-C", generators, "./...").CombinedOutput(); err != nil {
		t.Errorf("go test -C %s ./...: %v\n%s", generators, err, out)
	}
}

// assemblyIn lists the files that generators have written to a folder.
func assemblyIn(t *testing.T, folder string) []string {
	files, err := filepath.Glob(filepath.Join(folder, "z*_amd64.s"))
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		files[i] = filepath.Base(file)
	}
	return files
}

func lines(t *testing.T, file string) []string {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(text), "\n")
}

// difference says where the lines of a file begin and end to differ from what a
// generator writes, with the first of them; it is empty if none do.
func difference(have, want []string) string {
	if slices.Equal(have, want) {
		return ""
	}
	start := 0
	for start < min(len(have), len(want)) && have[start] == want[start] {
		start++
	}
	alike := 0 // lines at the end
	for alike < min(len(have), len(want))-start && have[len(have)-1-alike] == want[len(want)-1-alike] {
		alike++
	}
	have, want = have[start:len(have)-alike], want[start:len(want)-alike]
	return fmt.Sprintf("%d: the file has - where the generators write +\n%s%s", start+1, excerpt("-", have), excerpt("+", want))
}

// excerpt returns the first of some lines, each behind a sign.
func excerpt(sign string, lines []string) string {
	const most = 8
	var b strings.Builder
	for _, line := range lines[:min(most, len(lines))] {
		fmt.Fprintf(&b, "%s%s\n", sign, line)
	}
	if more := len(lines) - most; more > 0 {
		fmt.Fprintf(&b, "%s … and %d more lines\n", sign, more)
	}
	return b.String()
}

func TestDifference(t *testing.T) {
	split := func(s string) []string { return strings.Split(s, " ") }
	for _, c := range []struct{ have, want, says string }{
		{have: "a b c", want: "a b c"},
		{have: "a x c", want: "a b c", says: "2: the file has - where the generators write +\n-x\n+b\n"},
		{have: "a c", want: "a b c", says: "2: the file has - where the generators write +\n+b\n"},
		{have: "a b b c", want: "a b c", says: "3: the file has - where the generators write +\n-b\n"},
		{have: "a", want: "a 0 1 2 3 4 5 6 7 8 9", says: "2: the file has - where the generators write +\n+0\n+1\n+2\n+3\n+4\n+5\n+6\n+7\n+ … and 2 more lines\n"},
	} {
		if says := difference(split(c.have), split(c.want)); says != c.says {
			t.Errorf("difference(%q, %q) = %q, want %q", c.have, c.want, says, c.says)
		}
	}
}
