// Fuzz targets: which there are, and running one.

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// A target is a function FuzzX of a package.
type target struct {
	pkg  goPackage
	name string
}

// goPackage is what go list says of a package.
type goPackage struct {
	Dir, ImportPath           string
	TestGoFiles, XTestGoFiles []string
}

var fuzzFunction = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(\w+ \*testing\.F\)`)

// list finds the targets of packages in their files: to ask their tests they would have
// to be built twice.
func list(patterns []string) ([]target, error) {
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	out, err := command("", "go", append([]string{"list", "-json=Dir,ImportPath,TestGoFiles,XTestGoFiles"}, patterns...)...).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var targets []target
	for packages := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := packages.Decode(&p); err == io.EOF {
			return targets, nil
		} else if err != nil {
			return nil, err
		}
		for _, file := range slices.Concat(p.TestGoFiles, p.XTestGoFiles) {
			text, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				return nil, err
			}
			for _, found := range fuzzFunction.FindAllSubmatch(text, -1) {
				targets = append(targets, target{p, string(found[1])})
			}
		}
	}
}

// tries is how often a target is run whose fuzzer fell over its own end.
const tries = 3

// fuzz builds the target into a folder and runs it. Its error holds what a failing target
// printed.
func (t target) fuzz(folder string, each time.Duration) (outcome, error) {
	binary := filepath.Join(folder, "fuzz.test")
	if text, err := command(t.pkg.Dir, "go", "test", "-c", "-fuzz", "^"+t.name+"$", "-o", binary, ".").CombinedOutput(); err != nil {
		return outcome{}, fmt.Errorf("%w\n%s", err, text)
	}
	var sum outcome
	for try := 1; ; try++ {
		// Minimising an input that only reaches new code takes up to a minute and finds
		// nothing: one execution of it is enough. The inputs of former runs would take
		// milliseconds each before the first new one: each run begins without them.
		cmd := command(t.pkg.Dir, binary, "-test.run=^$", "-test.fuzz=^"+t.name+"$", "-test.fuzztime="+each.String(), "-test.fuzzminimizetime=1x",
			"-test.fuzzcachedir="+filepath.Join(folder, "inputs", t.pkg.ImportPath))
		text, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return sum, err
		}
		sum.executions += executions(text)
		sum.processor += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		switch {
		case err == nil:
			return sum, nil
		case !raced(text) || try == tries:
			return sum, fmt.Errorf("%w\n%s", err, text)
		}
	}
}

// command is a program in a folder, which finds the repository's own testdata there.
func command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	return cmd
}
