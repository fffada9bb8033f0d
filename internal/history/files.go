// The run files of a folder: found, bounded and read one by one, each bad one
// with the reason.

package history

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"primebench/internal/analysis"
	"primebench/results"
)

// Limits of a history, far above years of nightly runs: of everything in the
// folder, of run files, and of their bytes together.
const (
	maxEntries = 1 << 20
	maxFiles   = 1 << 12
	maxBytes   = 1 << 30
)

// ErrNoFolder is wrapped by the error of Read about a path that is something else.
var ErrNoFolder = errors.New("no folder")

// Read reads every file in dir and below whose name ends in results.Ending, in the
// order of the names. Files that are no runs are among them, with the reason; links
// are not followed, since they may lead anywhere, twice or round in circles. Its
// error wraps ErrNoFolder, says that there is more than a history takes, or is the
// system's or the cause of the context's end.
func Read(ctx context.Context, dir string) ([]PastRun, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("the history cannot be read: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%q is %w", dir, ErrNoFolder)
	}
	w := runWalk{dir: dir, files: os.DirFS(dir)}
	if err := fs.WalkDir(w.files, ".", w.visit); err != nil {
		return nil, err
	}
	for i := range w.found {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		run := &w.found[i]
		if run.Why == "" {
			w.read(run)
		}
		run.File = filepath.Join(dir, filepath.FromSlash(run.File))
	}
	return w.found, nil
}

// A runWalk finds and reads run files.
type runWalk struct {
	dir     string
	files   fs.FS
	entries int
	bytes   int64
	found   []PastRun // File is the name within files until it is read
}

// visit takes down a run file, or why it is of no use.
func (w *runWalk) visit(name string, entry fs.DirEntry, err error) error {
	if w.entries++; w.entries > maxEntries {
		return w.tooMuch(fmt.Sprintf("more than %d files and folders", maxEntries))
	}
	if err != nil { // of a folder that cannot be read
		w.found = append(w.found, PastRun{File: name, Why: reason(err)})
		return nil
	}
	if entry.IsDir() || !strings.HasSuffix(path.Base(name), results.Ending) {
		return nil
	}
	if len(w.found) >= maxFiles {
		return w.tooMuch(fmt.Sprintf("more than %d run files", maxFiles))
	}
	run := PastRun{File: name}
	info, err := entry.Info()
	switch {
	case err != nil:
		run.Why = reason(err)
	case entry.Type()&fs.ModeSymlink != 0:
		run.Why = "it is a symbolic link, and links are not followed"
	case !entry.Type().IsRegular():
		run.Why = "it is no regular file"
	default:
		if w.bytes += info.Size(); w.bytes > maxBytes {
			return w.tooMuch(fmt.Sprintf("run files of more than %d bytes", maxBytes))
		}
	}
	w.found = append(w.found, run)
	return nil
}

func (w *runWalk) tooMuch(what string) error {
	return fmt.Errorf("%q holds %s, which is more than a history takes; name a folder with fewer", w.dir, what)
}

// read analyses a file that was found.
func (w *runWalk) read(run *PastRun) {
	file, err := w.files.Open(run.File)
	if err != nil {
		run.Why = reason(err)
		return
	}
	defer file.Close()
	whole, err := analysis.Read(file)
	if err == nil {
		err = whole.Damage.Broken()
	}
	if err != nil {
		run.Why = reason(err)
		return
	}
	if run.Analysis, err = analysis.Analyse(whole); err != nil {
		run.Why = err.Error()
		return
	}
	run.Why = whole.Damage.String()
}

// reason is why a file cannot be read, without its path, which is told already.
func reason(err error) string {
	var unread *results.ReadError
	var at *fs.PathError
	switch {
	case errors.As(err, &unread):
		return unread.Err.Error()
	case errors.As(err, &at):
		return at.Err.Error()
	}
	return err.Error()
}
