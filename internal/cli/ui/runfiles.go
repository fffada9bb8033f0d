// The run files that an operand names.

package ui

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	// RunEnding is that of run files in a folder.
	RunEnding = ".jsonl"
	// mostRuns bounds the files of one operand.
	mostRuns = 10_000
)

// RunFiles lists the run files of a path: itself, or those in a folder and below.
func RunFiles(path string) ([]string, error) {
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
		if err == nil && d.Type().IsRegular() && filepath.Ext(name) == RunEnding {
			files = append(files, name)
		}
		if len(files) > mostRuns {
			return fmt.Errorf("%q holds more than %d run files; name fewer", path, mostRuns)
		}
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%q holds no run: want files that end in %s", path, RunEnding)
	}
	return files, err
}
