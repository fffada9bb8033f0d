// The run files that an operand of a comparison names.

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"primebench/internal/gate"
	"primebench/results"
)

const (
	// runEnding is that of run files in a folder.
	runEnding = ".jsonl"
	// mostRuns bounds the files of one operand.
	mostRuns = 10_000
)

// readSide reads the runs of one side, in the order of their names. What cannot
// be read is no baseline: a gate never passes over it.
func readSide(operand string) ([]gate.Input, error) {
	var inputs []gate.Input
	for part := range strings.SplitSeq(operand, ",") {
		files, err := runFiles(part)
		if err != nil {
			return nil, verdictError{exitNotComparable, err}
		}
		for _, name := range files {
			run, err := results.ReadFile(name)
			if err != nil {
				return nil, verdictError{exitNotComparable, err}
			}
			inputs = append(inputs, gate.Input{Name: name, Run: run})
		}
	}
	return inputs, nil
}

// runFiles lists the run files of a path: itself, or those in a folder and below.
func runFiles(path string) ([]string, error) {
	if path == "" {
		return nil, errors.New("no runs: an empty name; want a run file or a folder, or several parted by commas")
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("no runs: %w", err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && filepath.Ext(name) == runEnding {
			files = append(files, name)
		}
		if len(files) > mostRuns {
			return fmt.Errorf("%q holds more than %d run files; name fewer", path, mostRuns)
		}
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%q holds no run: want files that end in %s", path, runEnding)
	}
	return files, err
}
