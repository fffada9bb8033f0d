// The folder that a run or a report is written to. Nothing is ever written over
// what is there already.

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"primebench/results"
)

// runsFolder is where runs go that --out gives no place.
const runsFolder = "runs"

// runFile is the name of the run's own file in its folder.
const runFile = "run.jsonl"

// What would be right in the place of a folder that will not do.
const (
	betterOut  = "name a new or an empty folder in a place that can be written to"
	betterRuns = "name another place with --out"
)

// A folder is one that this program made or found empty.
type folder struct {
	path   string
	made   bool
	advice string // what would be right if it will not do
}

// claimFolder makes the folder that a person named by a flag, or takes it when it
// is there and empty.
func claimFolder(flag, path string) (folder, error) {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(path, 0o777); err != nil {
			return folder{}, fmt.Errorf("--%s %q cannot be made: %w; %s", flag, path, err, betterOut)
		}
		return folder{path: path, made: true, advice: betterOut}, nil
	case err != nil:
		return folder{}, fmt.Errorf("--%s %q cannot be used: %w; %s", flag, path, err, betterOut)
	case len(entries) > 0:
		return folder{}, usagef("--%s %q: the folder is not empty and nothing in it is overwritten; %s", flag, path, betterOut)
	}
	return folder{path: path, advice: betterOut}, nil
}

// newRunFolder makes a folder with a name of its own below runs/: the time in
// UTC and the beginning of the seed.
func newRunFolder(start time.Time, seed string) (folder, error) {
	base := filepath.Join(runsFolder, start.UTC().Format("20060102T150405Z")+"-"+seed[:min(8, len(seed))])
	if err := os.MkdirAll(runsFolder, 0o777); err != nil {
		return folder{}, fmt.Errorf("the run's folder cannot be made: %w; %s", err, betterRuns)
	}
	// Two runs of the same seed can begin within one second.
	for n := 1; ; n++ {
		path := base
		if n > 1 {
			path = fmt.Sprintf("%s-%d", base, n)
		}
		err := os.Mkdir(path, 0o777)
		if err == nil {
			return folder{path: path, made: true, advice: betterRuns}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return folder{}, fmt.Errorf("the run's folder cannot be made: %w; %s", err, betterRuns)
		}
	}
}

// create makes the run's own file.
func (f folder) create() (*results.Writer, error) {
	writer, err := results.Create(f.file(runFile))
	if err != nil {
		return nil, fmt.Errorf("the folder %q cannot take the run: %w; %s", f.path, err, f.advice)
	}
	return writer, nil
}

// file is the path of a file in the folder.
func (f folder) file(name string) string { return filepath.Join(f.path, name) }

// take has something written to the folder, if there is one that --out names.
func (f folder) take(log *slog.Logger, what string, write func() error) error {
	if f.path == "" {
		return nil
	}
	if err := write(); err != nil {
		return fmt.Errorf("--out %q cannot take the %s: %w; %s", f.path, what, err, f.advice)
	}
	log.Info("wrote the " + what + " to " + f.path)
	return nil
}

// abandon takes the folder away again if this program made it and nothing came
// of it.
func (f folder) abandon() {
	if f.made {
		_ = os.Remove(f.path) // fails, as it should, when there is something in it
	}
}
