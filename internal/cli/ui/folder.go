// The folder that a run or a report is written to. Nothing is ever written over
// what is there already.

package ui

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"primebench/internal/wholefile"
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

// unfinished is the file that stands in a folder of --out until all of a document is there.
// It has the name of the verb.
const unfinished = ".primebench-unfinished"

// A Folder is one that this program made or found empty, or in which it goes on with a
// document.
type Folder struct {
	Path   string
	made   bool
	Advice string // what would be right if it will not do
	mark   *mark  // nil where no document is to be there
}

// A mark is the file unfinished, while it is this process's own.
type mark struct {
	mu   sync.Mutex
	file *os.File // nil when it is none any more
}

// ClaimFolder makes the folder that a person named by a flag, or takes it when it
// is there and empty.
func (p Process) ClaimFolder(flag, path string) (Folder, error) {
	made, entries, err := openFolder(flag, path)
	if err == nil && entries > 0 {
		err = notEmpty(flag, path)
	}
	if err != nil {
		return Folder{}, err
	}
	return p.claimed(Folder{Path: path, made: made, Advice: betterOut}), nil
}

// ClaimOut claims the folder of --out for the document of a verb, also one in which the
// verb was stopped or killed before the document was whole.
func (p Process) ClaimOut(path, verb string) (Folder, error) {
	made, entries, err := openFolder("out", path)
	if err != nil {
		return Folder{}, err
	}
	marked := filepath.Join(path, unfinished)
	if _, err := os.Lstat(marked); err != nil && entries > 0 {
		return Folder{}, notEmpty("out", path)
	}
	file, err := wholefile.Own(marked, 0o666)
	if errors.Is(err, wholefile.ErrTaken) {
		return Folder{}, Usagef("--out %q: another process is writing to it; %s", path, betterOut)
	}
	if err != nil {
		return Folder{}, fmt.Errorf("--out %q cannot be used: %w; %s", path, err, betterOut)
	}
	f := Folder{Path: path, made: made, Advice: betterOut, mark: &mark{file: file}}
	if err := f.goOn(verb); err != nil {
		return Folder{}, err
	}
	return p.claimed(f), nil
}

// goOn looks for whom the folder was marked, and marks it for the verb.
func (f Folder) goOn(verb string) error {
	const most = 80 // the names of verbs are shorter
	text, err := io.ReadAll(io.LimitReader(f.mark.file, most))
	of := strings.TrimSpace(string(text))
	if err == nil && of == "" {
		_, err = f.mark.file.WriteString(verb + "\n")
	}
	if err != nil {
		f.Abandon()
		return fmt.Errorf("--out %q cannot be used: %w; %s", f.Path, err, betterOut)
	}
	entries, err := os.ReadDir(f.Path)
	switch {
	case err == nil && of == "" && len(entries) > 1: // filled in the meantime
		_ = f.mark.remove()
		return notEmpty("out", f.Path)
	case of != "" && of != verb:
		f.leave()
		return Usagef("--out %q: primebench %.80s was stopped before all was there, and goes on when it is called again; %s", f.Path, of, betterOut)
	}
	f.eachFolder(wholefile.Sweep)
	return nil
}

// claimed has a signal that ends the program wait for what is being written.
func (p Process) claimed(f Folder) Folder {
	p.Stops.Last(func() {
		f.eachFolder(wholefile.Freeze)
		f.Abandon()
	})
	return f
}

// eachFolder hands out the folder and those in it.
func (f Folder) eachFolder(do func(path string)) {
	_ = filepath.WalkDir(f.Path, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			do(path)
		}
		return nil // what cannot be read is none of ours
	})
}

// openFolder makes a folder where there is none, and says how many entries it has.
func openFolder(flag, path string) (made bool, entries int, err error) {
	there, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(path, 0o777); err != nil {
			return false, 0, fmt.Errorf("--%s %q cannot be made: %w; %s", flag, path, err, betterOut)
		}
		return true, 0, nil
	case err != nil:
		return false, 0, fmt.Errorf("--%s %q cannot be used: %w; %s", flag, path, err, betterOut)
	}
	return false, len(there), nil
}

func notEmpty(flag, path string) error {
	return Usagef("--%s %q: the folder is not empty and nothing in it is overwritten; %s", flag, path, betterOut)
}

// NewRunFolder makes a folder with a name of its own below runs/: the time in
// UTC and the beginning of the seed.
func (p Process) NewRunFolder(start time.Time, seed string) (Folder, error) {
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
			return p.claimed(Folder{Path: path, made: true, Advice: betterRuns}), nil
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
	if err := f.mark.remove(); err != nil {
		return fmt.Errorf("--out %q has all of the %s, but is still marked: %w; remove %s", f.Path, what, err, f.File(unfinished))
	}
	log.Info("wrote the " + what + " to " + f.Path)
	return nil
}

// Abandon takes the folder away again if this program made it and nothing came
// of it. One that has a part of a document stays marked.
func (f Folder) Abandon() {
	if f.mark != nil {
		if entries, err := os.ReadDir(f.Path); err == nil && len(entries) > 1 {
			f.leave()
			return
		}
		_ = f.mark.remove() // what stays is taken up by the next call
	}
	if f.made {
		_ = os.Remove(f.Path) // fails, as it should, when there is something in it
	}
}

// leave leaves the mark to others.
func (f Folder) leave() {
	f.mark.mu.Lock()
	defer f.mark.mu.Unlock()
	if f.mark.file != nil {
		_ = f.mark.file.Close()
		f.mark.file = nil
	}
}

// remove removes the mark, if there is one.
func (m *mark) remove() error {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.file == nil {
		return nil
	}
	file := m.file
	m.file = nil
	return wholefile.Disown(file)
}
