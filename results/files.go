// The run files of a path.

package results

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Ending is how the names of run files end.
const Ending = ".jsonl"

// maxFiles bounds the files of a folder.
const maxFiles = 10_000

// Files lists the run files of a path, by name: a file itself, or the regular files
// in a folder and below whose names end in Ending. It is an error if there are none,
// or more than ten thousand.
func Files(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("no runs: %w", err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && filepath.Ext(name) == Ending {
			files = append(files, name)
		}
		if len(files) > maxFiles {
			return fmt.Errorf("%q holds more than %d run files; name fewer", path, maxFiles)
		}
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%q holds no run: want files that end in %s", path, Ending)
	}
	return files, err
}
