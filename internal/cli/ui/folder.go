// The folder that a run or a report is written to. Nothing is ever written over
// what is there already.

package ui

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

// RunsFolder is where runs go that --out gives no place.
const RunsFolder = "runs"

// RunFile is the name of the run's own file in its folder.
const RunFile = "run.jsonl"

// What would be right in the place of a folder that will not do.
const (
	betterOut  = "name a new or an empty folder in a place that can be written to"
	betterRuns = "name another place with --out"
)

// A Folder is one that this program made or found empty.
type Folder struct {
	Path   string
	made   bool
	Advice string // what would be right if it will not do
}

// ClaimFolder makes the folder that a person named by a flag, or takes it when it
// is there and empty.
func ClaimFolder(flag, path string) (Folder, error) {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(path, 0o777); err != nil {
			return Folder{}, fmt.Errorf("--%s %q cannot be made: %w; %s", flag, path, err, betterOut)
		}
		return Folder{Path: path, made: true, Advice: betterOut}, nil
	case err != nil:
		return Folder{}, fmt.Errorf("--%s %q cannot be used: %w; %s", flag, path, err, betterOut)
	case len(entries) > 0:
		return Folder{}, Usagef("--%s %q: the folder is not empty and nothing in it is overwritten; %s", flag, path, betterOut)
	}
	return Folder{Path: path, Advice: betterOut}, nil
}

// NewRunFolder makes a folder with a name of its own below runs/: the time in
// UTC and the beginning of the seed.
func NewRunFolder(start time.Time, seed string) (Folder, error) {
	base := filepath.Join(RunsFolder, start.UTC().Format("20060102T150405Z")+"-"+seed[:min(8, len(seed))])
	if err := os.MkdirAll(RunsFolder, 0o777); err != nil {
		return Folder{}, fmt.Errorf("the run's folder cannot be made: %w; %s", err, betterRuns)
	}
	// Two runs of the same seed can begin within one second.
	for n := 1; ; n++ {
		path := base
		if n > 1 {
			path = fmt.Sprintf("%s-%d", base, n)
		}
		err := os.Mkdir(path, 0o777)
		if err == nil {
			return Folder{Path: path, made: true, Advice: betterRuns}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return Folder{}, fmt.Errorf("the run's folder cannot be made: %w; %s", err, betterRuns)
		}
	}
}

// Create makes the run's own file.
func (f Folder) Create() (*results.Writer, error) {
	writer, err := results.Create(f.File(RunFile))
	if err != nil {
		return nil, fmt.Errorf("the folder %q cannot take the run: %w; %s", f.Path, err, f.Advice)
	}
	return writer, nil
}

// File is the path of a file in the folder.
func (f Folder) File(name string) string { return filepath.Join(f.Path, name) }

// Take has something written to the folder, if there is one that --out names.
func (f Folder) Take(log *slog.Logger, what string, write func() error) error {
	if f.Path == "" {
		return nil
	}
	if err := write(); err != nil {
		return fmt.Errorf("--out %q cannot take the %s: %w; %s", f.Path, what, err, f.Advice)
	}
	log.Info("wrote the " + what + " to " + f.Path)
	return nil
}

// Abandon takes the folder away again if this program made it and nothing came
// of it.
func (f Folder) Abandon() {
	if f.made {
		_ = os.Remove(f.Path) // fails, as it should, when there is something in it
	}
}
