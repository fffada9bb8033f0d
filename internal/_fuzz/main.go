// The runner of make fuzz: every fuzz target of the module for so long, with how much it
// executed, so that a target that only seems to fuzz is seen.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	each := flag.Duration("time", 10*time.Second, "how long each target is fuzzed")
	flag.Parse()
	if err := fuzzAll(os.Stdout, *each, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(1)
	}
}

// fuzzAll fuzzes the targets of packages, ./... where none is named, and prints what each
// came to. It goes on after one that fails.
func fuzzAll(to io.Writer, each time.Duration, packages []string) error {
	targets, err := list(packages)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "fuzz")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	var failed []error
	total := int64(0)
	for _, t := range targets {
		o, err := t.fuzz(folder, each)
		if err == nil {
			err = o.judge(t)
		}
		total += o.executions
		fmt.Fprintf(to, "%-32s %-18s %10d executions %8.0f a second of processor time\n", t.pkg.ImportPath, t.name, o.executions, o.rate())
		if err != nil {
			fmt.Fprintf(to, "%v\n", err)
			failed = append(failed, fmt.Errorf("%s %s", t.pkg.ImportPath, t.name))
		}
	}
	fmt.Fprintf(to, "%d executions of %d targets\n", total, len(targets))
	if len(failed) > 0 {
		return fmt.Errorf("%d of %d targets failed:\n%w", len(failed), len(targets), errors.Join(failed...))
	}
	return nil
}
