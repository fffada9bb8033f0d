// The folder that a run or a report is written to. Nothing is ever written over
// what is there already.

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// runsFolder is where runs go that --out gives no place.
const runsFolder = "runs"

// runFile is the name of the run's own file in its folder.
const runFile = "run.jsonl"

// A folder is one that this program made or found empty.
type folder struct {
	path string
	made bool
}

// claimFolder makes the folder that a person named, or takes it when it is
// there and empty.
func claimFolder(path string) (folder, error) {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(path, 0o777); err != nil {
			return folder{}, fmt.Errorf("--out %q: %w", path, err)
		}
		return folder{path: path, made: true}, nil
	case err != nil:
		return folder{}, fmt.Errorf("--out %q: %w; name a folder that can be made or is empty", path, err)
	case len(entries) > 0:
		return folder{}, usagef("--out %q: the folder is not empty and nothing in it is overwritten; name a new or an empty one", path)
	}
	return folder{path: path}, nil
}

// newRunFolder makes a folder with a name of its own below runs/: the time in
// UTC and the beginning of the seed.
func newRunFolder(start time.Time, seed string) (folder, error) {
	base := filepath.Join(runsFolder, start.UTC().Format("20060102T150405Z")+"-"+seed[:min(8, len(seed))])
	if err := os.MkdirAll(runsFolder, 0o777); err != nil {
		return folder{}, fmt.Errorf("%w; name another place with --out", err)
	}
	// Two runs of the same seed can begin within one second.
	for n := 1; ; n++ {
		path := base
		if n > 1 {
			path = fmt.Sprintf("%s-%d", base, n)
		}
		err := os.Mkdir(path, 0o777)
		if err == nil {
			return folder{path: path, made: true}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return folder{}, fmt.Errorf("%w; name another place with --out", err)
		}
	}
}

// file is the path of a file in the folder.
func (f folder) file(name string) string { return filepath.Join(f.path, name) }

// abandon takes the folder away again if this program made it and nothing came
// of it.
func (f folder) abandon() {
	if f.made {
		_ = os.Remove(f.path) // fails, as it should, when there is something in it
	}
}
